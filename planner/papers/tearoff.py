"""The strip of tabs at the foot of a paper that people tear off and take home."""

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from planner.papers.flow import Block, Box, Fit, draw_stack, fit_stacks, stack_height, write
from planner.papers.fonts import choose_faces
from planner.papers.job import Desk
from planner.papers.text import GREY, INK, Style
from planner.rules.publicity import NoticeDue


def tab_texts(desk: Desk, notice: NoticeDue) -> tuple[str, str, str]:
    """Say what a tab tells: the next date, the place, whom to ask."""
    words, venue = desk.words, notice.venue
    following = notice.stop.next_visit
    if following:
        when = words.say("Next visit: {date}", date=words.full_date(following.day))
        if not following.firm:
            when = words.say("{text} (provisional)", text=when)
    else:
        when = words.say("Visit: {date}", date=words.full_date(notice.day))
    place = f"{desk.venue_name(venue)} {desk.spot(venue)}".strip()
    return (
        when,
        place,
        f"{desk.issuer(desk.tour_of(notice).depot)} {desk.job.scenario.hotline}".strip(),
    )


def draw_tabs(
    canvas: Canvas, desk: Desk, notice: NoticeDue, box: Box, count: int, size: float
) -> Fit:
    """Draw `count` tabs with cutting lines; `size` is that of the largest line."""
    faces = choose_faces(desk.words.language)
    when, place, issuer = tab_texts(desk, notice)
    wide = box.width / count

    def build(scale: float) -> list[Block]:
        return [
            write(when, Style(faces.bold, size * scale, INK, 1.25), after=size * scale * 0.25),
            write(place, Style(faces.regular, size * scale * 0.84, INK, 1.25), after=size * 0.1),
            write(issuer, Style(faces.bold, size * scale * 0.8, INK, 1.25)),
        ]

    long, high = box.height - 7 * mm, wide - 4 * mm
    scale, whole = fit_stacks([(build, long, high)])
    blocks = build(scale)
    canvas.saveState()
    canvas.setStrokeColor(HexColor(GREY))
    canvas.setLineWidth(0.6)
    canvas.setDash(3, 2)
    canvas.line(box.x, box.top, box.right, box.top)
    for number in range(1, count):
        canvas.line(box.x + number * wide, box.y, box.x + number * wide, box.top)
    canvas.setDash()
    spare = (wide - stack_height(blocks, long)) / 2
    for number in range(count):
        canvas.saveState()
        canvas.translate(box.x + number * wide, box.y)
        canvas.rotate(90)
        draw_stack(canvas, blocks, 3 * mm, -spare, long)
        canvas.restoreState()
    canvas.restoreState()
    return Fit("tear_off", scale, whole)
