"""What stands on the timeline: the ground with roads and beds, and a chip for each stop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from planner.domain.locks import Freedom
from planner.domain.units import Minute
from ui.look import fonts, icons, paint
from ui.look.tokens import AXIS, CAPTION, CREW_DASHES, Look, ink_on, mix
from ui.models.board import Board, CrewLine, StopRow
from ui.models.locks import lock_icon
from ui.models.stops import say_stop
from ui.widgets.timeline_scale import CHIP, CHIP_TOP, Scale, Span, place_chips
from ui.words import Words

LONG_DRIVE: Minute = 120  # a drive as long as this shows its length
TICKS: tuple[Minute, ...] = (8 * 60, 12 * 60, 16 * 60)
LOCK = 12.0  # px of the mark of a stop that stays
LEAST_CHIP = 15.0  # still hit by a mouse
LEAST_ICON, LEAST_NUMBER = 8.0, 12.0  # px of height in which they can be read
LEAST_NAME = 34.0  # px below which a name is better told by its number, as on the map
LEAST_WEEK = 60.0  # px of a column in which hours and lengths have room


@dataclass(frozen=True, slots=True)
class Pen:
    """What drawing a stop takes besides the stop."""

    look: Look
    words: Words
    is_far: bool


def label_size(words: Words) -> int:
    """Give the size of a stop's name: Chinese is not read below 12 px."""
    return CAPTION if words.language == "zh" else AXIS


