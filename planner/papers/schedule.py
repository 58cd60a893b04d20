"""The follow-up schedule, A4 across: next date and place of every stop, and what is open."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from planner.domain.customer import Customer
from planner.domain.demand import VisitKind
from planner.papers.flow import (
    Block,
    Columns,
    Item,
    Mark,
    Panel,
    Ruled,
    draw_stack,
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
    SOFT,
    TEAL,
    WHITE,
    Align,
    Style,
    draw_text,
    fit_style,
)
from planner.papers.waiting import count_requests, find_waiting
from planner.rules.followup import list_stops
from planner.rules.publicity import NoticeDue

SIZE = landscape(A4)
MARGIN = 13 * mm
HEAD = 13 * mm
FOOT = 8 * mm
PAD = 1.1 * mm

_STOP_SHARES = (0, 8, 36, 40, 33, 56, 23, 44, 20, 13)
_CUSTOMER_SHARES = (0, 9, 26, 15, 32, 26, 24, 32, 46, 26, 24, 11)


@dataclass(frozen=True, slots=True)
class _Page:
    """What every row needs."""

    desk: Desk
    faces: Faces
    waiting: Mapping[str, tuple[Customer, ...]]

    def say(self, message: str, **values: object) -> str:
        return self.desk.words.say(message, **values)

    def plain(self, size: float = 9.5, color: str = INK) -> Style:
        return Style(self.faces.regular, size, color, 1.3)

    def bold(self, size: float = 9.5, color: str = INK) -> Style:
        return Style(self.faces.bold, size, color, 1.3)


def schedule(job: Job) -> bytes:
    """Make the PDF: stops by region and next date, then the customers with open matters."""
    desk = lay_out(job)
    page = _Page(desk, choose_faces(desk.words.language), find_waiting(desk))
    buffer = io.BytesIO()
    canvas = open_canvas(buffer, SIZE, desk, page.say("Follow-up schedule"))
    if not desk.notices:
        draw_empty(canvas, SIZE, desk)
        canvas.save()
        return buffer.getvalue()
    stops = sort_stops(desk)
    wide = SIZE[0] - 2 * MARGIN
    tall = SIZE[1] - 2 * MARGIN - HEAD - FOOT
    parts = [
        (
            page.say("Follow-up schedule"),
            Section(tuple(_stop_rows(page, stops)), _stop_head(page)),
        ),
        (
            page.say("Open matters"),
            Section(tuple(_customer_rows(page, stops)), _customer_head(page)),
        ),
    ]
    sheets = [
        (title, blocks)
        for title, part in parts
        for blocks in paginate([part], wide, tall)
        if blocks
    ]
    for number, (title, blocks) in enumerate(sheets, start=1):
        _draw_frame(canvas, page, title, number, len(sheets))
        draw_stack(canvas, blocks, MARGIN, SIZE[1] - MARGIN - HEAD, wide)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def sort_stops(desk: Desk) -> tuple[NoticeDue, ...]:
    """Sort the booth stops by region, then by next date."""

    def key(notice: NoticeDue) -> tuple[str, str, object, int]:
        region = notice.venue.region
        following = notice.stop.next_visit
        return (
            region.id,
            region.names.read(desk.words.language),
            following.day if following else notice.day,
            notice.number,
        )

    return tuple(sorted(desk.notices, key=key))


def _draw_frame(canvas: Canvas, page: _Page, title: str, number: int, count: int) -> None:
    words, desk = page.desk.words, page.desk
    top = SIZE[1] - MARGIN - 5.5 * mm
    draw_text(canvas, MARGIN, top, title, Style(page.faces.black, 18, INK))
    horizon = desk.job.plan.horizon
    span = f"{words.plain_date(horizon.first)} – {words.plain_date(horizon.last)}"
    issuer = desk.job.scenario.company or desk.job.scenario.name
    facts = " · ".join(part for part in (issuer, span, desk.job.scenario.hotline) if part)
    style = fit_style(facts, page.plain(10, GREY), SIZE[0] * 0.5)
    draw_text(canvas, SIZE[0] - MARGIN, top, facts, style, Align.RIGHT)
    base = MARGIN - 2 * mm
    version = words.say("plan version {version}", version=desk.version)
    printed = words.say("printed {date}", date=words.plain_date(desk.job.printed_on))
    secret = words.say("holds customers' data: destroy after entry")
    foot = " · ".join((version, printed, secret))
    draw_text(canvas, MARGIN, base, foot, page.plain(8.5, GREY))
    pages = words.say("page {number} of {count}", number=number, count=count)
    draw_text(canvas, SIZE[0] - MARGIN, base, pages, page.bold(9), Align.RIGHT)


def _head(page: _Page, titles: Sequence[str], shares: Sequence[float]) -> Block:
    cells: list[list[Block]] = [[write(title, page.bold(9.5, WHITE))] for title in titles]
    return Panel((_row(cells, shares, 1.6 * mm),), ground=TEAL, padding=0, radius=0)


def _row(cells: Sequence[Sequence[Block]], shares: Sequence[float], pad: float = PAD) -> Block:
    """Set cells in a row behind an empty first column, the margin of the table."""
    stacks = ((), *(tuple(cell) for cell in cells))
    return Columns(stacks, tuple(shares), 2 * mm, pad, pad, True)


def _group(page: _Page, text: str) -> Block:
    return Panel((write(text, page.bold(11, TEAL)),), ground=SOFT, padding=1.4 * mm, radius=0)


def _ruled(block: Block) -> Block:
    line = Ruled(0, 0, LINE, 0.5)
    return Panel((block, line), padding=0)


def _stop_head(page: _Page) -> Block:
    titles = (
        page.say("No."),
        page.say("Region"),
        page.say("Place"),
        page.say("This visit"),
        page.say("Next visit"),
        page.say("State"),
        page.say("Open matters"),
        page.say("Owner"),
        page.say("Told"),
    )
    return _head(page, titles, _STOP_SHARES)


def _stop_rows(page: _Page, stops: Sequence[NoticeDue]) -> Iterator[Piece]:
    words, desk = page.desk.words, page.desk
    region = ""
    for number, notice in enumerate(stops, start=1):
        venue = notice.venue
        here, shown = venue.region.names.read(words.language) or venue.region.id, ""
        if here != region:
            region, shown = here, here
        following = notice.stop.next_visit
        place: list[Block] = [write(desk.venue_name(venue), page.bold(10.5))]
        if desk.spot(venue):
            place.append(write(desk.spot(venue), page.plain(9, GREY)))
        this: list[Block] = [
            write(words.short_date(notice.day), page.bold()),
            write(desk.crew_name(notice.crew), page.plain(9, GREY)),
        ]
        then: list[Block] = [write(words.say("will be announced"), page.plain())]
        state = ""
        if following:
            marks = " · ".join(words.day_marks(venue, following.day))
            then = [write(words.table_date(following.day), page.bold(10.5, TEAL))]
            then += [write(marks, page.plain(9, GREY))] if marks else []
            state = words.say("firm") if following.firm else words.say("provisional")
        waiting = page.waiting.get(venue.id, ())
        counts = count_requests(desk, waiting)
        open_text = f"{len(waiting)}: {counts}" if words.language != "zh" else counts
        cells: list[list[Block]] = [
            [write(str(number), page.plain(color=GREY))],
            [write(shown, page.bold(9.5, TEAL))],
            place,
            this,
            then,
            [
                write(
                    state, page.bold() if state and following and following.firm else page.plain()
                )
            ],
            [write(open_text if waiting else "—", page.plain())],
            [],
            [Item(write("", page.plain()), Mark.SQUARE, INK)],
        ]
        yield Piece(_ruled(_row(cells, _STOP_SHARES)))


def _customer_head(page: _Page) -> Block:
    titles = (
        page.say("No."),
        page.say("Customer"),
        page.say("Tier"),
        page.say("Product"),
        page.say("Request"),
        page.say("Since"),
        page.say("Phone"),
        page.say("Planned"),
        page.say("How, until"),
        page.say("Owner"),
        page.say("Done"),
    )
    return _head(page, titles, _CUSTOMER_SHARES)


def _customer_rows(page: _Page, stops: Sequence[NoticeDue]) -> Iterator[Piece]:
    words, desk = page.desk.words, page.desk
    homes = {
        stop.ref: day for _, day, stop in list_stops(desk.job.plan) if stop.kind is VisitKind.HOME
    }
    number = 0
    seen: set[str] = set()
    for notice in stops:
        venue = notice.venue
        customers = page.waiting.get(venue.id, ())
        if not customers or venue.id in seen:
            continue
        seen.add(venue.id)
        parts = (venue.region.names.read(words.language), desk.venue_name(venue))
        title = " · ".join(dict.fromkeys(part for part in parts if part))
        yield Piece(_group(page, title), sticks=True)
        for customer in customers:
            number += 1
            planned = words.say("booth {date}", date=words.short_date(notice.day))
            if customer.id in homes:
                when = words.short_date(homes[customer.id])
                planned = words.say("home visit {date}", date=when)
            yield Piece(_ruled(_customer_row(page, number, customer, planned)))


def _customer_row(page: _Page, number: int, customer: Customer, planned: str) -> Block:
    words, desk = page.desk.words, page.desk
    since = words.short_full_date(customer.requested_on) if customer.requested_on else ""
    texts = (
        (str(number), page.plain(color=GREY)),
        (customer.name, page.bold(10)),
        (words.tier(customer.tier), page.plain()),
        (desk.product_name(customer.product), page.plain()),
        (words.request(customer.request), page.bold()),
        (since, page.plain(9)),
        (customer.phone, page.plain()),
        (planned, page.plain()),
    )
    cells: list[list[Block]] = [[write(text, style)] for text, style in texts]
    cells += [[], [], [Item(write("", page.plain()), Mark.SQUARE, INK)]]
    return _row(cells, _CUSTOMER_SHARES)
