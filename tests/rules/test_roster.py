"""Making crews and telling what they can do."""

from dataclasses import replace
from datetime import date

from planner.domain.calendar import DateSpan
from planner.domain.units import Names
from planner.rules.roster import combine_skills, form_crews
from tests.factories import make_station, make_technician

AWAY = (DateSpan(date(2026, 10, 8), date(2026, 10, 12)),)


def test_that_the_broadest_then_strongest_then_least_absent_go_first() -> None:
    technicians = (
        make_technician("T1", skills=(("diesel", 5),)),
        make_technician("T2", skills=(("diesel", 1), ("electrical", 1))),
        make_technician("T3", skills=(("diesel", 2), ("electrical", 2)), absent=AWAY),
        make_technician("T4", skills=(("diesel", 2), ("electrical", 2))),
    )
    first, second = form_crews([make_station(tour_crews=2)], technicians)
    assert first.technicians == ("T4", "T3")
    assert second.technicians == ("T2", "T1")
    assert first.absent == AWAY
    assert second.skills == (("diesel", 5), ("electrical", 1))


def test_that_a_crew_counts_its_driver() -> None:
    technicians = (make_technician("T1"), make_technician("T2"), make_technician("T3"))
    crews = form_crews([make_station(tour_crews=2)], technicians)
    assert [crew.people for crew in crews] == [3, 3]


def test_that_a_crew_nobody_is_left_for_is_not_formed() -> None:
    technicians = (make_technician("T1"), make_technician("T2", depot="S9"))
    (crew,) = form_crews([make_station(tour_crews=3)], technicians)
    assert crew.technicians == ("T1",)


def test_that_names_and_ids_of_crews_are_unique() -> None:
    station = make_station(tour_crews=2)
    twin = replace(station, id="S2")
    other = replace(station, id="S3", names=Names((("zh", "昆明五华区服务站"),)))
    crews = form_crews([station, twin, other], [])
    assert [crew.name for crew in crews] == [
        "桥镇 S1 1",
        "桥镇 S1 2",
        "桥镇 S2 1",
        "桥镇 S2 2",
        "昆明五华区 1",
        "昆明五华区 2",
    ]
    assert len({crew.id for crew in crews}) == 6


def test_that_without_any_technicians_the_station_s_skills_count_at_the_lowest_level() -> None:
    (crew,) = form_crews([make_station(tour_crews=1)], [])
    assert (crew.people, crew.technicians) == (3, ())
    assert crew.skills == (("diesel", 1), ("hydraulics", 1))


def test_that_the_best_member_makes_the_crew_s_level() -> None:
    members = (
        make_technician("T1", skills=(("diesel", 2),)),
        make_technician("T2", skills=(("diesel", 4), ("electrical", 1))),
    )
    assert combine_skills(members) == (("diesel", 4), ("electrical", 1))
