"""The ground of the map: outlines from GeoJSON files, projected once, drawn with quiet pens."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from math import atan, cos, degrees, exp, log, pi, radians, tan
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsScene

from planner.domain.territory import Location
from ui.look.tokens import Look, mix

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "outlines"
EARTH = 6_378_137.0  # metres, radius of the sphere of Web Mercator (EPSG:3857)
LIMIT = 85.0  # degrees of latitude beyond which Web Mercator runs off


@lru_cache(1 << 17)
def project(location: Location) -> QPointF:
    """Give the place on the map, metres of Web Mercator with y to the south."""
    lat = max(-LIMIT, min(LIMIT, location.lat))
    return QPointF(EARTH * radians(location.lon), -EARTH * log(tan(pi / 4 + radians(lat) / 2)))


def unproject(point: QPointF) -> Location:
    """Give the location of a place on the map."""
    lat = degrees(2 * atan(exp(-point.y() / EARTH)) - pi / 2)
    return Location(lat, degrees(point.x() / EARTH))


def stretch(location: Location) -> float:
    """Give how many metres of the map one metre on the ground has there."""
    return 1 / cos(radians(max(-LIMIT, min(LIMIT, location.lat))))


@dataclass(frozen=True, slots=True)
class Outlines:
    """What the files hold: one path a feature, in metres of Web Mercator."""

    countries: tuple[QPainterPath, ...]
    provinces: tuple[QPainterPath, ...]
    rivers: tuple[QPainterPath, ...]
    lakes: tuple[QPainterPath, ...]


@cache
def load_outlines(folder: Path = FOLDER) -> Outlines:
    """Read the basemap; a file that is not there leaves its layer empty."""
    return Outlines(
        *(
            tuple(_read(folder / f"{name}.geojson", is_area))
            for name, is_area in (
                ("countries", True),
                ("provinces", True),
                ("rivers", False),
                ("lakes", True),
            )
        )
    )


def add_ground(
    scene: QGraphicsScene, outlines: Outlines, look: Look, homes: list[QPointF]
) -> None:
    """Put the ground into a scene; the country or province that holds a home is brighter."""
    pale = mix(look.land, look.sea, 0.45)
    quiet = mix(look.border, look.sea, 0.5)
    for path in outlines.countries:
        is_home = _holds(path, homes)
        _add(scene, path, mix(look.land, pale, 0.5) if is_home else pale, quiet, 1)
    for path in outlines.provinces:
        if _holds(path, homes):
            _add(scene, path, look.land, look.border, 1.4)
        else:
            _add(scene, path, "", quiet, 0.8)
    for path in outlines.rivers:
        _add(scene, path, "", look.river, 1)
    for path in outlines.lakes:
        _add(scene, path, look.river, "", 0)


def _holds(path: QPainterPath, homes: list[QPointF]) -> bool:
    box = path.boundingRect()
    return any(box.contains(home) and path.contains(home) for home in homes)


def _add(scene: QGraphicsScene, path: QPainterPath, fill: str, edge: str, width: float) -> None:
    item = QGraphicsPathItem(path)
    item.setBrush(QColor(fill) if fill else QBrush(Qt.BrushStyle.NoBrush))
    item.setPen(cosmetic(edge, width) if edge else QPen(Qt.PenStyle.NoPen))
    item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
    scene.addItem(item)


def cosmetic(colour: str, width: float) -> QPen:
    """Make a pen as wide on every zoom."""
    pen = QPen(QColor(colour), width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _read(path: Path, is_area: bool) -> Iterator[QPainterPath]:
    if not path.is_file():
        return
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        outline = QPainterPath()
        for line in _find_lines(feature["geometry"]["coordinates"]):
            outline.addPolygon(QPolygonF(_project_all(line)))
            if is_area:
                outline.closeSubpath()
        yield outline


def _project_all(line: list[list[float]]) -> list[QPointF]:
    """Project [lon, lat] pairs; written out, for there are a hundred thousand of them."""
    across, turn = EARTH * pi / 180, pi / 360
    return [
        QPointF(across * lon, -EARTH * log(tan(pi / 4 + turn * max(-LIMIT, min(LIMIT, lat)))))
        for lon, lat, *_rest in line
    ]


def _find_lines(coordinates: Any) -> Iterator[list[list[float]]]:
    if isinstance(coordinates[0][0], int | float):
        yield coordinates
    else:
        for part in coordinates:
            yield from _find_lines(part)
