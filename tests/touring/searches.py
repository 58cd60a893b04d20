"""Searches that were not run yet."""

from planner.touring.instance import Instance
from planner.touring.search import Search


def open_search(instance: Instance) -> Search:
    """Give a search that has all the time."""
    return Search(instance, 1, 1e9, lambda: 1e9, lambda: None, lambda _: None)
