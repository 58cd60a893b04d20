"""The sketch map: true relative places, labels that cover nothing."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.territory import Location
from planner.papers.flow import Box
from planner.papers.fonts import choose_faces
from planner.papers.job import lay_out
from planner.papers.sketch import Place, lay_out_sketch, list_places
from tests.papers.pages import make_job

BOX = Box(0, 0, 317, 160)
FACES = choose_faces("zh")
NAMES = st.sampled_from(["龙街", "镇沅彝族哈尼族拉祜族自治县", "Fenghuangshan", "雪", "右所"])
PLACES = st.lists(
    st.builds(
        Place,
        name=NAMES,
        when=st.just("10月20日"),
        location=st.builds(Location, lat=st.floats(22, 28), lon=st.floats(98, 105)),
    ),
    min_size=1,
    max_size=6,
)


def overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    return across > 0.01 and min(one.top, other.top) - max(one.y, other.y) > 0.01


@given(PLACES)
@settings(max_examples=40, deadline=None)
def test_that_labels_stay_inside_and_never_overlap(places: list[Place]) -> None:
    drawing = lay_out_sketch(BOX, places, FACES, 15)
    boxes = [label.box for label in drawing.labels if label.box]
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))
    assert all(b.x >= 0 and b.y >= 0 and b.right <= 317 and b.top <= 160 for b in boxes)
    for x, y in drawing.points:
        assert not any(b.x < x < b.right and b.y < y < b.top for b in boxes)


def test_that_distances_keep_their_proportions() -> None:
    places = [
        Place("a", "", Location(25.0, 100.0)),
        Place("b", "", Location(26.0, 100.0)),
        Place("c", "", Location(25.5, 100.0)),
    ]
    drawing = lay_out_sketch(BOX, places, FACES, 15)
    (xa, ya), (xb, yb), (xc, yc) = drawing.points
    assert xa == xb == xc
    assert ya < yc < yb
    assert yc - ya == yb - yc
    assert abs(drawing.per_km * 111.2 - (yb - ya)) < 0.5


def test_that_a_usual_tour_has_all_its_labels() -> None:
    where = [(25.04, 102.72), (24.92, 103.14), (24.6, 103.1), (24.2, 102.1), (23.7, 102.5)]
    places = [
        Place("昆明五华区服务站", "10月20日 出发", Location(*where[0]), depot=True),
        *(
            Place("元江县", "10月21日", Location(*at), here=i == 1)
            for i, at in enumerate(where[1:])
        ),
    ]
    assert all(label.box for label in lay_out_sketch(BOX, places, FACES, 15).labels)


def test_that_homes_do_not_stand_on_a_public_map() -> None:
    desk = lay_out(make_job())
    places = list_places(desk, desk.job.plan.tours[0], "V001")
    assert [place.name for place in places] == [
        "Bridge Town service station",
        "Market Town 1",
        "Market Town 2",
    ]
    assert [place.here for place in places] == [False, True, False]