class Ground(QGraphicsItem):
    """Day columns, rows, days off, roads and beds: everything behind the chips, in one item."""

    def __init__(
        self, board: Board, scale: Scale, chips: Sequence["Chip"], look: Look, words: Words
    ) -> None:
        super().__init__()
        self._board, self._scale, self._look, self._words = board, scale, look, words
        self._taken: dict[tuple[str, date], list[Span]] = {}
        for chip in chips:
            self._taken.setdefault((chip.stop.crew, chip.stop.day), []).append(chip.place)
        self.setZValue(-1)

    def boundingRect(self) -> QRectF:
        """Cover all days and crews."""
        return QRectF(0, 0, self._scale.width, self._scale.height + 1)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw what lies in view."""
        self._draw_days(painter)
        for row, crew in enumerate(self._board.crews):
            self._draw_crew(painter, row, crew)

    def _draw_days(self, painter: QPainter) -> None:
        look, scale = self._look, self._scale
        weekend = mix(look.sunken, look.surface, 0.4 if look.dark else 0.75)
        for offset in range(scale.days):
            day = scale.first + timedelta(days=offset)
            column = scale.column(day)
            if day.weekday() >= 5:
                area = QRectF(column.left, 0, column.width, scale.height)
                painter.fillRect(area, QColor(weekend))
            if column.width >= LEAST_WEEK:
                faint = mix(look.line, look.surface, 0.45)
                for tick in TICKS:
                    x = scale.x(day, tick)
                    paint.rule(painter, QPointF(x, 0), QPointF(x, scale.height), faint)
            left = QPointF(column.left, 0)
            paint.rule(painter, left, QPointF(column.left, scale.height), look.line)
        end = QPointF(scale.width, 0)
        paint.rule(painter, end, QPointF(scale.width, scale.height), look.line)

    def _draw_crew(self, painter: QPainter, row: int, crew: CrewLine) -> None:
        look, scale = self._look, self._scale
        top = scale.top(row)
        hatch = QColor(look.edge)
        hatch.setAlphaF(0.28)
        for offset in range(scale.days):
            day = scale.first + timedelta(days=offset)
            if crew.free and day not in crew.free:
                column = scale.column(day)
                area = QRectF(column.left + 1, top + 1, column.width - 1, scale.row - 2)
                painter.fillRect(area, QBrush(hatch, Qt.BrushStyle.BDiagPattern))
        low = top + scale.row
        paint.rule(painter, QPointF(0, low), QPointF(scale.width, low), look.line)
        self._draw_roads(painter, row, crew)
        self._draw_beds(painter, row, crew)

    def _draw_roads(self, painter: QPainter, row: int, crew: CrewLine) -> None:
        look, scale = self._look, self._scale
        hue, dash = look.crew(crew.number), CREW_DASHES[crew.number % len(CREW_DASHES)]
        middle = scale.top(row) + CHIP_TOP + CHIP / 2
        for drive in crew.drives:
            if not scale.shows(drive.day):
                continue
            left, right = scale.x(drive.day, drive.start), scale.x(drive.day, drive.end)
            paint.rule(painter, QPointF(left, middle), QPointF(right, middle), hue, 2, dash)
            length = drive.end - drive.start
            if length >= LONG_DRIVE and not scale.is_far:
                text = self._words.gettext("{hours} h").format(hours=f"{length / 60:.1f}")
                self._draw_length(painter, text, crew.id, drive.day, Span(left, right), middle)

    def _draw_length(
        self, painter: QPainter, text: str, crew: str, day: date, road: Span, middle: float
    ) -> None:
        room = self._scale.room(day)
        taken = self._taken.get((crew, day), [])
        left = max([road.left, *(t.right + 2 for t in taken if t.left <= road.left)])
        right = min([room.right, *(t.left - 2 for t in taken if t.left > road.left)])
        wide = fonts.width(self._look, text, AXIS)
        if right - left >= wide:  # else a name or its people stand there
            below = QRectF(left, middle + CHIP / 2, wide + 2, 15)
            paint.text(painter, below, text, self._look, self._look.faint, AXIS)

    def _draw_beds(self, painter: QPainter, row: int, crew: CrewLine) -> None:
        look, scale = self._look, self._scale
        hue = look.crew(crew.number)
        middle = scale.top(row) + CHIP_TOP + CHIP / 2
        for bed in crew.beds:
            if not scale.shows(bed.day):
                continue
            x = scale.column(bed.day).right
            if not scale.is_far:
                area = QRectF(x - 10, middle - 9, 20, 18)
                paint.box(painter, area, look.surface, hue, 9, 1.2)
                icons.draw(painter, "bed-double", x - 6, middle - 6, 12, hue, 2.2)
            else:
                paint.box(painter, QRectF(x - 2.5, middle - 7, 5, 14), hue, "", 2.5)


class Chip(QGraphicsItem):
    """A stop: the crew's hue, the pennant, its name; `stay` is when it truly begins and ends.

    `place` and `stay` are stretches of the scene; from afar the stops of a day stand in a pile,
    each `height` tall.
    """

    def __init__(
        self, stop: StopRow, place: Span, stay: Span, height: float, is_accepted: bool, kit: Pen
    ) -> None:
        super().__init__()
        self.stop, self.place = stop, place
        self._stay, self._height = stay, height
        self._is_first = True
        self._is_accepted = is_accepted
        self._kit = kit
        self.is_picked = False
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.setToolTip(f"<qt>{escape(say_stop(stop, kit.words))}</qt>")  # a name is no markup

    def put_below(self) -> None:
        """Leave out the pennant, whose place another chip of the pile takes."""
        self._is_first = False

    def pick(self, is_picked: bool) -> None:
        """Ring the chip, or take the ring away."""
        if is_picked != self.is_picked:
            self.is_picked = is_picked
            self.setZValue(1 if is_picked else 0)
            self.update()

    def boundingRect(self) -> QRectF:
        """Cover pennant, chip, ring and the strip below."""
        return QRectF(-6, -10, self.place.width + 34, self._height + 30)

    def covers(self, spot: QPointF) -> bool:
        """Say whether a spot of the scene is on the chip, not where marks reach over the next."""
        return QRectF(0, 0, self.place.width, self._height).contains(spot - self.pos())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the stop."""
        look, stop = self._kit.look, self.stop
        fill = look.rung(stop.crew_number, self._step())
        area = QRectF(0, 0, self.place.width, self._height)
        paint.box(painter, area, look.surface)
        paint.box(painter, area, fill, look.crew(stop.crew_number), 4, 1.2)
        if self._kit.is_far:
            self._draw_from_afar(painter, area, ink_on(fill))
        else:
            self._draw_near(painter, ink_on(fill))
        if self.is_picked:
            paint.focus(painter, area, look)
        if not stop.is_home and self._is_first:
            paint.market(painter, 3, -7, stop.market, look, 8 if self._kit.is_far else 9)
        self._draw_lock(painter, area)

    def _step(self) -> str:
        """Give the step of the ladder that fills the chip: of an accepted plan at least day."""
        if not self._is_accepted:
            return Freedom.FREE
        return self.stop.freedom if self.stop.freedom.keeps(Freedom.DAY) else Freedom.DAY

    def _draw_lock(self, painter: QPainter, area: QRectF) -> None:
        name, look = lock_icon(self.stop.freedom), self._kit.look
        if not name or (self._kit.is_far and not self._is_first):
            return
        side = LOCK - 3 if self._kit.is_far else LOCK
        seat = QRectF(area.right() - side / 2 - 2, -side / 2 - 1, side + 2, side + 2)
        paint.box(painter, seat, look.surface, look.edge, 3, 1)
        icons.draw(painter, name, seat.x() + 1, seat.y() + 1, side, look.text, 2.4)

    def _draw_from_afar(self, painter: QPainter, area: QRectF, ink: str) -> None:
        look = self._kit.look
        if self.stop.is_home:
            size = min(10.0, area.height() - 1)
            x, y = area.center().x() - size / 2, area.center().y() - size / 2
            if size >= LEAST_ICON:
                icons.draw(painter, "house", x, y, size, ink, 2.4)
        elif area.height() >= LEAST_NUMBER:
            number = str(self.stop.number)
            paint.text(painter, area, number, look, ink, AXIS, True, paint.CENTRE)

    def _draw_near(self, painter: QPainter, ink: str) -> None:
        look, stop = self._kit.look, self.stop
        left, right = self._stay.left - self.place.left, self._stay.right - self.place.left
        if stop.is_home:
            x = (self.place.width - 14) / 2
            icons.draw(painter, "house", x, 6, 14, ink, 2.2)
            return
        if self.place.width - (right - left) > 3:
            under = QRectF(left, CHIP - 4, right - left, 3)
            inside = QRectF(2, 0, self.place.width - 4, CHIP)
            paint.box(painter, under.intersected(inside), look.crew(stop.crew_number))
        self._draw_name(painter, ink)
        if stop.worth is not None and self.place.width >= 34:
            icons.draw(painter, "users", 2, CHIP + 3, 12, look.muted, 2.2)
            text = self._kit.words.number(stop.worth.people)
            paint.text(painter, QRectF(17, CHIP + 1, 40, 15), text, look, look.muted, AXIS)

    def _draw_name(self, painter: QPainter, ink: str) -> None:
        look, size = self._kit.look, label_size(self._kit.words)
        room = QRectF(3, 0, self.place.width - 6, CHIP - 2)
        name = self.stop.label
        if room.width() < LEAST_NAME and fonts.width(look, name, size) > room.width():
            number = str(self.stop.number)
            paint.text(painter, room, number, look, ink, size, True, paint.CENTRE)
            return
        lines = break_name(name, look, size, room.width())
        if len(lines) == 1:
            paint.text(painter, room, lines[0], look, ink, size, align=paint.CENTRE)
            return
        half = QRectF(room.x(), 0, room.width(), 13)
        for row, line in enumerate(lines):
            place = half.translated(0, 12 * row)
            paint.text(painter, place, line, look, ink, AXIS, align=paint.CENTRE)


