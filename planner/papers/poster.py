"""The poster, A3: one page for each booth stop, read from the other side of the street."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A3
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from planner.papers.flow import (
    Block,
    Box,
    Build,
    Fit,
    Item,
    Mark,
    Text,
    draw_fitted,
    paint_box,
    write,
)
from planner.papers.fonts import Faces, choose_faces, measure
from planner.papers.job import Desk, Job, lay_out
from planner.papers.promises import list_products, say_bring, say_complaints, say_free, say_paid
from planner.papers.sheet import draw_empty, open_canvas
from planner.papers.sketch import draw_sketch, list_places
from planner.papers.tearoff import draw_tabs
from planner.papers.text import (
    GREY,
    INK,
    ORANGE,
    PALE,
    SOFT,
    TEAL,
    WHITE,
    Align,
    Span,
    Style,
    break_lines,
    draw_text,
    fit_style,
    keeps_words,
    text_width,
)
from planner.papers.visitcode import draw_code, write_event
from planner.rules.publicity import NoticeDue

MARGIN = 13 * mm
STRIP = 42 * mm
HEADLINE = 118.0  # points; 90 is what a rule of thumb asks of an A3 poster
ONE_LINE = 84.0  # smallest size at which the headline stays on one line
TABS = 8
DESCENDING = frozenset("gjpqyQ,;()ýþßçşţğ")  # letters that reach below the line

_ROWS = (
    ("band", 56 * mm),
    ("place", 54 * mm),
    ("services", 44 * mm),
    ("details", 48 * mm),
    ("next", 21 * mm),
    ("foot", 31 * mm),
)


@dataclass(frozen=True, slots=True)
class _Page:
    """What every row of one poster needs."""

    canvas: Canvas
    desk: Desk
    notice: NoticeDue
    faces: Faces
    name: str
    depot: str

    def say(self, message: str, **values: object) -> str:
        return self.desk.words.say(message, **values)


def posters(job: Job) -> bytes:
    """Make the PDF of all posters, by date."""
    desk = lay_out(job)
    buffer = io.BytesIO()
    canvas = open_canvas(buffer, A3, desk, desk.words.say("Posters"))
    for notice in desk.wanted:
        draw_poster(canvas, desk, notice)
        canvas.showPage()
    if not desk.wanted:
        draw_empty(canvas, A3, desk)
    canvas.save()
    return buffer.getvalue()


def draw_poster(canvas: Canvas, desk: Desk, notice: NoticeDue) -> tuple[Fit, ...]:
    """Draw one page; say how far each text had to shrink."""
    page = _Page(
        canvas,
        desk,
        notice,
        choose_faces(desk.words.language),
        desk.venue_name(notice.venue),
        desk.tour_of(notice).depot,
    )
    width, height = A3
    left, wide = MARGIN, width - 2 * MARGIN
    top = _draw_header(page, Box(left, height - MARGIN - 12 * mm, wide, 12 * mm))
    headline, top = _draw_headline(page, left, top, wide)
    floor = 7 * mm + STRIP + 9 * mm
    wanted = sum(size for _, size in _ROWS)
    gap = min(7 * mm, max(3.2 * mm, (top - floor - wanted) / len(_ROWS)))
    share = min(1.12, (top - floor - gap * len(_ROWS)) / wanted)
    spread = (top - floor - share * wanted) / len(_ROWS)
    boxes = {}
    for row, size in _ROWS:
        top -= spread + size * share
        boxes[row] = Box(left, top, wide, size * share)
    fits = (
        headline,
        *_draw_band(page, boxes["band"]),
        *_draw_place(page, boxes["place"]),
        _draw_services(page, boxes["services"]),
        _draw_details(page, boxes["details"]),
        _draw_next(page, boxes["next"]),
        *_draw_foot(page, boxes["foot"]),
        draw_tabs(canvas, desk, notice, Box(left, 7 * mm, wide, STRIP), TABS, 20),
    )
    _draw_imprint(page, left, 7 * mm + STRIP + 3 * mm, wide)
    return fits


def _draw_header(page: _Page, box: Box) -> float:
    canvas, issuer = page.canvas, page.desk.issuer(page.depot)
    brand = fit_style(issuer, Style(page.faces.black, 27, TEAL), box.width * 0.57)
    canvas.setFillColor(HexColor(TEAL))
    canvas.circle(box.x + 6 * mm, box.y + 6 * mm, 6 * mm, 0, 1)
    initial = Style(page.faces.black, 20, WHITE)
    draw_text(
        canvas, box.x + 6 * mm, box.y + 6 * mm - 7.2, issuer[:1].upper(), initial, Align.CENTRE
    )
    draw_text(canvas, box.x + 15.5 * mm, box.y + 6 * mm - brand.size * 0.35, issuer, brand)
    number = page.say("Notice of a touring service · No. {serial}", serial=_serial(page))
    small = fit_style(number, Style(page.faces.regular, 13, GREY), box.width * 0.34)
    draw_text(canvas, box.right, box.y + 6 * mm - 4.5, number, small, Align.RIGHT)
    canvas.setStrokeColor(HexColor(TEAL))
    canvas.setLineWidth(2)
    canvas.line(box.x, box.y - 3.2 * mm, box.right, box.y - 3.2 * mm)
    return float(box.y - 3.2 * mm)


def _serial(page: _Page) -> str:
    return page.desk.serial(page.notice)


def lay_headline(lead: str, whole: str, name: str, faces: Faces, width: float) -> tuple[Span, ...]:
    """Set the headline on one line, else lead and name on two, else a long name on two more."""
    one = width / measure(whole, faces.black)
    if one >= ONE_LINE:
        return (Span(whole, Style(faces.black, min(one, 112.0), INK)),)
    size = min(HEADLINE, width / measure(name, faces.black))
    first = fit_style(lead, Style(faces.black, 50, INK), width)
    if size >= 52:
        return Span(lead, first), Span(name, Style(faces.black, size, INK))
    size = 60.0
    while True:
        style = Style(faces.black, size, INK)
        lines = break_lines((Span(name, style),), width)
        whole_words = size < 36 or keeps_words((Span(name, style),), width)
        if (len(lines) <= 2 and whole_words) or size < 18:
            parts = ("".join(span.text for span in line.spans) for line in lines)
            return Span(lead, replace(first, size=min(first.size, 44))), *(
                Span(part, style) for part in parts
            )
        size *= 0.96


def _draw_headline(page: _Page, left: float, top: float, wide: float) -> tuple[Fit, float]:
    lead = page.say("Touring service in")
    whole = page.say("Touring service in {place}", place=page.name)
    lines = lay_headline(lead, whole, page.name, page.faces, wide)
    for span in lines:
        size = span.style.size
        top -= size * 1.06
        draw_text(page.canvas, left - size * 0.03, top, span.text, span.style)
    top -= size * (0.24 if set(lines[-1].text) & DESCENDING else 0.1)
    claim = page.say("Factory technicians near your home: free check, repair on the spot, advice")
    style = fit_style(claim, Style(page.faces.bold, 29, TEAL), wide)
    top -= style.size * 1.45
    draw_text(page.canvas, left, top, claim, style)
    shrunk = lines[-1].style.size / 52
    return Fit("name", min(1.0, shrunk), shrunk >= 0.5), top - style.size * 0.35


def _draw_band(page: _Page, box: Box) -> tuple[Fit, ...]:
    canvas, words, day = page.canvas, page.desk.words, page.notice.day
    paint_box(canvas, box, ground=TEAL, radius=4 * mm)
    inner = box.inset(9 * mm, 5 * mm)
    big, small = box.height * 0.80, box.height * 0.30
    if words.chinese:
        parts = [(str(day.month), big), ("月", small), (str(day.day), big), ("日", small)]
    else:
        parts = [(str(day.day), big)]
    face = page.faces.black
    wide = sum(measure(text, face) * size for text, size in parts) + 4 * (len(parts) - 1)
    room = inner.width * 0.57
    shrink = min(1.0, room / wide)
    x, base = inner.x, box.y + (box.height - big * shrink * 0.73) / 2
    for text, size in parts:
        x += draw_text(canvas, x, base, text, Style(face, size * shrink, WHITE)) + 4
    if not words.chinese:
        x = _draw_month(page, x + 5 * mm, base, big * shrink * 0.73)
    right = Box(x + 8 * mm, inner.y, inner.right - x - 8 * mm, inner.height)
    return _draw_when(page, right)


def _draw_month(page: _Page, x: float, base: float, tall: float) -> float:
    """Set month and year beside the day's number, as high as it; return the right edge."""
    day = page.notice.day
    month = page.desk.words.month(day)
    face = page.faces.black
    size = min(tall * 0.52, 62 * mm / measure(month, face))
    draw_text(page.canvas, x, base + tall - size * 0.74, month, Style(face, size, WHITE))
    year = Style(page.faces.bold, tall * 0.36, PALE)
    draw_text(page.canvas, x, base, str(day.year), year)
    return float(x + max(measure(month, face) * size, text_width(str(day.year), year)))


