"""The run sheet, A4: a crew's day from leaving to the bed, with room to write by hand."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from planner.domain.customer import Customer
from planner.domain.demand import VisitKind
from planner.domain.plan import Stop, Tour, TourDay
from planner.domain.territory import Location, Venue
from planner.domain.units import Minute
from planner.papers.flow import (
    Block,
    Box,
    Columns,
    Gap,
    Item,
    Mark,
    Panel,
    Ruled,
    Text,
    WritingLine,
    draw_stack,
    paint_box,
    write,
)
from planner.papers.fonts import Faces, choose_faces
from planner.papers.job import Desk, Job, lay_out
from planner.papers.pager import Piece, Section, paginate
from planner.papers.sheet import draw_empty, open_canvas
from planner.papers.text import (
    GREY,
    INK,
    LINE,
    ORANGE,
    SOFT,
    TEAL,
    WHITE,
    Align,
    Span,
    Style,
    draw_text,
    fit_style,
)
from planner.papers.waiting import count_requests, find_waiting
from planner.rules.demand import people_met
from planner.rules.travel import find_leg

MARGIN = 13 * mm
HEAD = 25 * mm
FOOT = 11 * mm
SIDE = 46 * mm
GAP = 6 * mm
GUTTER = 17 * mm
LISTED = 10  # waiting customers on the sheet; the follow-up schedule has them all
OBJECTIONS = 5  # rows to write in


@dataclass(frozen=True, slots=True)
class _Page:
    """What every block of one crew-day needs."""

    desk: Desk
    tour: Tour
    day: TourDay
    faces: Faces
    waiting: Mapping[str, tuple[Customer, ...]]

    def say(self, message: str, **values: object) -> str:
        return self.desk.words.say(message, **values)

    def plain(self, size: float = 10.5, color: str = INK) -> Style:
        return Style(self.faces.regular, size, color, 1.38)

    def bold(self, size: float = 10.5, color: str = INK) -> Style:
        return Style(self.faces.bold, size, color, 1.38)


def run_sheets(job: Job) -> bytes:
    """Make the PDF of all run sheets, by crew and day; each starts on an odd page."""
    desk = lay_out(job)
    faces = choose_faces(desk.words.language)
    waiting = find_waiting(desk)
    buffer = io.BytesIO()
    canvas = open_canvas(buffer, A4, desk, desk.words.say("Run sheets"))
    order = {crew.id: number for number, crew in enumerate(job.scenario.crews)}
    tours = sorted(
        job.plan.tours,
        key=lambda tour: (order.get(tour.crew, len(order)), tour.crew, tour.days[0].day),
    )
    printed = 0
    for tour in tours:
        for day in tour.days:
            if printed % 2:
                canvas.showPage()
                printed += 1
            printed += _draw_day(canvas, _Page(desk, tour, day, faces, waiting))
    if not tours:
        draw_empty(canvas, A4, desk)
    canvas.save()
    return buffer.getvalue()


def _draw_day(canvas: Canvas, page: _Page) -> int:
    """Draw the pages of one crew-day; return how many."""
    width, height = A4
    wide = width - 2 * MARGIN - SIDE - GAP
    tall = height - 2 * MARGIN - HEAD - FOOT
    pieces = [Piece(block) for block in _day_blocks(page)]
    sheets = paginate([Section(tuple(pieces))], wide, tall)
    for number, blocks in enumerate(sheets, start=1):
        _draw_head(canvas, page, Box(MARGIN, height - MARGIN - HEAD, width - 2 * MARGIN, HEAD))
        top = height - MARGIN - HEAD - 3 * mm
        end = draw_stack(canvas, blocks, MARGIN, top, wide)
        _draw_lines(canvas, page, Box(MARGIN, MARGIN + FOOT, wide, end - MARGIN - FOOT))
        side = _side_blocks(page) if number == 1 else _side_notes(page, tall)
        draw_stack(canvas, side, width - MARGIN - SIDE, top, SIDE)
        _draw_foot(canvas, page, number, len(sheets), width)
        canvas.showPage()
    return len(sheets)


def _draw_lines(canvas: Canvas, page: _Page, box: Box) -> None:
    """Fill what is left of a page with lines to write on."""
    line = WritingLine("", page.plain(9), 8 * mm)
    head = write(page.say("Work done, parts used, promises"), page.bold(12.5))
    count = int((box.height - head.height(box.width) - 3 * mm) // line.space)
    if count >= 2:
        draw_stack(canvas, [Gap(3 * mm), head, *[line] * count], box.x, box.top, box.width)


def _draw_head(canvas: Canvas, page: _Page, box: Box) -> None:
    words, desk, day = page.desk.words, page.desk, page.day
    crew = desk.crew_name(page.tour.crew)
    paint_box(canvas, box, ground=TEAL, radius=2 * mm)
    inner = box.inset(5 * mm, 3 * mm)
    left = Style(page.faces.black, 24, WHITE)
    title = fit_style(crew, left, inner.width * 0.3)
    x = inner.x + draw_text(canvas, inner.x, inner.top - 8 * mm, crew, title) + 6 * mm
    when = words.full_date(day.day)
    lunar = words.lunar(day.day) if words.chinese else ""
    date_style = fit_style(when, Style(page.faces.black, 19, WHITE), inner.right - x - 42 * mm)
    draw_text(canvas, x, inner.top - 7.6 * mm, when, date_style)
    number = page.tour.days.index(day) + 1
    part = words.say("day {day} of {days}", day=number, days=len(page.tour.days))
    draw_text(canvas, inner.right, inner.top - 7.6 * mm, part, page.bold(13, WHITE), Align.RIGHT)
    found = desk.crews.get(page.tour.crew)
    people = [
        desk.technicians[person].name if person in desk.technicians else person
        for person in (found.technicians if found else ())
    ]
    total = words.say(
        "drive {km}, {time}",
        km=words.distance(day.drive_metres),
        time=words.duration(day.drive_minutes),
    )
    hotline = desk.job.scenario.hotline
    facts = [lunar, words.join(people), total, words.hours(day.start, day.end), hotline]
    text = " · ".join(fact for fact in facts if fact)
    style = fit_style(text, page.bold(11, "#E3EFF1"), inner.width)
    draw_text(canvas, inner.x, inner.y + 1.2 * mm, text, style)


def _draw_foot(canvas: Canvas, page: _Page, number: int, count: int, width: float) -> None:
    words, desk = page.desk.words, page.desk
    base = MARGIN - 3 * mm
    canvas.setStrokeColor(HexColor(LINE))
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, base + 5 * mm, width - MARGIN, base + 5 * mm)
    parts = [
        desk.issuer(page.tour.depot),
        desk.job.scenario.hotline,
        words.say("plan version {version}", version=desk.version),
        words.say("printed {date}", date=words.plain_date(desk.job.printed_on)),
        words.say("holds customers' data: destroy after entry"),
    ]
    text = " · ".join(part for part in parts if part)
    room = width - 2 * MARGIN - 32 * mm
    draw_text(canvas, MARGIN, base, text, fit_style(text, page.plain(8.5, GREY), room))
    pages = words.say("page {number} of {count}", number=number, count=count)
    draw_text(canvas, width - MARGIN, base, pages, page.bold(9.5, INK), Align.RIGHT)


def _day_blocks(page: _Page) -> Iterator[Block]:
    """Walk the day in order of time; each stop is one block."""
    here, place = _morning(page)
    minute = page.day.start
    yield _row(
        page, minute, minute, [write(page.say("Leave {place}", place=place), page.bold(12.5))]
    )
    for stop in page.day.stops:
        drive = _drive(page, here, stop.location, stop.arrive)
        venue = page.desk.venues.get(stop.ref)
        if stop.kind is VisitKind.BOOTH and venue:
            body = list(_booth(page, stop, venue))
        else:
            body = list(_home(page, stop, page.desk.customers.get(stop.ref)))
        yield _row(page, stop.start, stop.end, body, drive)
        here = stop.location
    yield _evening(page, here)
    yield _objections(page)


def _morning(page: _Page) -> tuple[Location, str]:
    """Find where the day starts: the depot, or last night's bed."""
    number = page.tour.days.index(page.day)
    night = page.tour.days[number - 1].overnight if number else None
    if night:
        return night.location, _place_name(page, night.place)
    at = page.desk.stations[page.tour.depot].location
    return at, page.desk.station_name(page.tour.depot)


