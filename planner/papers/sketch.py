"""A sketch map of one tour: its stops in their true relative places, with names and dates."""

import heapq
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from planner.domain.demand import VisitKind
from planner.domain.plan import Tour
from planner.domain.territory import Location
from planner.papers.flow import Box, paint_box
from planner.papers.fonts import Faces, choose_faces
from planner.papers.job import Desk
from planner.papers.text import (
    GREY,
    INK,
    ORANGE,
    SOFT,
    TEAL,
    WHITE,
    Line,
    Span,
    Style,
    break_lines,
    draw_line,
    draw_text,
    keeps_words,
    text_width,
)
from planner.rules.travel import measure_line

LABEL_SCALES = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.5)
STEPS = (1.0, 2.2, 3.6, 5.5, 8.0)  # how far from its dot a label may go, in first distances
LABEL_WIDTHS = (0.5, 0.34, 0.24, 0.7)  # of the sketch; a long name may wrap to find room
SHRINKING = 10.0  # cost of shrinking a label to nothing, in sizes
NO_ROOM = 1e6  # cost of a label left out
SCALE_BARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # kilometres


@dataclass(frozen=True, slots=True)
class Place:
    """A point of the sketch; `here` marks the one the paper is about."""

    name: str
    when: str
    location: Location
    here: bool = False
    depot: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """Where the lines of a place's label stand; None where there is no room for it."""

    lines: tuple[Line, ...]
    box: Box | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """The sketch laid out: dots in order of travel, a label each, and points a kilometre."""

    points: tuple[tuple[float, float], ...]
    labels: tuple[Label, ...]
    per_km: float


def list_places(desk: Desk, tour: Tour, here: str) -> tuple[Place, ...]:
    """List depot and booth stops in order of travel; homes are nobody else's business."""
    words = desk.words
    places: list[Place] = []
    station = desk.stations.get(tour.depot)
    if station:
        leaves = words.say("from {date}", date=words.brief_date(tour.days[0].day))
        places.append(Place(desk.station_name(tour.depot), leaves, station.location, depot=True))
    seen: set[str] = set()
    for day in tour.days:
        for stop in day.stops:
            venue = desk.venues.get(stop.ref)
            if stop.kind is VisitKind.BOOTH and venue and stop.ref not in seen:
                seen.add(stop.ref)
                when = words.brief_date(day.day)
                name = desk.venue_name(venue)
                places.append(Place(name, when, venue.location, here=stop.ref == here))
    return tuple(places)


def draw_sketch(
    canvas: Canvas, box: Box, places: Sequence[Place], language: str, size: float
) -> None:
    """Draw the sketch on a soft ground; `size` is that of a plain label."""
    paint_box(canvas, box, ground=SOFT, radius=3 * mm)
    faces = choose_faces(language)
    if not places:
        return
    drawing = lay_out_sketch(box, places, faces, size)
    canvas.saveState()
    _draw_route(canvas, drawing, size)
    for place, point, label in zip(places, drawing.points, drawing.labels, strict=True):
        _draw_label(canvas, place, point, label, size)
    _draw_dots(canvas, places, drawing.points, size)
    _draw_north(canvas, box, faces, size)
    _draw_bar(canvas, box, drawing.per_km, faces, size)
    canvas.restoreState()


def lay_out_sketch(box: Box, places: Sequence[Place], faces: Faces, size: float) -> Drawing:
    """Place dots to scale, and labels so that none covers a dot or another label.

    All labels have one size, the one at which they stand best. A label that finds no room even
    at the smallest is left out; its dot stays.
    """
    points, per_km = _project(box, places, size)
    best, labels = math.inf, tuple[Label, ...]()
    for scale in LABEL_SCALES:
        shrunk = (1 - scale) * SHRINKING * size * len(places)
        if shrunk >= best:  # smaller labels can only cost more
            break
        cost, found = _place_labels(box, places, points, faces, (size, scale))
        if cost + shrunk < best:
            best, labels = cost + shrunk, found
    return Drawing(points, labels, per_km)


