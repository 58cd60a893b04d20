"""Subset-row cuts: of three rows that allow one tour each, one tour at most may take two.

The rows are those of visits and of crews' days. In whole plans a cut follows from its rows, in
shares of tours it does not, so it lowers the bound (Jepsen, Petersen, Spoorendonk and Pisinger
2008). A cut is remembered only at the nodes where that was once needed (Pecin, Pessoa, Poggi and
Uchoa 2017), which weakens it and keeps pricing quick.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from planner.touring.evaluate import Column, list_nodes
from planner.touring.instance import Floats, Instance
from planner.touring.labels import CutPrices
from planner.touring.pool import Pool

MOST = 64  # cuts at a time, as bits
_LEAST_BREACH = 0.02  # of a cut, to be worth having
_MOST_NEW, _MOST_OF_ROW = 24, 5
_IDLE = 1e-7  # price of a cut that binds nothing


@dataclass(frozen=True, slots=True)
class Cut:
    """Three nodes, visits or days, and those at which it is remembered that one was met."""

    rows: frozenset[int]
    held: frozenset[int]

    def count(self, nodes: Iterable[int], first_day: int) -> int:
        """Say how much a tour over these nodes takes of the cut; days forget nothing."""
        is_odd, count = False, 0
        for node in nodes:
            is_odd = is_odd and (node >= first_day or node in self.held)
            if node in self.rows:
                count += is_odd
                is_odd = not is_odd
        return count


@dataclass(slots=True, eq=False)
class Cuts:
    """The cuts of one search, each in one of `MOST` places."""

    instance: Instance
    places: dict[int, Cut] = field(default_factory=dict)

    def items(self) -> list[tuple[int, Cut]]:
        """List the cuts with their places."""
        return sorted(self.places.items())

    @property
    def first_day(self) -> int:
        """The number of the first node that is a day."""
        return len(self.instance.visits) + len(self.instance.bed_place)

    @property
    def _nodes(self) -> int:
        return self.first_day + len(self.instance.crews) * self.instance.days

    def charge(self, prices: Floats, crew: int) -> CutPrices:
        """Put prices, by place, as pricing reads them; cuts without a price are left out."""
        visits, days = len(self.instance.visits), self.instance.days
        hit = np.zeros(self._nodes, np.uint64)
        held = np.zeros(len(hit), np.uint64)
        for place, cut in self.items():
            if prices[place] > _IDLE:
                bit = np.uint64(1 << place)
                hit[list(cut.rows)] |= bit
                held[list(cut.held)] |= bit
        first = self.first_day + crew * days
        return CutPrices(hit[:visits], hit[first : first + days], held[: self.first_day], prices)

    def drop_idle(self, prices: Floats) -> list[int]:
        """Drop the cuts without a price; gives their places."""
        idle = [place for place, _ in self.items() if prices[place] <= _IDLE]
        for place in idle:
            del self.places[place]
        return idle

    def add_broken(self, pool: Pool, shares: Mapping[int, float]) -> list[int]:
        """Add the cuts that shares of tours break most; gives their places.

        A cut whose rows are known already is held at more nodes, in a new place.
        """
        room = [place for place in range(MOST) if place not in self.places]
        added: list[int] = []
        for rows in self._find_broken(pool, shares)[: len(room)]:
            place = room[len(added)]
            self.places[place] = self._hold(rows, pool, shares)
            added.append(place)
        return added

    def _find_broken(self, pool: Pool, shares: Mapping[int, float]) -> list[frozenset[int]]:
        together = np.zeros((self._nodes, self._nodes), np.float64)
        for number, share in shares.items():
            own = sorted(pool.nodes[number])
            together[np.ix_(own, own)] += share
        together[len(self.instance.visits) : self.first_day] = 0.0  # beds are no rows
        together[:, len(self.instance.visits) : self.first_day] = 0.0
        np.fill_diagonal(together, 0.0)
        triples = _list_triples(together)
        breaches = []
        for triple in triples:
            taken = sum(x for n, x in shares.items() if len(triple & pool.nodes[n]) > 1)
            if taken > 1 + _LEAST_BREACH:
                breaches.append((taken, triple))
        breaches.sort(key=lambda breach: (-breach[0], sorted(breach[1])))
        return _spread([triple for _, triple in breaches])

    def _hold(self, rows: frozenset[int], pool: Pool, shares: Mapping[int, float]) -> Cut:
        """Have a cut remembered between its rows in all tours taken now."""
        held = {row for row in rows if row < self.first_day}
        for cut in self.places.values():
            if cut.rows == rows:
                held |= cut.held
        for number in shares:
            if len(rows & pool.nodes[number]) > 1:
                between = _find_between(list_nodes(self.instance, pool.columns[number]), rows)
                held |= {node for node in between if node < self.first_day}
        return Cut(rows, frozenset(held))

    def find_charged(
        self, column: Column, nodes: frozenset[int], cuts: Sequence[tuple[int, Cut]]
    ) -> list[tuple[int, int]]:
        """Say how much a tour takes of some cuts, where anything, by their places."""
        near = [(place, cut) for place, cut in cuts if len(cut.rows & nodes) > 1]
        if not near:
            return []
        way = list_nodes(self.instance, column)
        counts = ((place, cut.count(way, self.first_day)) for place, cut in near)
        return [(place, count) for place, count in counts if count]


def _find_between(way: Sequence[int], rows: frozenset[int]) -> list[int]:
    own = [at for at, node in enumerate(way) if node in rows]
    return list(way[own[0] : own[-1] + 1])


def _list_triples(together: Floats) -> list[frozenset[int]]:
    """List the triples whose pairs add up to enough; tours with all three count too often."""
    found = set()
    for first, second in zip(*np.nonzero(np.triu(together)), strict=True):
        beside = together[first] + together[second]
        enough = (together[first, second] + beside > 1 + _LEAST_BREACH) & (beside > 0.0)
        for third in np.flatnonzero(enough):
            if third not in (first, second):
                found.add(frozenset((int(first), int(second), int(third))))
    return list(found)


def _spread(triples: Sequence[frozenset[int]]) -> list[frozenset[int]]:
    """Take the first ones, few of each row."""
    taken: list[frozenset[int]] = []
    often: Counter[int] = Counter()
    for triple in triples:
        if len(taken) == _MOST_NEW:
            break
        if all(often[row] < _MOST_OF_ROW for row in triple):
            taken.append(triple)
            often.update(triple)
    return taken
