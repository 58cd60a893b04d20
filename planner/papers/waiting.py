"""Who waits at a place: the open requests that count for a venue."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from planner.domain.customer import Customer, Tier
from planner.papers.job import Desk
from planner.rules.coverage import find_coverage

_RANK = {tier: number for number, tier in enumerate(Tier)}


def find_waiting(desk: Desk) -> Mapping[str, tuple[Customer, ...]]:
    """List the uncovered customers with an open request by venue, best customers first."""
    scenario = replace(desk.job.scenario, parameters=desk.job.plan.parameters)
    catchment = find_coverage(scenario, desk.job.plan.planned_on).catchment
    waiting: dict[str, list[Customer]] = {}
    for customer in scenario.customers:
        if customer.request and customer.id in catchment:
            waiting.setdefault(catchment[customer.id], []).append(customer)
    for customers in waiting.values():
        customers.sort(key=lambda customer: (_RANK[customer.tier], customer.name, customer.id))
    return {venue: tuple(customers) for venue, customers in waiting.items()}


def count_requests(desk: Desk, customers: Sequence[Customer]) -> str:
    """Write how many requests of each kind are open; "" where none is."""
    kinds = Counter(desk.words.request(customer.request) for customer in customers)
    return desk.words.join([f"{kind} {count}" for kind, count in kinds.most_common()])
