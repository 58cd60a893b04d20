"""What exact pricing remembers: around every place the sites that a tour may not come back to."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from planner.touring.instance import Instance, Ints
from planner.touring.labels import Memory

_NEIGHBOURS = 5  # sites remembered around a place, to begin with
_BITS = 64


def find_sites(instance: Instance) -> Ints:
    """Number sites: a visit and its repeats are one where no tour is long enough for both."""
    longest = max((crew.max_nights for crew in instance.crews), default=0)
    site = np.arange(len(instance.visits), dtype=np.int32)
    for visit, before in enumerate(instance.follows):
        if before >= 0 and instance.min_gap[visit] > longest:
            site = np.where(site == site[visit], site[before], site)
    return np.asarray(np.unique(site, return_inverse=True)[1], np.int32)


@dataclass(slots=True, eq=False)
class Neighbourhoods:
    """Sites remembered at every node (visits, then beds), as bits that are told apart there.

    Two sites may share a bit where no node remembers both. Nodes only ever remember more.
    """

    instance: Instance
    nearest: int = _NEIGHBOURS
    site: Ints = field(init=False)
    _known: npt.NDArray[np.bool_] = field(init=False)
    _colour: Ints = field(init=False)
    _is_laid_out: bool = False
    _memory: Memory | None = None

    def __post_init__(self) -> None:
        """Number the sites; what is remembered of them is laid out when first asked for."""
        self.site = find_sites(self.instance)

    @property
    def plain(self) -> Memory:
        """Nothing remembered, for runs that look back themselves."""
        none = np.zeros((1, 1), np.uint64)
        return Memory(np.zeros(len(self.site), np.uint64), none, self.site)

    @property
    def marks(self) -> npt.NDArray[np.uint64]:
        """A mark for each visit; those of a set of visits, combined by XOR, tell it apart."""
        draw = np.random.default_rng(0)
        return draw.integers(1, 1 << 63, len(self.instance.visits), np.uint64)[self.site]

    def _remember_near(self) -> None:
        """Remember the nearest sites, each at itself for certain."""
        instance = self.instance
        sites = int(self.site.max(initial=-1)) + 1
        place = np.concatenate([instance.visit_place, instance.bed_place])
        self._known = np.zeros((len(place), sites), np.bool_)
        self._colour = np.full(sites, -1, np.int32)
        for visit, own in enumerate(self.site.tolist()):
            self.remember([visit], own)
        for node, where in enumerate(place):
            near = self.site[instance.roads.near_visits[where]].tolist()
            for other in list(dict.fromkeys(near))[: self.nearest]:
                self.remember([node], other)

    def remember(self, nodes: list[int], site: int) -> bool:
        """Have nodes remember a site; says whether that is new and could be done."""
        new = [node for node in nodes if not self._known[node, site]]
        if not new:
            return False
        holders = self._known[:, site] | np.isin(np.arange(len(self._known)), new)
        beside = np.flatnonzero(self._known[holders].any(axis=0))
        taken = set(self._colour[beside[beside != site]].tolist())
        if self._colour[site] < 0 or int(self._colour[site]) in taken:
            free = [bit for bit in range(_BITS) if bit not in taken]
            if not free:
                return False
            self._colour[site] = free[0]
        self._known[:, site] = holders
        self._memory = None
        return True

    @property
    def memory(self) -> Memory:
        """The bits as exact pricing reads them."""
        if not self._is_laid_out:
            self._is_laid_out = True
            self._remember_near()
        if self._memory is None:
            bits = np.uint64(1) << self._colour.astype(np.uint64)
            known = self._known.astype(np.float64)
            low = (known * (bits & np.uint64(0xFFFFFFFF)).astype(np.float64)) @ known.T
            high = (known * (bits >> np.uint64(32)).astype(np.float64)) @ known.T
            keep = low.astype(np.uint64) | (high.astype(np.uint64) << np.uint64(32))
            self._memory = Memory(bits[self.site], np.ascontiguousarray(keep), self.site)
        return self._memory
