"""Problems found before printing, in the screen's language."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from planner.domain.scenario import Scenario
from ui.papers import Flaw
from ui.words import Words


class Level(StrEnum):
    """How bad it is; an error spoils the page."""

    ERROR = "error"
    WARNING = "warning"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class FlawRow:
    """Something checked: where it is, what it is and, if it is a problem, what to do."""

    level: Level
    subject: str
    where: str
    what: str
    way_out: str

    @property
    def sentence(self) -> str:
        """Everything said."""
        return " ".join(part for part in (self.where, self.what, self.way_out) if part)


def list_flaws(flaws: tuple[Flaw, ...], scenario: Scenario, words: Words) -> tuple[FlawRow, ...]:
    """Say the problems, worst first, and below them what is in order."""
    names: Mapping[str, str] = {
        **{venue.id: venue.names.read(words.language) for venue in scenario.venues},
        **{station.id: station.names.read(words.language) for station in scenario.stations},
        **{crew.id: crew.name for crew in scenario.crews},
        **{customer.id: customer.name for customer in scenario.customers},
        **{person.id: person.name for person in scenario.technicians},
        **{product.id: product.names.read(words.language) for product in scenario.products},
    }
    rows = dict.fromkeys(_say(flaw, names, words) for flaw in flaws)
    return (
        *sorted(rows, key=lambda row: row.level is not Level.ERROR),
        *list_passed({flaw.code for flaw in flaws}, words),
    )


def list_passed(found: Set[str], words: Words) -> Iterator[FlawRow]:
    """Say which checks found nothing."""
    _ = words.gettext
    checks = (
        (("missing_glyph",), _("Every character can be printed")),
        (("text_cut", "text_small"), _("Every text fits, one stop a page")),
        (("missing_next_date",), _("Every stop tells its next date")),
        (("missing_place",), _("Every stop tells its place")),
        (("missing_hotline", "missing_company"), _("Company and hotline are set")),
        (("missing_name",), _("Every name is there in the language of the paper")),
    )
    for codes, said in checks:
        if not found & set(codes) and "no_booth_stop" not in found:
            yield FlawRow(Level.PASSED, "", "", said, "")


def _say(flaw: Flaw, names: Mapping[str, str], words: Words) -> FlawRow:
    _ = words.gettext
    detail, field = flaw.detail, name_field(flaw.field, words)
    said = {
        "missing_glyph": (
            _("No shipped font has the character “{detail}” in {field}"),
            _("It would print as 〓: write it another way."),
        ),
        "text_cut": (
            _("{field} does not fit the page"),
            _("Shorten the text in the table."),
        ),
        "text_small": (
            _("{field} prints at {detail} of its size"),
            _("Still readable; a shorter text would be larger."),
        ),
        "missing_name": (
            _("No {field} in the language of the paper"),
            _("The name in another language is printed."),
        ),
        "missing_hotline": (
            _("No hotline is set"),
            _("The papers name the station instead. Set it under Data."),
        ),
        "missing_company": (
            _("No company is set"),
            _("The papers name the station instead. Set it under Data."),
        ),
        "missing_place": (
            _("The place inside the town is not known"),
            _("Add it to the venues table, so that people find the booth."),
        ),
        "missing_next_date": (
            _("There is no next date to announce"),
            _("Give the venue a market rule or a revisit period."),
        ),
        "no_booth_stop": (
            _("The plan holds no booth stop"),
            _("There is nothing to announce: plan for more weeks or crews."),
        ),
    }
    what, way_out = said.get(flaw.code, (flaw.code.replace("_", " "), ""))
    return FlawRow(
        Level.ERROR if flaw.severity == "error" else Level.WARNING,
        flaw.subject,
        names.get(flaw.subject, flaw.subject),
        what.format(detail=detail, field=field),
        way_out,
    )


def name_field(field: str, words: Words) -> str:
    """Name a column of a table or a part of a page; an unknown one stays as it is."""
    _ = words.gettext
    known = {
        "name": _("the name"),
        "names": _("the name"),
        "place": _("the place"),
        "region": _("the region"),
        "tear_off": _("the tear-off strip"),
        "details": _("the block of details"),
        "title": _("the title"),
        "company": _("the company"),
        "hotline": _("the hotline"),
        "notice_places": _("a place for notices"),
        "body": _("the text"),
        "hours": _("the hours"),
        "day": _("the date"),
        "next": _("the next date"),
        "product": _("the product's name"),
        "station": _("the station's name"),
        "crew": _("the crew's name"),
        "technician": _("the technician's name"),
        "customer": _("the customer's name"),
        "near_place": _("the place near the customer"),
        "phone": _("the telephone number"),
        "request": _("the open request"),
        "credit": _("the line of sources"),
    }
    return known.get(field, field.replace("_", " "))