def _draw_when(page: _Page, box: Box) -> tuple[Fit, ...]:
    canvas, words, day = page.canvas, page.desk.words, page.notice.day
    opens, closes = page.desk.public_hours(page.notice.stop)
    largest = Style(page.faces.black, min(64.0, box.height * 0.42), WHITE)
    hours = fit_style(words.hours(opens, closes), largest, box.width)
    middle = box.y + box.height * 0.57
    rise = (box.top - middle - hours.size * 0.73) / 2
    draw_text(canvas, box.x, middle + rise, words.hours(opens, closes), hours)
    canvas.setStrokeColor(HexColor("#6FA5B0"))
    canvas.setLineWidth(1.2)
    canvas.line(box.x, middle, box.right, middle)
    marks = words.day_marks(page.notice.venue, day)
    market = words.say("market day")
    has_market = market in marks
    weekday = words.weekday(day)
    pill = Style(page.faces.black, 26, TEAL)
    pill_wide = text_width(market, pill) + 8 * mm if has_market else 0
    room = box.width - pill_wide - (5 * mm if has_market else 0)
    name = fit_style(weekday, Style(page.faces.black, min(42.0, box.height * 0.3), WHITE), room)
    line = box.y + box.height * 0.36  # middle of the weekday
    x = box.x + draw_text(canvas, box.x, line - name.size * 0.36, weekday, name) + 5 * mm
    if has_market:
        shape = Box(x, line - 6.2 * mm, pill_wide, 12.4 * mm)
        paint_box(canvas, shape, ground=WHITE, radius=3 * mm)
        base = line - pill.size * 0.37
        draw_text(canvas, x + pill_wide / 2, base, market, pill, Align.CENTRE)
    notes = [mark for mark in marks if mark != market]
    if words.chinese:
        notes.insert(0, words.year(day))
    if page.desk.is_open_at_noon(page.notice.stop):
        notes.append(words.say("no lunch break"))
    note = " · ".join(notes)
    style = fit_style(note, Style(page.faces.bold, min(22.0, box.height * 0.165), PALE), box.width)
    draw_text(canvas, box.x, box.y + box.height * 0.015, note, style)
    return Fit("hours", hours.size / 64, True), Fit("day", style.size / 22, style.size > 11)