def _place_name(page: _Page, place: str) -> str:
    venue = page.desk.venues.get(place)
    return page.desk.venue_name(venue) if venue else place


def _row(
    page: _Page,
    start: Minute,
    end: Minute,
    body: Sequence[Block],
    before: Sequence[Block] = (),
) -> Block:
    """Set a block of the day beside its time, a hairline above."""
    words = page.desk.words
    times: list[Block] = [write(words.clock(start), page.bold(13, TEAL))]
    if end > start:
        times.append(write(words.clock(end), page.plain(11, GREY)))
    head = [Columns(((), tuple(before)), (GUTTER, 100 * mm))] if before else []
    return Panel(
        (
            *head,
            Ruled(0.6 * mm, 1.6 * mm, INK, 0.9),
            Columns((tuple(times), tuple(body)), (GUTTER, 100 * mm)),
        ),
        padding=0,
        after=2.2 * mm,
    )


def _drive(page: _Page, start: Location, end: Location, arrive: Minute) -> list[Block]:
    words, parameters = page.desk.words, page.desk.job.plan.parameters
    leg = find_leg(start, end, parameters)
    facts = {
        "km": words.distance(leg.metres),
        "time": words.duration(leg.minutes),
        "buffer": parameters.leg_buffer,
        "arrive": words.clock(arrive),
    }
    text = words.say("Drive {km}, {time} + {buffer} min buffer; arrive {arrive}", **facts)
    if leg.pause:
        text = words.say(
            "Drive {km}, {time} + {pause} min rest on the way + {buffer} min buffer;"
            " arrive {arrive}",
            pause=leg.pause,
            **facts,
        )
    return [write(text, page.plain(10, GREY))]