def _project(
    box: Box, places: Sequence[Place], size: float
) -> tuple[tuple[tuple[float, float], ...], float]:
    """Project onto the box, north up, one scale both ways; also give points a kilometre."""
    lats = [place.location.lat for place in places]
    lons = [place.location.lon for place in places]
    squeeze = math.cos(math.radians((min(lats) + max(lats)) / 2))
    across, down = box.inset(size * 4.6, 0).width, box.inset(0, size * 2.4).height
    wide, tall = (max(lons) - min(lons)) * squeeze, max(lats) - min(lats)
    if wide < 1e-6 and tall < 1e-6:
        return tuple((box.x + box.width / 2, box.y + box.height / 2) for _ in places), 0.0
    scale = min(across / max(wide, 1e-9), down / max(tall, 1e-9))
    middle_lat, middle_lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    points = tuple(
        (
            box.x + box.width / 2 + (lon - middle_lon) * squeeze * scale,
            box.y + box.height / 2 + (lat - middle_lat) * scale,
        )
        for lat, lon in zip(lats, lons, strict=True)
    )
    degree = measure_line(Location(middle_lat - 0.5, 0), Location(middle_lat + 0.5, 0)) / 1000
    return points, scale / degree


def _radius(place: Place, size: float) -> float:
    return size * (0.72 if place.here else 0.36)


def _name_style(place: Place, faces: Faces, size: float) -> Style:
    return Style(faces.bold, size * (1.25 if place.here else 1.0), INK, leading=1.2)


def _keeps_words(place: Place, faces: Faces, size: float, room: float) -> bool:
    return keeps_words((Span(place.name, _name_style(place, faces, size)),), room)


def _label_lines(place: Place, faces: Faces, size: float, room: float) -> tuple[Line, ...]:
    name = _name_style(place, faces, size)
    when = Style(
        faces.bold if place.here else faces.regular,
        size * (1.05 if place.here else 0.86),
        ORANGE if place.here else GREY,
        leading=1.2,
    )
    return (
        *break_lines((Span(place.name, name),), room),
        *break_lines((Span(place.when, when),), room),
    )


def _place_labels(
    box: Box,
    places: Sequence[Place],
    points: Sequence[tuple[float, float]],
    faces: Faces,
    sizes: tuple[float, float],
) -> tuple[float, tuple[Label, ...]]:
    """Try several orders of placing, the place of the paper first if it can; keep the cheapest."""
    size = sizes[0]
    corner = Box(box.right - size * 2.2, box.top - size * 3, size * 2.2, size * 3)
    bar = Box(box.x, box.y, size * 7.5, size * 1.9)
    kept = [corner, bar]
    for place, (x, y) in zip(places, points, strict=True):
        radius = _radius(place, size) + size * 0.1
        kept.append(Box(x - radius, y - radius, 2 * radius, 2 * radius))
    options = [
        _label_options(box, place, point, points, faces, sizes)
        for place, point in zip(places, points, strict=True)
    ]
    rest = sorted(
        (index for index, place in enumerate(places) if not place.here),
        key=lambda index: -len(places[index].name),
    )
    first = [index for index, place in enumerate(places) if place.here]
    here = first[0] if first else -1
    turns = [rest[turn:] + rest[:turn] for turn in range(max(1, len(rest)))]
    tries = [
        _place_in_order([*first, *order], options, kept, here)
        for turn in turns
        for order in (turn, turn[::-1])
    ]
    return min(tries, key=lambda found: found[0])


class _Options:
    """Where one label could stand, cheapest first; each is only measured when it is looked at.

    `waiting` holds (cost without what it covers or confuses, number, None, label).
    """

    def __init__(
        self,
        waiting: list[tuple[float, int, float | None, Label]],
        measure: Callable[[Box], float],
    ) -> None:
        self._waiting = waiting
        self._measure = measure
        self._known: list[tuple[float, Label]] = []
        heapq.heapify(waiting)

    def __iter__(self) -> Iterator[tuple[float, Label]]:
        """Walk the options in order of their full cost."""
        yield from self._known
        while self._waiting:
            cost, number, full, label = heapq.heappop(self._waiting)
            if full is None and label.box:
                cost += self._measure(label.box)
                heapq.heappush(self._waiting, (cost, number, cost, label))
                continue
            self._known.append((cost, label))
            yield cost, label


