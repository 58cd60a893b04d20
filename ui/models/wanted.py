"""The rows of the demand screen: what is wanted, and the days on offer for one visit."""

from dataclasses import dataclass
from datetime import date

from planner.domain.calendar import TimeWindow
from planner.domain.customer import Customer
from planner.domain.demand import Offer, Question, Visit, VisitKind
from planner.domain.scenario import Scenario
from planner.domain.territory import Venue
from planner.domain.units import clock_text
from planner.words import market_text
from ui.look.tokens import Look
from ui.models.labels import shorten
from ui.models.table import Column, TableModel
from ui.words import Words


@dataclass(frozen=True, slots=True)
class WantedRow:
    """A visit that is wanted; `best` is its offer of the highest worth, None without any."""

    visit: Visit
    name: str
    region: str
    region_id: str
    place: str
    market: str
    hours: str
    last: date | None
    best: Offer | None
    market_days: int
    is_repeat: bool

    @property
    def is_home(self) -> bool:
        """Whether the crew goes to one customer."""
        return self.visit.kind is VisitKind.HOME

    @property
    def worth(self) -> float:
        """The highest worth on offer, in contacts."""
        return self.best.worth.total if self.best else 0.0


@dataclass(frozen=True, slots=True)
class DayRow:
    """The best offer of one day; `share` is its worth as part of the visit's highest, 0 to 1."""

    offer: Offer
    has_market: bool
    share: float


def list_wanted(question: Question, scenario: Scenario, words: Words) -> tuple[WantedRow, ...]:
    """List what is wanted, the most worth first."""
    venues = {venue.id: venue for venue in scenario.venues}
    customers = {customer.id: customer for customer in scenario.customers}
    rows = [
        _make_booth(visit, venues[visit.ref], words)
        if visit.kind is VisitKind.BOOTH
        else _make_home(visit, customers[visit.ref], words)
        for visit in question.visits
    ]
    return tuple(sorted(rows, key=lambda row: -row.worth))


def list_days(row: WantedRow) -> tuple[DayRow, ...]:
    """List the days on offer for a visit in order, each with its best offer."""
    best: dict[date, Offer] = {}
    for offer in row.visit.offers:
        known = best.get(offer.day)
        if known is None or offer.worth.total > known.worth.total:
            best[offer.day] = offer
    highest = row.worth or 1.0
    return tuple(
        DayRow(best[day], bool(row.market), best[day].worth.total / highest)
        for day in sorted(best)
    )


def make_wanted(look: Look, words: Words) -> TableModel[WantedRow]:
    """Make the model of the table of what is wanted."""
    _ = words.gettext
    return TableModel(
        (
            Column(_("Place"), lambda row: row.name, bold=True),
            Column(_("Region"), lambda row: row.region, role=lambda row: "muted"),
            Column(_("Where"), lambda row: row.place, role=lambda row: "muted"),
            Column(_("Visit"), lambda row: say_kind(row, words)),
            Column(_("Market"), lambda row: row.market or "–", role=lambda row: "muted"),
            Column(
                _("Last visit"),
                lambda row: words.day(row.last) if row.last else _("never"),
                order=lambda row: row.last.toordinal() if row.last else 0,
                role=lambda row: "muted" if row.last else "danger",
            ),
            Column(
                _("Best day"),
                lambda row: words.day(row.best.day) if row.best else _("no day"),
                order=lambda row: row.best.day.toordinal() if row.best else 0,
                role=lambda row: _best_role(row),
            ),
            Column(
                _("Worth"),
                lambda row: words.number(row.worth),
                is_number=True,
                order=lambda row: row.worth,
                bold=True,
            ),
        ),
        look,
    )


def say_kind(row: WantedRow, words: Words) -> str:
    """Name the kind of a visit."""
    _ = words.gettext
    if row.is_home:
        return _("At home")
    return _("Booth, again") if row.is_repeat else _("Booth")


def say_day(row: DayRow, words: Words) -> str:
    """Say an offer as a person would."""
    _ = words.gettext
    return _("{day}, worth {worth}").format(
        day=words.day(row.offer.day, lunar=True, market=row.offer.market_day),
        worth=words.number(row.offer.worth.total),
    )


def _best_role(row: WantedRow) -> str:
    if row.best is None:
        return "danger"
    return "text" if row.best.market_day or not row.market else "muted"


def _make_booth(visit: Visit, venue: Venue, words: Words) -> WantedRow:
    language = words.language
    return WantedRow(
        visit,
        shorten(venue.names.read(language)),
        shorten(venue.region.names.read(language)),
        venue.region.id,
        venue.place.read(language),
        market_text(venue.market, language) if venue.market else "",
        _say_hours(venue.hours),
        venue.last_visit,
        _find_best(visit),
        len({offer.day for offer in visit.offers if offer.market_day}),
        bool(visit.repeat_of),
    )


def _make_home(visit: Visit, customer: Customer, words: Words) -> WantedRow:
    place = f"{words.tier(customer.tier)} · {customer.near_place}"
    return WantedRow(
        visit,
        customer.name or customer.id,
        shorten(customer.region.names.read(words.language)),
        customer.region.id,
        place.removesuffix(" · "),
        "",
        _say_hours(customer.window) if customer.window else "",
        customer.last_service_on,
        _find_best(visit),
        0,
        False,
    )


def _find_best(visit: Visit) -> Offer | None:
    return max(visit.offers, key=lambda offer: offer.worth.total, default=None)


def _say_hours(window: TimeWindow) -> str:
    return f"{clock_text(window.opens)}–{clock_text(window.closes)}"
