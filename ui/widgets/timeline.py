"""The plan as a timeline: crews down, days across; walked with the arrow keys."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmapCache,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from ui.look import fonts, icons, paint
from ui.look.tokens import AXIS, BODY, CAPTION, Look, mix
from ui.models.board import Board, CrewLine, StopRow
from ui.models.labels import head_day, name_weekday
from ui.widgets.timeline_items import (
    LEAST_WEEK,
    TICKS,
    Chip,
    Ground,
    Pen,
    break_name,
    label_size,
    make_chips,
)
from ui.widgets.timeline_scale import CHIP, ROW_MOST, Scale, Sheet, make_scale
from ui.words import Words

HEAD, TOP = 122, 56  # px at 100 %: crew names at the left, days above
WEEK = 7
SCROLL_BAR = 14
CACHE_LIMIT = 200 * 1024  # KB; Qt's own 10 MB makes 600 cached chips thrash (122 ms a frame)


class DayHead(QWidget):
    """Dates, lunar dates and the number of markets above the timeline, moving along with it."""

    def __init__(self, timeline: "Timeline", look: Look, words: Words) -> None:
        super().__init__(timeline)
        self._timeline, self._look, self._words = timeline, look, words
        self._is_tight = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the days in view."""
        scale = self._timeline.axes
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._look.surface))
        painter.translate(-self._timeline.horizontalScrollBar().value(), 0)
        painter.scale(self._timeline.zoom, self._timeline.zoom)
        days = [scale.first + timedelta(days=offset) for offset in range(scale.days)]
        self._is_tight = any(
            fonts.width(self._look, head_day(day, self._words), BODY, True)
            > scale.column(day).width - 10
            for day in days
            if scale.column(day).width >= LEAST_WEEK
        )
        for day in days:
            self._draw_day(painter, scale, day)
        painter.resetTransform()
        low = self.height() - 0.5
        paint.rule(painter, QPointF(0, low), QPointF(self.width(), low), self._look.line)

    def _draw_day(self, painter: QPainter, scale: Scale, day: date) -> None:
        look, column = self._look, scale.column(day)
        if day.weekday() >= 5:
            ground = mix(look.sunken, look.surface, 0.4 if look.dark else 0.75)
            painter.fillRect(QRectF(column.left, 0, column.width, TOP), QColor(ground))
        edge = QPointF(column.left, 0)
        paint.rule(painter, edge, QPointF(column.left, TOP), look.line)
        if column.width < LEAST_WEEK:
            self._draw_slim(painter, QRectF(column.left, 0, column.width, TOP), day)
            return
        words, x, wide = self._words, column.left + 8, column.width - 10
        title = head_day(day, words)
        if self._is_tight and words.language != "zh":
            title = title.rpartition(" ")[0]  # the month goes, the weekday stays
        paint.text(painter, QRectF(x, 4, wide, 18), title, look, look.text, BODY, True)
        lunar, size = words.lunar(day), label_size(words)
        if fonts.width(look, lunar, size) > wide - 30:
            lunar = lunar.rpartition(" ")[2]
        paint.text(painter, QRectF(x, 21, wide - 30, 16), lunar, look, look.faint, size)
        count = self._timeline.board.markets.get(day, 0) if self._timeline.board else 0
        if count:
            right = column.right - 32
            paint.market(painter, right, 24, True, look, 7)
            area = QRectF(right + 9, 21, 24, 16)
            paint.text(painter, area, str(count), look, look.faint, AXIS)
        for tick in TICKS:
            area = QRectF(scale.x(day, tick) - 12, 38, 24, 14)
            text = str(tick // 60)
            paint.text(painter, area, text, look, look.faint, AXIS, align=paint.CENTRE)

    def _draw_slim(self, painter: QPainter, area: QRectF, day: date) -> None:
        look, words = self._look, self._words
        if area.width() < 20 and day.weekday() != 0:
            return
        ink = look.muted if day.weekday() == 0 else look.faint
        week = QRectF(area.x(), 5, area.width(), 17)
        short = name_weekday(day, words)
        if area.width() < 30:
            short = short[-1] if words.language == "zh" else short[:1]
        size = label_size(words)
        paint.text(painter, week, short, look, ink, size, align=paint.CENTRE)
        number = QRectF(area.x() - 4, 22, area.width() + 8, 16)
        text = str(day.day)
        if day.weekday() == 0 or day.day == 1:  # English readers differ on what 5/11 is
            month = words.month(day.month)
            whole = f"{day.month}/{day.day}" if words.language == "zh" else f"{day.day} {month}"
            text = whole if fonts.width(look, whole, AXIS) <= number.width() else text
        paint.text(painter, number, text, look, ink, AXIS, align=paint.CENTRE)


class Corner(QWidget):
    """The corner between both heads."""

    def __init__(self, timeline: "Timeline", look: Look) -> None:
        super().__init__(timeline)
        self._look = look

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and lines."""
        painter, look = QPainter(self), self._look
        painter.fillRect(self.rect(), QColor(look.surface))
        right, low = self.width() - 0.5, self.height() - 0.5
        paint.rule(painter, QPointF(right, 0), QPointF(right, low), look.line)
        paint.rule(painter, QPointF(0, low), QPointF(right, low), look.line)


class CrewHead(QWidget):
    """Names, nights and driving of the crews beside the timeline."""

    def __init__(self, timeline: "Timeline", look: Look, words: Words) -> None:
        super().__init__(timeline)
        self._timeline, self._look, self._words = timeline, look, words

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the crews in view."""
        painter, look = QPainter(self), self._look
        painter.fillRect(self.rect(), QColor(look.surface))
        board, scale = self._timeline.board, self._timeline.axes
        painter.translate(0, -self._timeline.verticalScrollBar().value())
        painter.scale(self._timeline.zoom, self._timeline.zoom)
        for row, crew in enumerate(board.crews if board else ()):
            self._draw_crew(painter, QRectF(0, scale.top(row), HEAD, scale.row), crew)
        painter.resetTransform()
        x = self.width() - 0.5
        paint.rule(painter, QPointF(x, 0), QPointF(x, self.height()), look.line)

    def _draw_crew(self, painter: QPainter, area: QRectF, crew: CrewLine) -> None:
        look, left, top = self._look, self._look.px(36), area.y()
        paint.badge(painter, QPointF(look.px(19), top + 23), 9, crew.number, look)
        wide = area.width() - left - 4
        lines = break_name(crew.name, look, BODY, wide, bold=True)
        size, high = (BODY, 20) if len(lines) == 1 else (CAPTION, 15)
        for number, line in enumerate(lines):
            name = QRectF(left, top + (10 if len(lines) == 1 else 2) + number * high, wide, high)
            paint.text(painter, name, line, look, look.text, size, True)
        facts = (
            ("bed-double", str(len(crew.beds))),
            (
                "truck",
                self._words.gettext("{hours} h").format(hours=round(crew.drive_minutes / 60)),
            ),
        )
        x = float(left)
        for icon, text in facts:
            icons.draw(painter, icon, x, top + 33, 12, look.faint, 2.2)
            room = QRectF(x + 15, top + 31, 40, 16)
            x += 15 + paint.text(painter, room, text, look, look.muted, AXIS) + 8
        low = area.bottom()
        paint.rule(painter, QPointF(0, low), QPointF(area.width(), low), look.line)


class Timeline(QGraphicsView):
    """Shows a board a week at a time, or the whole horizon.

    `picked(str)` with the visit of a stop that was clicked or walked to, `opened(str)` on Enter,
    `dropped(str)` on Delete, `climbed(int)` up or down the ladder of locks on L and Shift+L,
    `menu_wanted(QPoint)` with a place on the screen, `week_changed(int)`. Ctrl and a click picks
    one stop more, Ctrl+A the whole tour; `chosen` are all of them.
    """

    picked = Signal(str)
    opened = Signal(str)
    dropped = Signal(str)
    climbed = Signal(int)
    menu_wanted = Signal(QPoint)
    week_changed = Signal(int)

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        QPixmapCache.setCacheLimit(max(QPixmapCache.cacheLimit(), CACHE_LIMIT))
        self._zoom = look.scale  # the view magnifies, so that geometry stays that of 100 %
        self._look, self._words = replace(look, scale=1.0), words
        self.setTransform(QTransform.fromScale(self._zoom, self._zoom))
        self.board: Board | None = None
        self.axes = make_scale(Sheet(date.min, WEEK, (), 1, 420, 1140), 700, 60, far=False)
        self._hours = (420, 1140)
        self._chips: dict[str, Chip] = {}
        self._picked = ""
        self._more: frozenset[str] = frozenset()
        self._week = 0
        self._is_far = False
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.Antialiasing)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setBackgroundBrush(QColor(look.surface))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setViewportMargins(look.px(HEAD), look.px(TOP), 0, 0)
        self._days = DayHead(self, self._look, words)
        self._crews = CrewHead(self, self._look, words)
        self._corner = Corner(self, self._look)
        self.horizontalScrollBar().valueChanged.connect(self._days.update)
        self.verticalScrollBar().valueChanged.connect(self._crews.update)
        self.setAccessibleName(words.gettext("Timeline of the plan"))

    def show_board(self, board: Board, hours: tuple[int, int]) -> None:
        """Show another plan; `hours` are the times of day at the ends of a column."""
        self.board, self._hours = board, hours
        self._week = min(self._week, self.weeks - 1)
        self._lay_out()

    @property
    def weeks(self) -> int:
        """How many weeks the horizon has, the last one perhaps not whole."""
        if self.board is None:
            return 1
        horizon = self.board.horizon
        return (horizon.last - horizon.first).days // WEEK + 1

    @property
    def week(self) -> int:
        """The week in view, from 0."""
        return self._week

    @property
    def zoom(self) -> float:
        """How much everything is magnified, 1.0 = 100 %."""
        return self._zoom

    @property
    def is_far(self) -> bool:
        """Whether the whole horizon is in view."""
        return self._is_far

    def go_to_week(self, week: int) -> None:
        """Show a week of the horizon; weeks outside stick to its ends."""
        week = max(0, min(self.weeks - 1, week))
        if week != self._week:
            self._week = week
            self._lay_out()
        self.week_changed.emit(week)

    def set_far(self, is_far: bool) -> None:
        """Show the whole horizon, or a week."""
        self._is_far = is_far
        self._lay_out()
        self.week_changed.emit(self._week)

    def pick(self, visit: str) -> None:
        """Ring a stop and bring it into view, without saying so."""
        if visit in self._chips and visit == self._picked:
            return
        self._picked = visit
        if visit not in self._more:
            self._more = frozenset()
        stop = self.board.find(visit) if self.board else None
        if stop and not self._is_far and not self.axes.shows(stop.day):
            self.go_to_week((stop.day - self.board.horizon.first).days // WEEK)  # type: ignore[union-attr]
        self._ring()
        if visit in self._chips:
            self.ensureVisible(self._chips[visit], 24, 8)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The visits picked together, in order of the board."""
        wanted = self._more | {self._picked}
        return (
            tuple(stop.visit for stop in self.board.stops if stop.visit in wanted)
            if self.board
            else ()
        )

    def gather(self, visits: Iterable[str]) -> None:
        """Pick these stops together with the one that is picked."""
        self._more = frozenset(visits)
        self._ring()

    def _ring(self) -> None:
        for chip in self._chips.values():
            chip.pick(chip.stop.visit in self._more or chip.stop.visit == self._picked)
        count = len(self.chosen)
        said = self._words.ngettext("{count} stop picked", "{count} stops picked", count)
        self.setAccessibleDescription(said.format(count=count) if count > 1 else "")

    def chip_of(self, visit: str) -> Chip | None:
        """Give the chip of a stop that is in view."""
        return self._chips.get(visit)

    def wanted_height(self) -> int:
        """Give the height in which all crews stand at their ease, a scroll bar included."""
        rows = len(self.board.crews) if self.board else 1
        return round((TOP + rows * ROW_MOST + SCROLL_BAR) * self._zoom)

    def _lay_out(self) -> None:
        scene, board = self.scene(), self.board
        scene.clear()
        self._chips = {}
        if board is None:
            return
        self.axes = self._make_scale(board)
        scene.setSceneRect(0, 0, self.axes.width, self.axes.height + 1)
        pen = Pen(self._look, self._words, self.axes.is_far)
        chips = make_chips(board, self.axes, pen)
        scene.addItem(Ground(board, self.axes, chips, self._look, self._words))
        for chip in chips:
            self._chips[chip.stop.visit] = chip
            scene.addItem(chip)
        self._ring()
        self._days.update()
        self._crews.update()

    def _make_scale(self, board: Board) -> Scale:
        total = (board.horizon.last - board.horizon.first).days + 1
        start = 0 if self._is_far else self._week * WEEK
        days = total if self._is_far else min(WEEK, total - start)
        busy = {day for crew in board.crews for day in crew.days}
        first = board.horizon.first + timedelta(days=start)
        opens, closes = self._hours
        sheet = Sheet(
            first,
            days,
            {day for day in busy if 0 <= (day - first).days < days},
            len(board.crews),
            opens,
            closes,
        )
        view = QSizeF(self.viewport().size()) / self._zoom
        return make_scale(sheet, view.width() - 1, view.height() - 2, self._is_far)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the days and the heads anew."""
        super().resizeEvent(event)
        left, top = round(HEAD * self._zoom), round(TOP * self._zoom)
        self._days.setGeometry(left, 0, self.viewport().width(), top)
        self._corner.setGeometry(0, 0, left, top)
        self._crews.setGeometry(0, top, left, self.viewport().height())
        self._lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the stop under the pointer; with Ctrl one more, or one fewer."""
        chip = self._chip_at(event.position().toPoint())
        is_more = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if chip and is_more and self._picked:
            self.gather((self._more | {self._picked}) ^ {chip.stop.visit})
        elif chip and chip.stop.visit not in self._more:
            self._more = frozenset()
            self.pick(chip.stop.visit)
            self.picked.emit(chip.stop.visit)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the stop under the pointer."""
        chip = self._chip_at(event.position().toPoint())
        if chip:
            self.opened.emit(chip.stop.visit)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the stop under the pointer, or of the one that is picked."""
        chip = self._chip_at(event.pos())
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        if chip and not by_key and chip.stop.visit not in self.chosen:
            self.pick(chip.stop.visit)
            self.picked.emit(chip.stop.visit)
        if by_key or chip:
            self.menu_wanted.emit(self.menu_place() if by_key else event.globalPos())

    def menu_place(self) -> QPoint:
        """Give the place on the screen for a menu of the picked stop."""
        chip = self._chips.get(self._picked)
        inside = self.viewport().rect().center()
        if chip:
            inside = self.mapFromScene(chip.scenePos() + QPointF(8, CHIP))
        return self.viewport().mapToGlobal(inside)

    def _chip_at(self, place: QPoint) -> Chip | None:
        found = [item for item in self.items(place) if isinstance(item, Chip)]
        spot = self.mapToScene(place)
        hit = next((chip for chip in found if chip.covers(spot)), None)
        return hit or next(iter(found), None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl change between the week and the whole horizon."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_far(event.angleDelta().y() < 0)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the stops, open or drop the picked one."""
        key, visit = event.key(), self._picked
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and visit:
            self.opened.emit(visit)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and visit:
            self.dropped.emit(visit)
        elif key == Qt.Key.Key_L and visit:
            is_down = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.climbed.emit(-1 if is_down else 1)
        elif event.matches(QKeySequence.StandardKey.SelectAll) and visit and self.board:
            self.gather(stop.visit for stop in self.board.tour_of(visit))
        elif Qt.Key(key) in STEPS and self.board:
            goal = find_neighbour(self.board, visit, Qt.Key(key))
            if goal:
                self.pick(goal.visit)
                self.picked.emit(goal.visit)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Delete and Enter from being taken as shortcuts of the window."""
        own = (Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in own
        ):
            event.accept()
            return True
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """Leave room for heads and two days."""
        return QSize(round(HEAD * self._zoom) + 200, round(TOP * self._zoom) + 120)


STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Home: 0,
    Qt.Key.Key_End: 0,
}


def find_neighbour(board: Board, visit: str, key: Qt.Key) -> StopRow | None:
    """Find the stop an arrow key leads to: left and right in time, up and down by crew.

    Without a picked stop the first one is found; None where there is nothing further.
    """
    here = board.find(visit)
    if here is None:
        return board.stops[0] if board.stops else None
    own = [stop for stop in board.stops if stop.crew == here.crew]
    at = own.index(here)
    if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        return own[0] if key == Qt.Key.Key_Home else own[-1]
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        goal = at + STEPS[key]
        return own[goal] if 0 <= goal < len(own) else None
    return _find_beside(board, here, STEPS[key])


def _find_beside(board: Board, here: StopRow, step: int) -> StopRow | None:
    order: Sequence[str] = [crew.id for crew in board.crews]
    row = order.index(here.crew) + step
    while 0 <= row < len(order):
        stops = [stop for stop in board.stops if stop.crew == order[row]]
        if stops:
            return min(
                stops,
                key=lambda stop: (
                    abs((stop.day - here.day).days),
                    abs(stop.start - here.start),
                ),
            )
        row += step
    return None