def _place_in_order(
    order: Sequence[int],
    options: Sequence[_Options],
    kept: Sequence[Box],
    here: int,
) -> tuple[float, tuple[Label, ...]]:
    """Give each place in turn its cheapest label that covers nothing; also the sum of costs."""
    taken = list(kept)
    total = 0.0
    labels: dict[int, Label] = {}
    for index in order:
        cheapest = next(iter(options[index]), None)
        labels[index] = Label(cheapest[1].lines, None) if cheapest else Label((), None)
        for cost, label in options[index]:
            if label.box and not any(_overlap(label.box, other) for other in taken):
                labels[index] = label
                taken.append(label.box)
                total += cost
                break
        else:
            total += NO_ROOM * (len(order) if index == here else 1)
    return total, tuple(labels[index] for index in sorted(labels))


def _label_options(
    box: Box,
    place: Place,
    point: tuple[float, float],
    points: Sequence[tuple[float, float]],
    faces: Faces,
    sizes: tuple[float, float],
) -> _Options:
    """Find where a label could stand inside the sketch."""
    size, scale = sizes
    inner = box.inset(size * 0.5, size * 0.5)
    first = _radius(place, size) + size * 0.3
    waiting: list[tuple[float, int, float | None, Label]] = []
    for shape, share in enumerate(LABEL_WIDTHS):
        lines = _label_lines(place, faces, size * scale, box.width * share)
        broken = not _keeps_words(place, faces, size * scale, box.width * share)
        for number, (far, found) in enumerate(_candidates(point, lines, first)):
            if _inside(found, inner):
                cost = far * 4 + (shape * 1.2 + broken * 12) * size + number * 0.01
                waiting.append((cost, len(waiting), None, Label(lines, found)))

    def measure(found: Box) -> float:
        confused = _confusions(found, point, points) * size * 2
        return _covered(found, points) * 0.8 + confused

    return _Options(waiting, measure)


def _candidates(
    point: tuple[float, float], lines: Sequence[Line], first: float
) -> Iterator[tuple[float, Box]]:
    """Walk the boxes around a point, the wished ones first, with the cost of being far."""
    x, y = point
    wide = max(line.width for line in lines)
    tall = sum(line.height for line in lines)
    for step in STEPS:
        gap = first * step
        slant = gap * 0.7
        for left, bottom in (
            (x + gap, y - tall / 2),
            (x - gap - wide, y - tall / 2),
            (x - wide / 2, y + gap),
            (x - wide / 2, y - gap - tall),
            (x + slant, y + slant),
            (x - slant - wide, y + slant),
            (x + slant, y - slant - tall),
            (x - slant - wide, y - slant - tall),
            (x - wide * 0.25, y + gap),
            (x - wide * 0.75, y + gap),
            (x - wide * 0.25, y - gap - tall),
            (x - wide * 0.75, y - gap - tall),
        ):
            yield gap - first, Box(left, bottom, wide, tall)


