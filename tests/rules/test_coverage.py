"""Who the network reaches."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.territory import Location, Region
from planner.domain.units import Names
from planner.rules.coverage import find_coverage, nearest_venue
from planner.rules.travel import measure_road
from tests.factories import make_customer, make_scenario, make_station, make_venue

TODAY = date(2026, 10, 12)


def test_that_a_customer_is_covered_by_any_station_that_has_him_within_its_own_reach() -> None:
    near, far = Location(45.2, 10.0), Location(45.6, 10.0)
    scenario = make_scenario(
        stations=(make_station("S1", reach=20_000), make_station("S2", reach=40_000)),
        customers=(make_customer("C1", location=near), make_customer("C2", location=far)),
    )
    report = find_coverage(scenario, TODAY)
    assert report.uncovered_ids == {"C2"}
    assert (report.total, report.covered, report.uncovered) == (2, 1, 1)


def test_that_a_larger_road_factor_of_the_station_takes_customers_out_of_reach() -> None:
    customer = make_customer("C1", location=Location(45.3, 10.0))  # 33.4 km straight, 44 by road
    flat = make_scenario(customers=(customer,))
    hills = make_scenario(stations=(make_station(road_factor=2.0),), customers=(customer,))
    assert find_coverage(flat, TODAY).uncovered == 0
    assert find_coverage(hills, TODAY).uncovered == 1


def test_that_a_customer_reached_without_his_skill_is_shown_apart_and_not_as_uncovered() -> None:
    customer = make_customer("C1", location=Location(45.05, 10.0), product="thresher")
    scenario = make_scenario(
        stations=(make_station(skills=frozenset({"diesel"})),), customers=(customer,)
    )
    report = find_coverage(scenario, TODAY)
    assert report.reached_not_served == ("C1",)
    assert report.uncovered == 0


def test_that_gaps_are_ranked_by_worth_requests_and_days_since_the_last_tour() -> None:
    visited = make_venue("V001", last_visit=date(2026, 10, 1))
    overdue = make_venue("V004", last_visit=date(2026, 1, 1), region=Region("9", Names()))
    here, there = visited.location, overdue.location
    scenario = make_scenario(
        venues=(visited, overdue),
        customers=(
            make_customer("C1", location=here, request=""),
            make_customer("C2", location=there, region=overdue.region, request=""),
        ),
    )
    report = find_coverage(scenario, TODAY)
    assert [gap.customers for gap in report.gaps] == [("C2",), ("C1",)]
    assert [gap.days_since_tour for gap in report.gaps] == [284, 11]


def test_that_a_region_no_venue_touches_stands_in_the_list_nobody_goes_there() -> None:
    lost = make_customer("C9", location=Location(47.0, 12.0), region=Region("77", Names()))
    report = find_coverage(make_scenario(customers=(lost,)), TODAY)
    assert [gap.region.id for gap in report.nobody_goes] == ["77"]
    assert "C9" not in report.catchment


def test_that_a_customer_without_a_region_counts_for_that_of_the_nearest_venue() -> None:
    nowhere = make_customer("C1", region=Region("", Names()))
    report = find_coverage(make_scenario(customers=(nowhere,)), TODAY)
    assert [gap.region.id for gap in report.gaps] == [make_venue("V001").region.id]


@given(st.floats(44.0, 46.0), st.floats(9.0, 11.0), st.floats(1.0, 3.0))
def test_that_every_customer_is_either_covered_or_in_exactly_one_gap(
    lat: float, lon: float, factor: float
) -> None:
    scenario = make_scenario()
    moved = replace(scenario.customers[0], location=Location(lat, lon))
    scenario = replace(
        scenario,
        customers=(moved, *scenario.customers[1:]),
        parameters=replace(scenario.parameters, road_factor=factor),
    )
    report = find_coverage(scenario, TODAY)
    in_gaps = [customer for gap in report.gaps for customer in gap.customers]
    assert sorted(in_gaps) == sorted(report.uncovered_ids)
    assert report.covered + len(in_gaps) == report.total


@given(st.lists(st.tuples(st.floats(-80, 80), st.floats(-180, 180)), min_size=1, max_size=30))
def test_that_the_nearest_venue_is_the_one_with_the_shortest_road(
    points: list[tuple[float, float]],
) -> None:
    here, *others = [Location(lat, lon) for lat, lon in points]
    venues = [make_venue(str(number), location=place) for number, place in enumerate(others)]
    found = nearest_venue(here, venues, 1.33)
    roads = [(measure_road(venue.location, here, 1.33), venue.id) for venue in venues]
    assert (found[1] if found else None) == min((road for road, _ in roads), default=None)
    if found:
        assert found[0].id == next(name for road, name in roads if road == found[1])
