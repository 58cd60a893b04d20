"""The strip of tabs at the foot of a paper that people tear off and take home."""

from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from planner.papers.flow import Block, Box, Fit, draw_stack, fit_stacks, stack_height, write
from planner.papers.fonts import choose_faces
from planner.papers.job import Desk
from planner.papers.text import GREY, INK, Style, fit_style
from planner.rules.publicity import NoticeDue


@dataclass(frozen=True, slots=True)
class Tab:
    """The lines of a tab: what for, when, where, and whom to ask."""

    label: str
    when: str
    marks: str
    place: str
    contact: str


def write_tab(desk: Desk, notice: NoticeDue) -> Tab:
    """Say what a tab tells: the next date, or this one where the next is not known."""
    words, venue = desk.words, notice.venue
    following = notice.stop.next_visit
    day = following.day if following else notice.day
    label = words.say("Next visit") if following else words.say("This visit")
    if following and not following.firm:
        label = words.say("{text} (provisional)", text=label)
    place = f"{desk.venue_name(venue)} {desk.spot(venue)}".strip()
    issuer = desk.issuer(desk.tour_of(notice).depot)
    return Tab(
        label,
        words.near_date(day) if words.chinese else words.short_date(day),
        " · ".join(words.day_marks(venue, day)),
        place,
        f"{issuer} {desk.job.scenario.hotline}".strip(),
    )


def draw_tabs(
    canvas: Canvas, desk: Desk, notice: NoticeDue, box: Box, count: int, size: float
) -> Fit:
    """Draw `count` tabs with cutting lines; `size` is that of the date."""
    faces = choose_faces(desk.words.language)
    tab = write_tab(desk, notice)
    wide = box.width / count
    long, high = box.height - 6 * mm, wide - 4 * mm

    def build(scale: float) -> list[Block]:
        date = fit_style(tab.when, Style(faces.black, size * min(1, scale * 1.3), INK, 1.22), long)
        small = Style(faces.regular, size * 0.74 * scale, INK, 1.25)
        bold = Style(faces.bold, small.size, INK, 1.25)
        blocks: list[Block] = [write(tab.label, bold), write(tab.when, date)]
        if tab.marks:
            blocks.append(write(tab.marks, small))
        return [*blocks, write(tab.place, small), write(tab.contact, bold)]

    scale, whole = fit_stacks([(build, long, high)])
    blocks = build(scale)
    canvas.saveState()
    _draw_cuts(canvas, box, count)
    spare = (wide - stack_height(blocks, long)) / 2
    for number in range(count):
        canvas.saveState()
        canvas.translate(box.x + number * wide, box.y)
        canvas.rotate(90)
        draw_stack(canvas, blocks, 3 * mm, -spare, long)
        canvas.restoreState()
    canvas.restoreState()
    return Fit("tear_off", scale, whole)


def _draw_cuts(canvas: Canvas, box: Box, count: int) -> None:
    canvas.setStrokeColor(HexColor(GREY))
    canvas.setLineWidth(0.6)
    canvas.setDash(3, 2)
    canvas.line(box.x, box.top, box.right, box.top)
    for number in range(1, count):
        x = box.x + number * box.width / count
        canvas.line(x, box.y, x, box.top)
    canvas.setDash()