def _booth(page: _Page, stop: Stop, venue: Venue) -> Iterator[Block]:
    words, desk, parameters = page.desk.words, page.desk, page.desk.job.plan.parameters
    spot, region = desk.spot(venue), desk.region_name(venue)
    title = " ".join(part for part in (desk.venue_name(venue), spot) if part)
    yield write(title, page.bold(14))
    marks = [region, *words.day_marks(venue, page.day.day)]
    if venue.market:
        marks.append(words.market_rule(venue.market))
    yield write(" · ".join(mark for mark in marks if mark), page.plain(), after=1 * mm)
    opens, closes = desk.public_hours(stop)
    expected = round(people_met(venue, page.day.day, stop.end - stop.start, parameters))
    phases = [
        (words.say("Set up"), words.hours(stop.start, opens)),
        (words.say("Open"), words.hours(opens, closes)),
        (words.say("Pack"), words.hours(closes, stop.end)),
        (words.say("Expected"), words.say("{people} people", people=expected)),
    ]
    cells = tuple(
        (write(head, page.plain(9, GREY)), write(text, page.bold(11.5))) for head, text in phases
    )
    yield Panel(
        (Columns(cells, (1, 1, 1, 1), 2 * mm),), ground=SOFT, padding=2 * mm, after=1.5 * mm
    )
    if venue.permit_needed:
        yield Item(write(words.say("Permit needed: carry it"), page.bold()), Mark.SQUARE, ORANGE)
    yield from _waiting(page, page.waiting.get(venue.id, ()))
    following = stop.next_visit
    if following:
        state = words.say("firm") if following.firm else words.say("provisional")
        when = " · ".join(
            (words.near_date(following.day), *words.day_marks(venue, following.day), state)
        )
        yield write(words.say("Tell people: next visit {date}", date=when), page.bold())
    yield _tally(page)


