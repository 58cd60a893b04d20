"""The notice, A4: the formal announcement for bus stations, boards and shops, one a booth stop."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from planner.papers.flow import (
    Block,
    Box,
    Columns,
    Fit,
    Gap,
    Panel,
    Ruled,
    Text,
    draw_fitted,
    draw_stack,
    paint_box,
    stack_height,
    write,
)
from planner.papers.fonts import Faces, choose_faces
from planner.papers.job import Desk, Job, lay_out
from planner.papers.promises import list_products, say_bring, say_complaints, say_free, say_paid
from planner.papers.sheet import draw_empty, open_canvas
from planner.papers.tearoff import draw_tabs
from planner.papers.text import (
    GREY,
    INK,
    SOFT,
    TEAL,
    Align,
    Span,
    Style,
    draw_text,
    fit_style,
)
from planner.papers.visitcode import draw_code, write_event
from planner.rules.publicity import NoticeDue

MARGIN = 19 * mm
STRIP = 33 * mm
FOOT = 33 * mm
BODY = 13.5  # points at full scale
SMALLEST = 12.0  # points; people read it standing
TABS = 8
SCALES = (1.2, 1.16, 1.12, 1.08, 1.04, 1.0, 0.96, 0.92, SMALLEST / BODY)
# From wish to need: characters for the list of products, and whether names are said only once.
LEVELS = ((120, False), (60, False), (60, True), (1, True))


@dataclass(frozen=True, slots=True)
class _Page:
    """What every part of one notice needs."""

    desk: Desk
    notice: NoticeDue
    faces: Faces

    def say(self, message: str, **values: object) -> str:
        return self.desk.words.say(message, **values)

    @property
    def depot(self) -> str:
        return self.desk.tour_of(self.notice).depot


def notices(job: Job) -> bytes:
    """Make the PDF of all notices, by date."""
    desk = lay_out(job)
    buffer = io.BytesIO()
    canvas = open_canvas(buffer, A4, desk, desk.words.say("Notices"))
    for notice in desk.wanted:
        draw_notice(canvas, desk, notice)
        canvas.showPage()
    if not desk.wanted:
        draw_empty(canvas, A4, desk)
    canvas.save()
    return buffer.getvalue()


def draw_notice(canvas: Canvas, desk: Desk, notice: NoticeDue) -> tuple[Fit, ...]:
    """Draw one page; say how far its text had to shrink."""
    page = _Page(desk, notice, choose_faces(desk.words.language))
    width, height = A4
    wide = width - 2 * MARGIN
    floor = 8 * mm + STRIP + 3 * mm + FOOT + 3 * mm
    body = Box(MARGIN, floor, wide, height - 14 * mm - floor)
    blocks, fit = _fit_body(page, body)
    draw_stack(canvas, blocks, body.x, body.top, body.width)
    foot = _draw_foot(canvas, page, Box(MARGIN, 8 * mm + STRIP + 3 * mm, wide, FOOT))
    strip = Box(8 * mm, 8 * mm, width - 16 * mm, STRIP)
    return fit, foot, draw_tabs(canvas, desk, notice, strip, TABS, 12)


def _fit_body(page: _Page, box: Box) -> tuple[Sequence[Block], Fit]:
    """Choose the largest type, then the longest list of products, that leaves one page."""
    blocks: Sequence[Block] = ()
    for room, lean in LEVELS:
        for scale in SCALES:
            blocks = _body(page, scale, room, lean)
            spare = box.height - stack_height(blocks, box.width)
            if spare >= 0:
                return (Gap(min(spare * 0.3, 8 * mm)), *blocks), Fit("body", scale, True)
    return blocks, Fit("body", SCALES[-1], False)


def _body(page: _Page, scale: float, room: int, lean: bool) -> Sequence[Block]:
    words, desk, faces = page.desk.words, page.desk, page.faces
    size = BODY * scale
    plain = Style(faces.regular, size, INK, 1.52)
    title = Style(faces.black, 32 * scale, INK, 1.3)
    name = desk.venue_name(page.notice.venue)
    issuer = desk.issuer(page.depot)
    serial = desk.serial(page.notice)
    number = words.say("{issuer} · No. {serial}", issuer=issuer, serial=serial)
    if lean:
        number = words.say("No. {serial}", serial=serial)
    small = Style(faces.regular, max(10.5, 11 * scale), GREY, 1.4)
    return [
        write(words.say("Notice of touring service"), title, Align.CENTRE),
        write(number, small, Align.CENTRE, after=3 * mm * scale),
        write(words.say("To all users in {place}:", place=name), _bold(plain, faces)),
        *([] if lean else [_indented(_introduction(page, name, issuer), plain)]),
        Gap(2 * mm * scale),
        *_table(page, scale, room, lean),
        Gap(2.4 * mm * scale),
        *([_indented("特此通告。", plain)] if words.chinese else []),
        _signature(page, issuer, plain),
        _hanging(page, 9.0 if lean else SMALLEST),
    ]


def _signature(page: _Page, issuer: str, plain: Style) -> Text:
    signed = Span(
        f"{issuer}　" if page.desk.words.chinese else f"{issuer}, ", _bold(plain, page.faces)
    )
    on = Span(page.desk.words.plain_date(page.desk.job.printed_on), plain)
    return Text((signed, on), Align.RIGHT, after=2.5 * mm)


def _bold(style: Style, faces: Faces) -> Style:
    return Style(faces.bold, style.size, style.color, style.leading)


def _indented(text: str, style: Style) -> Text:
    return Text((Span(text, style),), indent=2 * style.size)


def _introduction(page: _Page, name: str, issuer: str) -> str:
    return page.say(
        "For users far from a service station, {issuer} sends technicians to {place} on {date}. "
        "We announce as follows:",
        issuer=issuer,
        place=name,
        date=page.desk.words.near_date(page.notice.day),
    )


def _table(page: _Page, scale: float, room: int, lean: bool) -> Iterator[Block]:
    words, desk, notice, faces = page.desk.words, page.desk, page.notice, page.faces
    size = BODY * scale
    label = Style(faces.bold, size, TEAL, 1.46)
    plain = Style(faces.regular, size, INK, 1.46)
    big = Style(faces.black, (14 if lean else 20) * scale, INK, 1.3)
    venue = notice.venue
    opens, closes = desk.public_hours(notice.stop)
    when = f"{words.near_date(notice.day)} {words.hours(opens, closes)}"
    marks = [words.year(notice.day), *words.day_marks(venue, notice.day)]
    if desk.is_open_at_noon(notice.stop):
        marks.append(words.say("no lunch break"))
    spot, region = desk.spot(venue), desk.region_name(venue)
    name = desk.venue_name(venue)
    near = region if lean else " ".join(part for part in (region, name) if part)
    hotline = desk.job.scenario.hotline.strip()
    rows: list[tuple[str, list[Block]]] = [
        (words.say("When"), [write(when, big), write(" · ".join(marks), plain)]),
        (
            words.say("Where"),
            [
                write(spot or name, big),
                *([write(near, plain)] if near else []),
            ],
        ),
        (words.say("Free"), [write(words.list_points(say_free(words)), plain)]),
        (words.say("Paid"), [write(words.list_points(say_paid(words)), plain)]),
        (words.say("We serve"), [write(words.list_points((list_products(desk, room),)), plain)]),
        (
            words.say("Please bring"),
            [write(words.list_points(say_bring(words, notice.day, hotline)), plain)],
        ),
        (words.say("Complaints"), [write(words.list_points(say_complaints(words)), plain)]),
        (words.say("Next visit"), list(_next_visit(page, plain))),
    ]
    yield Ruled(0, 0, TEAL, 1.6)
    first = (25 if words.chinese else 30) * mm
    shares = (first, 172 * mm - first)
    for number, (head, blocks) in enumerate(rows):
        pad = 1.5 * mm * scale
        start = write(head, label) if number > 1 else write(head, Style(faces.bold, size, TEAL, 2))
        yield Columns(((start,), tuple(blocks)), shares, 0, pad, pad)
        last = number == len(rows) - 1
        yield Ruled(0, 0, TEAL if last else "#B4C2C6", 1.6 if last else 0.6)


def _next_visit(page: _Page, plain: Style) -> Iterator[Block]:
    words, notice = page.desk.words, page.notice
    following = notice.stop.next_visit
    if following is None:
        yield write(words.say("will be announced"), plain)
        return
    state = words.say("firm") if following.firm else words.say("provisional")
    yield write(words.full_date(following.day), _bold(plain, page.faces))
    marks = words.day_marks(notice.venue, following.day)
    yield write(" · ".join((*marks, state, words.say("same place"))), plain)


def _hanging(page: _Page, size: float) -> Block:
    """Tell whoever hangs it where, by when, and when it comes down."""
    words, notice, faces = page.desk.words, page.notice, page.faces
    style = Style(faces.regular, size, INK, 1.4)
    bold = Style(faces.bold, size, INK, 1.4)
    places = words.join([place.strip() for place in notice.venue.notice_places if place.strip()])
    spans = [Span(words.say("To hang at: "), bold)]
    spans.append(Span(places or words.say("(places to be agreed)"), style))
    dates = words.say(
        "Up by {up} · down on {down}",
        up=words.short_date(notice.publish_by),
        down=words.short_date(notice.take_down),
    )
    return Panel((Text(tuple(spans)), write(dates, bold)), ground=SOFT, padding=2.2 * mm, after=0)


def _draw_foot(canvas: Canvas, page: _Page, box: Box) -> Fit:
    words, faces = page.desk.words, page.faces
    side = 32 * mm
    code = Box(box.x - 1.5 * mm, box.y, side, side)
    draw_code(canvas, code, write_event(page.desk, page.notice))
    seal = Box(box.right - 40 * mm, box.y + 2 * mm, 40 * mm, 27 * mm)
    canvas.saveState()
    canvas.setDash(2, 2)
    paint_box(canvas, seal, edge=GREY, weight=0.6)
    canvas.restoreState()
    stamp = Style(faces.regular, 9, GREY)
    draw_text(
        canvas, seal.x + seal.width / 2, seal.y + 2 * mm, words.say("(stamp)"), stamp, Align.CENTRE
    )
    x = code.right + 3 * mm
    wide = seal.x - 4 * mm - x
    hotline = page.desk.job.scenario.hotline.strip()
    figure = hotline or page.desk.station_name(page.depot)

    def build(scale: float) -> Sequence[Block]:
        blocks: list[Block] = [
            write(
                words.say("Scan to save the visit"),
                Style(faces.bold, 12.5 * scale, INK, 1.3),
            ),
            write(
                words.say("or tear off a strip below with the next date"),
                Style(faces.regular, 12 * scale, GREY, 1.3),
                after=1.5 * mm,
            ),
        ]
        style = Style(faces.black, 23 * scale, TEAL, 1.25)
        label = words.say("Hotline") if hotline else words.say("Organised by")
        blocks.append(write(label, Style(faces.bold, 12 * scale, GREY, 1.3)))
        blocks.append(write(figure, fit_style(figure, style, max(wide, 1)) if hotline else style))
        return blocks

    return draw_fitted(canvas, "foot", [(build, Box(x, box.y, wide, side))], middle=True)
