"""The tables as they would be under another condition."""

from dataclasses import replace

from planner.domain.locks import Lock
from planner.domain.scenario import Scenario
from planner.domain.variants import Condition, Variant
from planner.domain.workforce import Crew

# What allows all that was allowed before: the plan there is stays possible.
LOOSER = frozenset({Condition.AS_IT_IS, Condition.CREW_MORE, Condition.NIGHT_MORE})
LOOSER |= {Condition.DAY_MORE}
TWIN = "+"  # behind the id of the crew a further one is like


def apply_variant(scenario: Scenario, variant: Variant) -> Scenario:
    """Give the tables of a variant. Raises `KeyError` for an unknown crew."""
    parameters = scenario.parameters
    match variant.condition:
        case Condition.AS_IT_IS:
            return scenario
        case Condition.CREW_LESS:
            kept = tuple(crew for crew in scenario.crews if crew.id != variant.crew)
            return replace(scenario, crews=kept)
        case Condition.CREW_MORE:
            return _add_twin(scenario, _find_crew(scenario, variant.crew))
        case Condition.OTHER_DEPOT:
            moved = replace(_find_crew(scenario, variant.crew), depot=variant.depot)
            return _with_crew(scenario, moved)
        case Condition.NOTICE_LEAD:
            changed = replace(parameters, notice_lead_days=variant.amount)
        case Condition.NIGHT_MORE:
            scenario = replace(scenario, crews=tuple(map(_stay_longer, scenario.crews)))
            changed = replace(parameters, max_nights=parameters.max_nights + 1)
        case Condition.DAY_MORE:
            days = min(7, parameters.max_days_a_week + 1)
            row = max(days, parameters.max_days_in_a_row)
            changed = replace(parameters, max_days_a_week=days, max_days_in_a_row=row)
        case Condition.BUDGET:
            changed = replace(parameters, budget=variant.amount)
    return replace(scenario, parameters=changed)


def is_looser(scenario: Scenario, variant: Variant) -> bool:
    """Say whether every plan possible now is possible in a variant too."""
    parameters = scenario.parameters
    if variant.condition is Condition.NOTICE_LEAD:
        return variant.amount <= parameters.notice_lead_days
    if variant.condition is Condition.BUDGET:
        return parameters.budget is not None and variant.amount >= parameters.budget
    return variant.condition in LOOSER


def keep_locks(locks: tuple[Lock, ...], variant: Variant) -> tuple[Lock, ...]:
    """Leave out the locks that need a crew which is missing or starts elsewhere."""
    if variant.condition in (Condition.CREW_LESS, Condition.OTHER_DEPOT):
        return tuple(lock for lock in locks if lock.crew != variant.crew)
    return locks


def find_twin(variant: Variant) -> dict[str, str]:
    """Give the crew that is only in a variant, and the one it is like."""
    if variant.condition is Condition.CREW_MORE:
        return {variant.crew + TWIN: variant.crew}
    return {}


def list_marginals(scenario: Scenario) -> tuple[Variant, ...]:
    """List what one more of everything is: a night, a day a week, a crew for each depot, a day
    less of notice.
    """
    parameters = scenario.parameters
    variants = [Variant(Condition.NIGHT_MORE)]
    if parameters.max_days_a_week < 7:
        variants.append(Variant(Condition.DAY_MORE))
    if parameters.notice_lead_days > 0:
        less = parameters.notice_lead_days - 1
        variants.append(Variant(Condition.NOTICE_LEAD, amount=less))
    first = {crew.depot: crew.id for crew in reversed(scenario.crews)}
    variants += [Variant(Condition.CREW_MORE, crew) for crew in sorted(first.values())]
    return tuple(variants)


def _find_crew(scenario: Scenario, crew: str) -> Crew:
    return {known.id: known for known in scenario.crews}[crew]


def _with_crew(scenario: Scenario, changed: Crew) -> Scenario:
    crews = tuple(changed if crew.id == changed.id else crew for crew in scenario.crews)
    return replace(scenario, crews=crews)


def _add_twin(scenario: Scenario, crew: Crew) -> Scenario:
    """Add a crew of other people and the same skills, with a vehicle of its own."""
    twin = replace(crew, id=crew.id + TWIN, name=f"{crew.name}+", technicians=(), absent=())
    stations = tuple(
        replace(station, vehicles=station.vehicles + 1)
        if station.id == crew.depot and station.vehicles is not None
        else station
        for station in scenario.stations
    )
    return replace(scenario, crews=(*scenario.crews, twin), stations=stations)


def _stay_longer(crew: Crew) -> Crew:
    return crew if crew.max_nights is None else replace(crew, max_nights=crew.max_nights + 1)