def _waiting(page: _Page, customers: Sequence[Customer]) -> Iterator[Block]:
    if not customers:
        yield write(page.say("No open request is known here."), page.plain(color=GREY))
        return
    counts = count_requests(page.desk, customers)
    yield write(page.say("Open requests: {counts}", counts=counts), page.bold())
    for customer in customers[:LISTED]:
        yield Item(write(_about(page, customer), page.plain(9.5)), Mark.SQUARE, INK)
    if len(customers) > LISTED:
        more = page.say(
            "and {count} more, see the follow-up schedule", count=len(customers) - LISTED
        )
        yield write(more, page.plain(9.5, GREY))


def _about(page: _Page, customer: Customer) -> str:
    desk, words = page.desk, page.desk.words
    parts = (
        customer.name,
        words.tier(customer.tier),
        desk.product_name(customer.product),
        words.request(customer.request),
        customer.phone,
    )
    return " · ".join(part for part in parts if part)


def _tally(page: _Page) -> Block:
    style = page.plain(10)
    labels = (page.say("People"), page.say("Done"), page.say("Still open"))
    cells = tuple((WritingLine(label, style, 8.5 * mm),) for label in labels)
    return Columns(cells, (1, 1, 1), 4 * mm)


def _home(page: _Page, stop: Stop, customer: Customer | None) -> Iterator[Block]:
    words, desk = page.desk.words, page.desk
    if customer is None:
        yield write(words.say("Home visit: {customer}", customer=stop.ref), page.bold(14))
        return
    title = words.say("Home visit: {customer}", customer=customer.name)
    yield Text((Span(title, page.bold(14)), Span(f"  {words.tier(customer.tier)}", page.bold(11))))
    window = customer.window
    facts = [
        words.say("window {hours}", hours=words.hours(window.opens, window.closes))
        if window
        else words.say("any time of the shift"),
        words.say("phone {phone}", phone=customer.phone or "—"),
        customer.near_place,
    ]
    yield write(" · ".join(fact for fact in facts if fact), page.bold(11))
    machine = [desk.product_name(customer.product)]
    if customer.bought_on:
        machine.append(words.say("bought {date}", date=words.plain_date(customer.bought_on)))
    if customer.warranty_until:
        end = words.plain_date(customer.warranty_until)
        machine.append(
            words.say("out of warranty since {date}", date=end)
            if customer.warranty_until < page.day.day
            else words.say("under warranty until {date}", date=end)
        )
    yield write(" · ".join(text for text in machine if text), page.plain())
    if customer.request:
        since = customer.requested_on
        asked = words.request(customer.request)
        if since:
            asked = words.say(
                "{request}, since {date}", request=asked, date=words.plain_date(since)
            )
        yield write(words.say("Request: {request}", request=asked), page.bold())
    if customer.last_service_on:
        last = words.plain_date(customer.last_service_on)
        yield write(words.say("Last service {date}", date=last), page.plain(color=GREY))
    yield WritingLine(words.say("Done, parts, price"), page.plain(10), 8.5 * mm)
    marks = (words.say("fixed"), words.say("partly"), words.say("not fixed"))
    cells = tuple((Item(write(mark, page.plain(10)), Mark.SQUARE, INK),) for mark in marks)
    signature = (WritingLine(words.say("Signature"), page.plain(10), 5.4 * mm),)
    yield Columns((*cells, signature), (1, 1, 1, 2.4), 2 * mm, above=1.5 * mm)


