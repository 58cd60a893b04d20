"""What the finder can find: commands, venues, regions, customers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction

from planner.domain.scenario import Scenario
from ui.session import Selection
from ui.words import Words

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: `action` is the id of the command to run, after picking `selection`."""

    text: str
    detail: str
    icon: str
    action: str
    selection: Selection | None = None


def list_commands(actions: Mapping[str, QAction]) -> Iterator[Hit]:
    """List the commands that can be run now."""
    for name, action in actions.items():
        if action.isEnabled() and name != "edit.find":
            keys = action.shortcut().toString()
            text = action.text().removesuffix("…")
            yield Hit(text, keys, str(action.data()), name)


def list_places(scenario: Scenario, words: Words) -> Iterator[Hit]:
    """List venues and customers."""
    for venue in scenario.venues:
        text = venue.names.read(words.language)
        region = venue.region.names.read(words.language)
        selection = Selection(venue=venue.id, visit=venue.id, region=venue.region.id)
        yield Hit(text, f"{region} · {venue.id}", "store", "go.demand", selection)
    for customer in scenario.customers:
        tier = words.tier(customer.tier)
        detail = f"{tier} · {customer.near_place or customer.region.names.read(words.language)}"
        selection = Selection(customer=customer.id, region=customer.region.id)
        text = customer.name or customer.id
        yield Hit(text, f"{detail} · {customer.id}", "users", "go.coverage", selection)


def find(hits: Iterable[Hit], wanted: str) -> Sequence[Hit]:
    """Keep the hits that hold every word wanted, those whose text begins with it first."""
    parts = wanted.casefold().split()
    found = [
        hit for hit in hits if all(part in f"{hit.text} {hit.detail}".casefold() for part in parts)
    ]
    head = wanted.casefold().strip()
    found.sort(key=lambda hit: not hit.text.casefold().startswith(head))
    return found[:SHOWN]