def _draw_place(page: _Page, box: Box) -> tuple[Fit, ...]:
    map_wide = 112 * mm
    desk, venue = page.desk, page.notice.venue
    spot, region = desk.spot(venue), desk.region_name(venue)
    near = f"{region} {page.name}".strip() if spot else region
    wide = box.width - map_wide - 8 * mm

    def build(scale: float) -> Sequence[Block]:
        main = spot or page.name
        style = Style(page.faces.black, 60 * scale, INK, 1.16)
        if scale > 0.6:  # one line as long as it stays large, then more lines
            style = fit_style(main, style, wide) if text_width(main, style) < wide * 1.6 else style
        blocks: list[Block] = [
            write(page.say("Where"), Style(page.faces.bold, 19, ORANGE), after=1 * mm),
            write(main, style, after=2 * mm),
        ]
        if near:
            blocks.append(write(near, Style(page.faces.bold, 26 * max(scale, 0.6), INK, 1.3)))
        if venue.market:
            rule = page.desk.words.market_rule(venue.market)
            blocks.append(write(rule, Style(page.faces.regular, 19 * max(scale, 0.6), GREY, 1.4)))
        return blocks

    fit = draw_fitted(page.canvas, "place", [(build, Box(box.x, box.y, wide, box.height))])
    sketch = Box(box.right - map_wide, box.y, map_wide, box.height)
    places = list_places(desk, desk.tour_of(page.notice), page.notice.venue.id)
    draw_sketch(page.canvas, sketch, places, desk.words.language, 15)
    return (fit,)