def _evening(page: _Page, here: Location) -> Block:
    words, desk, day = page.desk.words, page.desk, page.day
    night = day.overnight
    at = night.location if night else desk.stations[page.tour.depot].location
    place = _place_name(page, night.place) if night else desk.station_name(page.tour.depot)
    body: list[Block] = []
    if night:
        crew = desk.crews.get(page.tour.crew)
        people = crew.people if crew else 1
        currency = desk.job.scenario.currency
        price = words.say(
            "{price} a person x {people} = {total}",
            price=words.money(round(night.cost / max(1, people)), currency),
            people=people,
            total=words.money(night.cost, currency),
        )
        body.append(write(words.say("Night in {place}", place=place), page.bold(14)))
        body.append(write(price, page.plain()))
        body.append(WritingLine(words.say("Hotel, phone, booking no."), page.plain(10), 8 * mm))
    else:
        body.append(write(words.say("Back at {place}", place=place), page.bold(14)))
    call = words.say("Evening call: people, done and open at every stop")
    body.append(Item(write(call, page.plain()), Mark.SQUARE, INK))
    return _row(page, day.end, day.end, body, _drive(page, here, at, day.end))


def _objections(page: _Page) -> Block:
    words = page.desk.words
    heads = (
        words.say("No."),
        words.say("Name, phone"),
        words.say("Objection"),
        words.say("Promise, owner, date"),
    )
    shares = (0.6, 2, 3, 2.6)
    style = page.bold(9, GREY)
    blocks: list[Block] = [
        write(words.say("Today's objections"), page.bold(12.5)),
        Columns(tuple((write(head, style),) for head in heads), shares, 2 * mm, below=0.6 * mm),
    ]
    for number in range(1, OBJECTIONS + 1):
        blocks.append(Ruled(0, 0, GREY, 0.5))
        cells = ((write(str(number), page.plain(9, GREY)),), (), (), ())
        blocks.append(Columns(cells, shares, 2 * mm, above=1 * mm, below=4.4 * mm))
    blocks.append(Ruled(0, 0, GREY, 0.5))
    return Panel(tuple(blocks), padding=0, after=2 * mm)


def _side_blocks(page: _Page) -> list[Block]:
    """Fill the right column of the first page: checklist, what to do if, notes."""
    words = page.desk.words
    checks = (
        words.say("Tools, parts, test gear"),
        words.say("Posters, banner, tent"),
        words.say("Service slips, queue numbers"),
        words.say("Objection sheet, stamps"),
        words.say("Price list, receipts"),
        words.say("Badges, shoe covers"),
        words.say("Phones charged, map, fuel"),
    )
    cases = (
        (words.say("Rain"), words.say("Move under a roof nearby; put a sign at the old place.")),
        (words.say("Road closed"), words.say("Call the coordinator before turning back.")),
        (words.say("Part missing"), words.say("Write a slip, name a date, order tonight.")),
        (words.say("Crowd"), words.say("Give numbers; small jobs first; register the rest.")),
    )
    small = page.plain(9.5)
    blocks: list[Block] = [write(words.say("Before leaving"), page.bold(11.5), after=1 * mm)]
    blocks += [Item(write(text, small, after=0.8 * mm), Mark.SQUARE, INK) for text in checks]
    blocks += [Gap(4 * mm), write(words.say("If …"), page.bold(11.5), after=1 * mm)]
    for case, action in cases:
        blocks.append(write(case, page.bold(9.5)))
        blocks.append(write(action, small, after=1.4 * mm))
    box = Panel(tuple(blocks), ground=SOFT, padding=3.5 * mm, after=4 * mm)
    used = box.height(SIDE)
    tall = A4[1] - 2 * MARGIN - HEAD - FOOT
    return [box, *_side_notes(page, tall - used)]


def _side_notes(page: _Page, room: float) -> list[Block]:
    """Fill the right column with lines for notes."""
    head = write(page.say("Notes"), page.bold(11.5))
    line = WritingLine("", page.plain(9), 8 * mm)
    count = int((room - head.height(SIDE)) // (8 * mm))
    return [head, *[line] * max(0, count)]