def break_name(name: str, look: Look, size: int, width: float, bold: bool = False) -> list[str]:
    """Break a name into at most two lines, between words where it can; the second may be long."""
    if fonts.width(look, name, size, bold) <= width:
        return [name]
    gaps = [index for index, letter in enumerate(name) if letter == " "]
    fitting = [gap for gap in gaps if fonts.width(look, name[:gap], size, bold) <= width]
    if fitting:
        return [name[: fitting[-1]], name[fitting[-1] + 1 :]]
    hyphen = "-" if name.isascii() else ""
    cut = next(
        (
            index
            for index in range(len(name) - 1, 1, -1)
            if fonts.width(look, name[:index] + hyphen, size, bold) <= width
        ),
        0,
    )
    return [name[:cut] + hyphen, name[cut:]] if cut else [name]


def make_chips(board: Board, scale: Scale, kit: Pen) -> list[Chip]:
    """Make the chips of all stops in view: side by side, or from afar in a pile a day."""
    rows = {crew.id: row for row, crew in enumerate(board.crews)}
    cells: dict[tuple[int, date], list[StopRow]] = {}
    for stop in board.stops:
        if scale.shows(stop.day) and stop.crew in rows:
            cells.setdefault((rows[stop.crew], stop.day), []).append(stop)
    chips = []
    for (row, day), stops in cells.items():
        stays = [Span(scale.x(day, stop.start), scale.x(day, stop.end)) for stop in stops]
        top = scale.top(row) + CHIP_TOP
        if scale.is_far:
            places = [scale.room(day)] * len(stops)
            heights = pile_up(stops, scale.row - CHIP_TOP - 4)
        else:
            wanted = [want_width(stop, kit) for stop in stops]
            places = list(place_chips(stays, wanted, LEAST_CHIP, scale.room(day)))
            heights = [CHIP] * len(stops)
        for number, stop in enumerate(stops):
            place, height = places[number], heights[number]
            chip = Chip(stop, place, stays[number], height, board.accepted, kit)
            chip.setPos(place.left, top)
            if scale.is_far and number:
                chip.put_below()
            chips.append(chip)
            top += height + 1 if scale.is_far else 0
    return chips


def pile_up(stops: Sequence[StopRow], room: float) -> list[float]:
    """Share the height of a row among the stops of a day; a home takes less than a booth."""
    homes = sum(1 for stop in stops if stop.is_home)
    booths = len(stops) - homes
    room -= len(stops) - 1
    home = min(11.0, room / len(stops))
    booth = min(CHIP, (room - home * homes) / booths) if booths else 0.0
    return [home if stop.is_home else booth for stop in stops]


def want_width(stop: StopRow, kit: Pen) -> float:
    """Say how wide a chip must be to show its name."""
    if stop.is_home:
        return LEAST_CHIP + 4
    return fonts.width(kit.look, stop.label, label_size(kit.words)) + 9