def _head(page: _Page, text: str, size: float, color: str) -> Text:
    return write(text, Style(page.faces.black, size, color), after=size * 0.16)


def _draw_services(page: _Page, box: Box) -> Fit:
    wide = (box.width - 9 * mm) / 2
    words, faces = page.desk.words, page.faces

    def free(scale: float) -> Sequence[Block]:
        style = Style(faces.regular, 21 * scale, INK, 1.5)
        items = [Item(write(text, style), Mark.TICK, TEAL) for text in say_free(words)]
        return [_head(page, words.say("Free of charge"), 25 * scale, TEAL), *items]

    def paid(scale: float) -> Sequence[Block]:
        style = Style(faces.regular, 21 * scale, INK, 1.5)
        steps = enumerate(say_paid(words), start=1)
        items = [Item(write(text, style), str(number), ORANGE) for number, text in steps]
        return [_head(page, words.say("Paid (out of warranty)"), 25 * scale, ORANGE), *items]

    left = Box(box.x, box.y, wide, box.height)
    right = Box(box.right - wide, box.y, wide, box.height)
    return draw_fitted(page.canvas, "services", [(free, left), (paid, right)])


def _draw_details(page: _Page, box: Box) -> Fit:
    words, faces = page.desk.words, page.faces
    paint_box(page.canvas, box, ground=SOFT, radius=3 * mm)
    inner = box.inset(6 * mm, 3.2 * mm)
    gap = 6 * mm
    shares = (0.30, 0.42, 0.28)
    wides = [(inner.width - 2 * gap) * share for share in shares]
    products = list_products(page.desk, 46 if words.chinese else 100)
    hotline = page.desk.job.scenario.hotline.strip()

    def column(title: str, texts: Sequence[str], plain: bool = False) -> Build:
        def build(scale: float) -> Sequence[Block]:
            style = Style(faces.regular, 18 * scale, INK, 1.36)
            blocks: list[Block] = [_head(page, title, 20 * scale, TEAL)]
            for text in texts:
                body = write(text, style, after=style.size * 0.1)
                blocks.append(body if plain else Item(body, Mark.DOT, TEAL))
            return blocks

        return build

    columns = (
        column(words.say("We serve"), [products], plain=True),
        column(words.say("Please bring"), say_bring(words, page.notice.day, hotline)),
        column(words.say("Complaints"), say_complaints(words)),
    )
    parts = []
    x = inner.x
    for build, wide in zip(columns, wides, strict=True):
        parts.append((build, Box(x, inner.y, wide, inner.height)))
        x += wide + gap
    return draw_fitted(page.canvas, "details", parts)