def _overlap(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.top and other.y < one.top


def _inside(box: Box, outer: Box) -> bool:
    return (
        box.x >= outer.x and box.y >= outer.y and box.right <= outer.right and box.top <= outer.top
    )


def _covered(box: Box, points: Sequence[tuple[float, float]]) -> float:
    """Measure how many points of the route's length lie under a box (Liang and Barsky 1984)."""
    right, top = box.right, box.top
    total = 0.0
    for (x1, y1), (x2, y2) in pairwise(points):
        low, high = 0.0, 1.0
        for start, step, least, most in ((x1, x2 - x1, box.x, right), (y1, y2 - y1, box.y, top)):
            if step:
                near, far = (least - start) / step, (most - start) / step
                low, high = max(low, min(near, far)), min(high, max(near, far))
            elif not least < start < most:
                high = -1.0
        if high > low:
            total += (high - low) * math.hypot(x2 - x1, y2 - y1)
    return total


def _confusions(box: Box, own: tuple[float, float], points: Sequence[tuple[float, float]]) -> int:
    """Count the dots that lie nearer to a label than its own, or on the way to it."""
    near = min(max(own[0], box.x), box.right), min(max(own[1], box.y), box.top)
    reach = math.dist(own, near)
    count = 0
    for point in points:
        if point != own:
            there = min(max(point[0], box.x), box.right), min(max(point[1], box.y), box.top)
            detour = math.dist(own, point) + math.dist(point, near) - reach
            count += (math.dist(point, there) < reach) + (detour < reach * 0.1)
    return count


def _draw_route(canvas: Canvas, drawing: Drawing, size: float) -> None:
    canvas.setStrokeColor(HexColor(TEAL))
    canvas.setLineWidth(size * 0.11)
    canvas.setLineJoin(1)
    canvas.setDash(size * 0.32, size * 0.22)
    path = canvas.beginPath()
    path.moveTo(*drawing.points[0])
    for point in drawing.points[1:]:
        path.lineTo(*point)
    canvas.drawPath(path)
    canvas.setDash()


def _draw_dots(
    canvas: Canvas, places: Sequence[Place], points: Sequence[tuple[float, float]], size: float
) -> None:
    canvas.setStrokeColor(HexColor(WHITE))
    canvas.setLineWidth(size * 0.12)
    for place, (x, y) in sorted(zip(places, points, strict=True), key=lambda pair: pair[0].here):
        radius = _radius(place, size)
        if place.depot:
            canvas.setFillColor(HexColor(INK))
            canvas.rect(x - radius, y - radius, 2 * radius, 2 * radius, 1, 1)
            continue
        canvas.setFillColor(HexColor(ORANGE if place.here else TEAL))
        canvas.circle(x, y, radius, 1, 1)
        if place.here:
            canvas.setFillColor(HexColor(WHITE))
            canvas.circle(x, y, radius * 0.36, 0, 1)


def _draw_label(
    canvas: Canvas, place: Place, point: tuple[float, float], label: Label, size: float
) -> None:
    if label.box is None:
        return
    box = label.box
    x, y = point
    near_x = min(max(x, box.x), box.right)
    near_y = min(max(y, box.y), box.top)
    if math.hypot(near_x - x, near_y - y) > (_radius(place, size) + size * 0.3) * 1.5:
        canvas.setStrokeColor(HexColor(GREY))
        canvas.setLineWidth(size * 0.05)
        canvas.line(x, y, near_x, near_y)
    paint_box(canvas, box.inset(-size * 0.1, 0), ground=SOFT)
    top = box.top
    middle = (box.x + box.right) / 2
    pull = 0.5 if abs(x - middle) < box.width / 2 else (0.0 if x < middle else 1.0)
    for line in label.lines:
        draw_line(canvas, box.x + pull * (box.width - line.width), top, line)
        top -= line.height


def _draw_north(canvas: Canvas, box: Box, faces: Faces, size: float) -> None:
    x, y = box.right - size * 1.1, box.top - size * 1.3
    canvas.setFillColor(HexColor(GREY))
    path = canvas.beginPath()
    for number, (right, up) in enumerate(((0, 0.8), (0.4, -0.4), (0, -0.15), (-0.4, -0.4))):
        (path.lineTo if number else path.moveTo)(x + right * size, y + up * size)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
    style = Style(faces.bold, size * 0.72, GREY)
    draw_text(canvas, x - text_width("N", style) / 2, y - size * 1.15, "N", style)


def _draw_bar(canvas: Canvas, box: Box, per_km: float, faces: Faces, size: float) -> None:
    """Draw a bar of round kilometres, straight line, unless all places are one."""
    fitting = [km for km in SCALE_BARS if km * per_km <= size * 5]
    if not fitting or per_km == 0:
        return
    wide = fitting[-1] * per_km
    x, y = box.x + size * 0.8, box.y + size * 0.8
    canvas.setStrokeColor(HexColor(GREY))
    canvas.setLineWidth(size * 0.07)
    canvas.line(x, y, x + wide, y)
    for end in (x, x + wide):
        canvas.line(end, y - size * 0.2, end, y + size * 0.2)
    style = Style(faces.regular, size * 0.66, GREY)
    draw_text(canvas, x + wide + size * 0.3, y - size * 0.22, f"{fitting[-1]} km", style)
