"""What another condition could be worth, judged by the prices of the rows there are.

With prices pi of the rows, L(pi) bounds every plan, and L'(pi) every plan under another condition
(see `bound`). Where pi are the best prices as it is, L'(pi) - L(pi) is the shadow price of the
condition: no less than what it adds to the linear master (Geoffrion 1974). One exact pricing a
condition, no search.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np

from planner.domain.demand import Question
from planner.touring.instance import Floats, Instance, build_instance
from planner.touring.rows import Rows
from planner.touring.search import Search

Alike = Mapping[str, str]
"""Crews that are only in the other question, and those there are whose rows count for them."""

Keys = Sequence[tuple[Hashable, float]]
_CLOSE = 0.1  # own choice: share of the bound by which the plan may lie below it, else prices lie


@dataclass(slots=True, eq=False)
class Shadow:
    """A question with prices of its rows, and what its plan is worth; `step` may end the work."""

    instance: Instance
    duals: Floats
    value: float
    step: Callable[[], None]
    _rows: Rows = field(init=False)
    _bound: float | None = field(init=False)

    def __post_init__(self) -> None:
        """Bound the question as it is."""
        search = self._open(self.instance)
        self._rows = search.rows
        proof = search.bound.prove(self.duals)
        self._bound = proof and proof.bound

    def weigh(self, question: Question, alike: Alike) -> float | None:
        """Give what plans of another question could be worth more at most, contacts.

        At most: than the bound by these prices; below 0 where they could only be worth less.
        None where no bound can be had, or the prices are still far from the best.
        """
        if self._bound is None or self._bound - self.value > _CLOSE * abs(self._bound):
            return None
        search = self._open(build_instance(question))
        proof = search.bound.prove(move_prices(self._rows, self.duals, search.rows, alike))
        return None if proof is None else proof.bound - self._bound

    def _open(self, instance: Instance) -> Search:
        return Search(instance, 1, inf, lambda: inf, self.step, lambda _search: None)


def move_prices(rows: Rows, duals: Floats, others: Rows, alike: Alike) -> Floats:
    """Give the rows of another question the prices of those like them, 0 where there is none.

    Rows are alike that bind the same crews on the same days, the same visits or offers; one with
    the same limit is preferred. Any prices give a bound; those of shapes make none lower.
    """
    exact: dict[tuple[Hashable, float], float] = {}
    close: dict[Hashable, float] = {}
    for key, price in zip(_name_rows(rows, {}), duals.tolist(), strict=False):
        exact.setdefault(key, price)
        close.setdefault(key[0], price)
    moved = np.zeros(len(others.limits), np.float64)
    names = _name_rows(others, alike)
    moved[: len(names)] = [exact.get(key, close.get(key[0], 0.0)) for key in names]
    return moved


def _name_rows(rows: Rows, alike: Alike) -> Keys:
    """Name every row by what it binds, and its limit; but for the rows of shapes."""
    names: dict[int, Hashable] = {
        row: ("visit", visit.id) for row, visit in enumerate(rows.instance.visits)
    }
    names |= _name_day_rows(rows, alike)
    names |= _name_tied_rows(rows)
    names |= {
        row: ("lock", row - rows.first_lock) for row in range(rows.first_lock, rows.end_lock)
    }
    names[rows.budget] = "budget"
    return [(names.get(row, "idle"), rows.limits[row]) for row in range(rows.first_shape)]


def _name_day_rows(rows: Rows, alike: Alike) -> dict[int, Hashable]:
    instance = rows.instance
    held: dict[int, set[tuple[str, int]]] = {}
    for crew, days in zip(instance.question.crews, rows.of_day, strict=True):
        for day, own in enumerate(days):
            for row in own:
                held.setdefault(row, set()).add((crew.id, instance.date_of(day).toordinal()))
    return _tell_apart({row: frozenset(who) for row, who in sorted(held.items())}, alike)


def _tell_apart(
    held: Mapping[int, frozenset[tuple[str, int]]], alike: Alike
) -> dict[int, Hashable]:
    """Number rows that bind the same days of the same crews; then let crews stand for others."""
    seen: Counter[Hashable] = Counter()
    names: dict[int, Hashable] = {}
    for row, who in held.items():
        names[row] = seen[who], frozenset((alike.get(crew, crew), day) for crew, day in who)
        seen[who] += 1
    return names


def _name_tied_rows(rows: Rows) -> dict[int, Hashable]:
    """Name rows over offers: spacing by the repeat and its day, floors by their visits."""
    instance = rows.instance
    tied: dict[int, list[tuple[int, float]]] = {}
    for offer, row, share in zip(
        rows.tied_offers.tolist(), rows.tied_rows.tolist(), rows.tied_shares.tolist(), strict=True
    ):
        tied.setdefault(row, []).append((offer, share))
    names: dict[int, Hashable] = {}
    seen: Counter[Hashable] = Counter()
    for row, pairs in sorted(tied.items()):
        own = [offer for offer, share in pairs if share == 1.0]
        repeats = {rows.visit_of[offer] for offer in own}
        if row in rows.soft:
            names[row] = frozenset(instance.visits[rows.visit_of[o]].id for o, _share in pairs)
        elif len(repeats) == 1:
            name = _name_spacing(rows, repeats.pop(), own)
            names[row] = name, seen[name]
            seen[name] += 1
        else:
            names[row] = "market share"
    return names


def _name_spacing(rows: Rows, repeat: int, offers: Sequence[int]) -> Hashable:
    """Name a row that ties the repeats until a day, or from a day on."""
    instance = rows.instance
    days = [int(instance.offers.day[offer]) for offer in offers]
    first = int(instance.offers.day[rows.visit_of.index(repeat)])
    until = min(days) == first
    day = instance.date_of(max(days) if until else min(days))
    return instance.visits[repeat].id, until, day