def _draw_next(page: _Page, box: Box) -> Fit:
    canvas, words = page.canvas, page.desk.words
    following = page.notice.stop.next_visit
    paint_box(canvas, box, edge=TEAL, radius=3 * mm, weight=1.8)
    label = words.say("Next visit")
    head = Style(page.faces.black, 24, WHITE)
    label_wide = max(38 * mm, text_width(label, head) + 12 * mm)
    paint_box(canvas, Box(box.x, box.y, label_wide, box.height), ground=TEAL, radius=3 * mm)
    middle = box.y + box.height / 2
    draw_text(canvas, box.x + label_wide / 2, middle - 8.5, label, head, Align.CENTRE)
    rest = Box(box.x + label_wide + 6 * mm, box.y, box.width - label_wide - 12 * mm, box.height)
    if following is None:
        when, note = words.say("will be announced"), ""
    else:
        state = words.say("firm") if following.firm else words.say("provisional")
        rest = _draw_state(page, rest, state, following.firm)
        when = words.full_date(following.day)
        marks = words.day_marks(page.notice.venue, following.day)
        same = words.say("same place; the notice posted shortly before holds")
        note = " · ".join((*marks, same))

    def build(scale: float) -> Sequence[Block]:
        blocks = [write(when, Style(page.faces.black, 30 * scale, INK, 1.22))]
        if note:
            blocks.append(write(note, Style(page.faces.regular, 17 * scale, INK, 1.3)))
        return blocks

    return draw_fitted(canvas, "next_visit", [(build, rest.inset(0, 1 * mm))], middle=True)


def _draw_state(page: _Page, box: Box, state: str, firm: bool) -> Box:
    """Draw the word firm (filled) or provisional (dashed) at the right; give what is left."""
    canvas = page.canvas
    style = Style(page.faces.black, 20, WHITE if firm else INK)
    wide = text_width(state, style) + 9 * mm
    shape = Box(box.right - wide, box.y + box.height / 2 - 6 * mm, wide, 12 * mm)
    canvas.saveState()
    if not firm:
        canvas.setDash(4, 3)
    paint_box(canvas, shape, ground=INK if firm else "", edge=INK, radius=6 * mm, weight=1.4)
    canvas.restoreState()
    draw_text(canvas, shape.x + wide / 2, box.y + box.height / 2 - 7, state, style, Align.CENTRE)
    return Box(box.x, box.y, box.width - wide - 5 * mm, box.height)


def _draw_foot(page: _Page, box: Box) -> tuple[Fit, ...]:
    canvas, words = page.canvas, page.desk.words
    side = box.height
    code = Box(box.x - 1.5 * mm, box.y, side, side)
    draw_code(canvas, code, write_event(page.desk, page.notice))
    hotline = page.desk.job.scenario.hotline.strip()
    x = code.right + 4 * mm
    label = words.say("Hotline") if hotline else words.say("Organised by")
    figure = hotline or page.desk.station_name(page.depot)
    half = (box.right - x) * 0.54
    style = fit_style(
        figure, Style(page.faces.black, 52 if hotline else 30, ORANGE if hotline else INK), half
    )
    draw_text(canvas, box.right, box.y + side * 0.2, figure, style, Align.RIGHT)
    small = Style(page.faces.bold, 18, GREY)
    rise = style.size * 0.73 + 4 * mm
    draw_text(canvas, box.right, box.y + side * 0.2 + rise, label, small, Align.RIGHT)
    wide = box.right - x - text_width(figure, style) - 6 * mm

    def build(scale: float) -> Sequence[Block]:
        return [
            write(
                words.say("Scan to save the visit"),
                Style(page.faces.bold, 20 * scale, INK, 1.25),
                after=1.2 * mm,
            ),
            write(
                words.say("It reminds you; time and place are inside."),
                Style(page.faces.regular, 15.5 * scale, GREY, 1.35),
            ),
        ]

    text = draw_fitted(canvas, "scan", [(build, Box(x, box.y, wide, side))], middle=True)
    return text, Fit("hotline", style.size / 52, style.size > 16)


def _draw_imprint(page: _Page, left: float, base: float, wide: float) -> None:
    words, desk = page.desk.words, page.desk
    parts = [
        words.say("Issued by {issuer}", issuer=desk.station_name(page.depot)),
        words.say("No. {serial}", serial=_serial(page)),
        words.say("printed {date}", date=words.plain_date(desk.job.printed_on)),
        words.say("please remove on {date}", date=words.brief_date(page.notice.take_down)),
    ]
    if desk.job.credit:
        parts.append(words.say("places: {source}", source=desk.job.credit))
    text = " · ".join(parts)
    style = fit_style(text, Style(page.faces.regular, 11.5, GREY), wide)
    draw_text(page.canvas, left, base, text, style)
