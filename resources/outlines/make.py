"""Make the outlines of the map from Natural Earth files: `python make.py FOLDER_OF_SOURCES`."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Point = tuple[float, float]
DECIMALS = 3  # about 100 m

LAYERS = {  # file made: sources, tolerance in degrees, shortest span kept in degrees
    "provinces": (("cn_admin1.geojson", "ke_admin1.geojson"), 0.004, 0.02),
    "rivers": (("cn_rivers.geojson",), 0.006, 0.05),
    "lakes": (("cn_lakes.geojson",), 0.006, 0.05),
}
COUNTRIES_TOLERANCE = 0.02


def main() -> None:
    """Write the four files beside this script."""
    folder = Path(sys.argv[1])
    write("countries", countries(json.loads((folder / "ne_countries_50m.topojson").read_text())))
    for name, (sources, tolerance, span) in LAYERS.items():
        features = (
            feature
            for source in sources
            for feature in json.loads((folder / source).read_text(encoding="utf-8"))["features"]
        )
        write(name, simplify_all(features, tolerance, span))


def write(name: str, features: Iterable[dict[str, Any]]) -> None:
    """Write one GeoJSON file without names: the map takes its labels from the person's tables."""
    document = {"type": "FeatureCollection", "features": list(features)}
    text = json.dumps(document, separators=(",", ":"))
    (HERE / f"{name}.geojson").write_text(text + "\n", encoding="utf-8")


def countries(topology: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Decode a TopoJSON file; arcs are simplified before they are joined: borders still meet."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [simplify(decode(arc, scale, shift), COUNTRIES_TOLERANCE) for arc in topology["arcs"]]
    for shape in topology["objects"]["countries"]["geometries"]:
        if not shape.get("arcs"):
            continue
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        parts = [[join(ring, arcs) for ring in polygon] for polygon in polygons]
        parts = [part for part in parts if len(part[0]) > 3]
        if parts:
            yield feature("MultiPolygon", parts)


def decode(arc: list[list[int]], scale: list[float], shift: list[float]) -> list[Point]:
    """Turn a delta-coded arc into longitudes and latitudes."""
    points, x, y = [], 0, 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
    return points


def join(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Join arcs into a ring; ~n means arc n backwards."""
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return [rounded(point) for point in points]


def simplify_all(
    features: Iterable[dict[str, Any]], tolerance: float, span: float
) -> Iterator[dict[str, Any]]:
    """Simplify every line of every feature; what is smaller than `span` is left out."""
    for source in features:
        kind = source["geometry"]["type"]
        is_area = "Polygon" in kind
        lines = list(find_lines(source["geometry"]["coordinates"]))
        kept = [simplify(line, tolerance) for line in lines if is_wide(line, span)]
        kept = [[rounded(point) for point in line] for line in kept]
        kept = [line for line in kept if len(line) > (3 if is_area else 1)]
        if kept and is_area:
            yield feature("MultiPolygon", [[line] for line in kept])
        elif kept:
            yield feature("MultiLineString", kept)


def feature(kind: str, coordinates: object) -> dict[str, Any]:
    """Make a GeoJSON feature."""
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {}, "geometry": geometry}


def find_lines(coordinates: Any) -> Iterator[list[Point]]:
    """Find the lines in nested coordinates."""
    if isinstance(coordinates[0][0], int | float):
        yield [(point[0], point[1]) for point in coordinates]
    else:
        for part in coordinates:
            yield from find_lines(part)


def is_wide(line: list[Point], span: float) -> bool:
    """Say whether a line spans enough to be seen."""
    xs, ys = [p[0] for p in line], [p[1] for p in line]
    return max(max(xs) - min(xs), max(ys) - min(ys)) >= span


def simplify(line: list[Point], tolerance: float) -> list[Point]:
    """Drop points nearer than `tolerance` to the line (Douglas and Peucker 1973)."""
    keep, open_parts = {0, len(line) - 1}, [(0, len(line) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        inner = range(first + 1, last)
        if not inner:
            continue
        far = max(inner, key=lambda i: distance(line[i], line[first], line[last]))
        if distance(line[far], line[first], line[last]) > tolerance:
            keep.add(far)
            open_parts += [(first, far), (far, last)]
    return [line[index] for index in sorted(keep)]


def distance(point: Point, start: Point, end: Point) -> float:
    """Measure from a point to a segment, in degrees."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    share = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    return float(((x - x1 - share * (x2 - x1)) ** 2 + (y - y1 - share * (y2 - y1)) ** 2) ** 0.5)


def rounded(point: Point) -> Point:
    """Round to `DECIMALS`."""
    return round(point[0], DECIMALS), round(point[1], DECIMALS)


if __name__ == "__main__":
    main()
