"""What tours are worth and cost, term by term, in contacts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from planner.domain.demand import Offer, Question, VisitKind, Worth
from planner.domain.parameters import Parameters
from planner.domain.plan import Stop, Terms, Tour
from planner.domain.units import Minute, Money

Offers = Mapping[tuple[str, date, Minute], Offer]
"""The offers of a question by visit id, day and duration."""


def list_offers(question: Question) -> Offers:
    """Look offers up by visit, day and duration."""
    return {
        (visit.id, offer.day, offer.duration): offer
        for visit in question.visits
        for offer in visit.offers
    }


def price_stop(stop: Stop, day: date, offers: Offers) -> Worth:
    """Give what a stop is worth; nothing where the question makes no such offer."""
    offer = offers.get((stop.visit, day, stop.end - stop.start))
    return offer.worth if offer else Worth()


def price_tour(tour: Tour, offers: Offers, question: Question) -> Terms:
    """Price one tour: the worth of its stops less crew-days, road and nights as stated."""
    rates = question.parameters.rates
    worths = [price_stop(stop, day.day, offers) for day in tour.days for stop in day.stops]
    metres = sum(day.drive_metres for day in tour.days)
    money = sum(day.overnight.cost for day in tour.days if day.overnight)
    return Terms(
        people=sum(worth.people for worth in worths),
        customers=sum(worth.customers for worth in worths),
        requests=sum(worth.requests for worth in worths),
        home=sum(worth.home for worth in worths),
        overdue=sum(worth.overdue for worth in worths),
        crew_days=-rates.crew_day * len(tour.days),
        road=-rates.road_km * metres / 1000,
        nights=-money / question.money_per_contact_minor,
    )


def price(tours: Sequence[Tour], question: Question) -> Terms:
    """Price all tours of a plan, and what they leave missing of the regions' floors."""
    offers = list_offers(question)
    terms = add_terms(price_tour(tour, offers, question) for tour in tours)
    return replace(terms, floors=price_floors(tours, question))


def price_floors(tours: Iterable[Tour], question: Question) -> float:
    """Price what is missing of the regions' floors; 0 or less."""
    planned = {stop.visit for tour in tours for day in tour.days for stop in day.stops}
    missing = 0.0
    for floor in question.floors:
        missing += floor.price * max(0, floor.least - len(planned.intersection(floor.visits)))
    return 0.0 - missing


def find_spent(tours: Iterable[Tour], parameters: Parameters) -> Money:
    """Add up what nights and road cost in money, minor units; a part of one counts as whole."""
    nights, metres = 0, 0
    for tour in tours:
        for day in tour.days:
            nights += day.overnight.cost if day.overnight else 0
            metres += day.drive_metres
    return nights - (-metres * parameters.road_price_per_km // 1000)


def find_market_share(tours: Iterable[Tour], question: Question) -> float | None:
    """Give the share of booths on market days, at venues with a market on offer; None: no booth.

    That is what `Parameters.market_share` bounds while planning.
    """
    _, marks = mark_booths(tours, question)
    return sum(marks) / len(marks) if marks else None


def mark_booths(
    tours: Iterable[Tour], question: Question
) -> tuple[frozenset[str], tuple[bool, ...]]:
    """List the venues with a market on offer, and of each booth there if it has market day."""
    ruled = frozenset(
        visit.ref for visit in question.visits if any(o.market_day for o in visit.offers)
    )
    marks = (
        stop.market_day
        for tour in tours
        for day in tour.days
        for stop in day.stops
        if stop.kind is VisitKind.BOOTH and stop.ref in ruled
    )
    return ruled, tuple(marks)


def add_terms(parts: Iterable[Terms]) -> Terms:
    """Add terms up, one by one."""
    listed = tuple(parts)
    return Terms(
        people=sum(part.people for part in listed),
        customers=sum(part.customers for part in listed),
        requests=sum(part.requests for part in listed),
        home=sum(part.home for part in listed),
        overdue=sum(part.overdue for part in listed),
        crew_days=sum(part.crew_days for part in listed),
        road=sum(part.road for part in listed),
        nights=sum(part.nights for part in listed),
        floors=sum(part.floors for part in listed),
    )
