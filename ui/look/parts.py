"""Ready pieces of a screen: layouts in one line, labels, buttons, banners, views, empty states."""

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import QAbstractItemModel, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QListView,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyledItemDelegate,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.look import fonts, icons, paint
from ui.look.tokens import BODY, CAPTION, ROW, SECTION, Look

Item = QWidget | QLayout | int | None
Margins = tuple[int, int, int, int]

_KIND_ROLES = {"primary": "on_accent", "link": "accent_text"}
CELL_PADDING = 10  # px the style sheet gives a cell and Qt leaves out of its size
MEASURED = 200  # rows looked at for the width of a column; thousands would take half a second
_NO_MARGINS: Margins = (0, 0, 0, 0)


def row(*items: Item, gap: int = 8, margins: Margins = _NO_MARGINS) -> QHBoxLayout:
    """Lay items side by side: a number is a space, None takes what is left."""
    layout = QHBoxLayout()
    _fill(layout, items, gap, margins)
    return layout


def column(*items: Item, gap: int = 8, margins: Margins = _NO_MARGINS) -> QVBoxLayout:
    """Lay items below each other: a number is a space, None takes what is left."""
    layout = QVBoxLayout()
    _fill(layout, items, gap, margins)
    return layout


def frame(layout: QLayout, part: str = "panel", width: int = 0, height: int = 0) -> QFrame:
    """Put a layout on a ground: one of the `part`s of the style sheet."""
    ground = QFrame()
    ground.setProperty("part", part)
    ground.setLayout(layout)
    if width:
        ground.setFixedWidth(width)
    if height:
        ground.setFixedHeight(height)
    return ground


def rule() -> QFrame:
    """Make a hairline across."""
    line = QFrame()
    line.setProperty("part", "rule")
    line.setFixedHeight(1)
    return line


def label(
    text: str,
    look: Look,
    size: int = BODY,
    bold: bool = False,
    role: str = "text",
    wrap: bool = False,
) -> QLabel:
    """Make a label of plain text: rich text in a name from a table would be an attack."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setFont(fonts.font(look, size, bold))
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def glyph(name: str, look: Look, role: str = "muted", size: int = 16) -> QLabel:
    """Show an icon."""
    made = QLabel()
    side = look.px(size)
    made.setPixmap(icons.pixmap(name, getattr(look, role), side, made.devicePixelRatioF()))
    made.setFixedSize(side, side)
    return made


def button(text: str, look: Look, icon: str = "", kind: str = "") -> QPushButton:
    """Make a button of a kind: "primary" (one a screen), "" plain, "quiet" or "link"."""
    made = QPushButton(text)
    made.setFont(fonts.font(look, BODY, kind == "primary"))
    if kind:
        made.setProperty("kind", kind)
    if icon:
        made.setIcon(icons.make_icon(icon, look, _KIND_ROLES.get(kind, "muted"), 4))
        made.setIconSize(icons.icon_size(look, 4))
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if kind != "link":
        made.setMinimumWidth(_button_width(text, look, icon, kind))
    made.setCursor(
        Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor
    )
    return made


def _button_width(text: str, look: Look, icon: str, kind: str) -> int:
    wide = fonts.width(look, text, BODY, kind == "primary") + (28 if kind == "quiet" else 36)
    return round(wide) + (icons.icon_size(look, 4).width() if icon else 0)


def action_button(action: QAction, look: Look, kind: str = "", text: str = "") -> QPushButton:
    """Make a button that triggers an action and is enabled when it is; tooltip and icon follow."""
    said = text or action.iconText()
    made = button(said, look, str(action.data() or ""), kind)
    made.setToolTip(action.toolTip())
    made.setAccessibleName(said)
    made.setEnabled(action.isEnabled())
    made.clicked.connect(action.trigger)
    action.enabledChanged.connect(made.setEnabled)
    return made


def tool(action: QAction, look: Look) -> QToolButton:
    """Make a small button of an action's icon alone."""
    made = QToolButton()
    made.setDefaultAction(action)
    made.setIcon(icons.make_icon(str(action.data()), look))
    made.setIconSize(icons.icon_size(look))
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    made.setAccessibleName(action.iconText())
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


class Segments(QWidget):
    """Views of which one is shown; `picked(int)` tells the new one."""

    picked = Signal(int)

    def __init__(self, names: Sequence[str], look: Look, chosen: int = 0) -> None:
        super().__init__()
        self._group = QButtonGroup(self, exclusive=True)
        self._group.idClicked.connect(self.picked)
        buttons: list[Item] = []
        for index, name in enumerate(names):
            made = QToolButton()
            made.setText(name)
            made.setCheckable(True)
            made.setChecked(index == chosen)
            made.setProperty("kind", "segment")
            made.setFont(fonts.font(look, BODY))
            made.setMinimumWidth(round(fonts.width(look, name, BODY, True)) + 24)
            self._group.addButton(made, index)
            buttons.append(made)
        self.setLayout(row(*buttons, gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def choose(self, index: int) -> None:
        """Show a view without telling."""
        self._group.button(index).setChecked(True)

    def rename(self, index: int, name: str) -> None:
        """Change the text of one, such as a count in it."""
        self._group.button(index).setText(name)


def note(
    kind: str, icon: str, sentence: QLabel, look: Look, way_out: QWidget | None = None
) -> QFrame:
    """Make a banner, "warn", "danger" or "info": icon, one sentence, one action."""
    role = "accent_text" if kind == "info" else kind
    sentence.setWordWrap(True)
    sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    items: list[Item] = [glyph(icon, look, role), sentence]
    if way_out:
        items.append(way_out)
    return frame(row(*items, margins=(12, 6, 12, 6)), kind)


def empty_state(
    look: Look, icon: str, title: str, sentence: str, way_out: QWidget | None = None
) -> QWidget:
    """Say what is missing and how to start; never an empty page."""
    picture = glyph(icon, look, "faint", 28)
    lines = [
        label(title, look, SECTION, bold=True),
        label(sentence, look, BODY, role="muted", wrap=True),
    ]
    for line in lines:
        line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    lines[1].setMaximumWidth(look.px(420))
    lines[1].setMinimumWidth(look.px(320))
    items: list[Item] = [None, _centred(picture), _centred(lines[0]), _centred(lines[1])]
    if way_out:
        items += [4, _centred(way_out)]
    items += [None]
    return frame(column(*items, gap=8, margins=(24, 24, 24, 24)), "ground")


def heading(text: str, look: Look, aside: QWidget | None = None, icon: str = "") -> QHBoxLayout:
    """Make the title of a section with something quiet at its right."""
    items: list[Item] = [glyph(icon, look)] if icon else []
    items += [label(text, look, SECTION, bold=True), None]
    if aside:
        items.append(aside)
    return row(*items, margins=(14, 9, 14, 8))


def list_view(
    model: QAbstractItemModel, delegate: QStyledItemDelegate, name: str, look: Look
) -> QListView:
    """Show painted rows; `name` is what a screen reader says."""
    view = QListView()
    view.setModel(model)
    delegate.setParent(view)
    view.setItemDelegate(delegate)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setMouseTracking(True)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setAccessibleName(name)
    view.verticalScrollBar().setSingleStep(look.px(ROW))
    return view


def say_when_empty(view: QAbstractItemView, text: str, look: Look) -> None:
    """Let a view without rows say so."""
    said = label(text, look, role="faint", wrap=True)
    said.setAlignment(Qt.AlignmentFlag.AlignCenter)
    holder = row(said, margins=(24, 8, 24, 8))
    view.viewport().setLayout(holder)
    model = view.model()
    said.setVisible(model.rowCount() == 0)
    model.modelReset.connect(lambda: said.setVisible(model.rowCount() == 0))


def table_view(model: QAbstractItemModel, name: str, look: Look, height: int = ROW) -> QTableView:
    """Show a table of plain cells in rows of `height` px at 100 %."""
    view = QTableView()
    view.setModel(model)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(look.px(height))
    view.horizontalHeader().setHighlightSections(False)
    view.horizontalHeader().setDefaultAlignment(
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    )
    view.horizontalHeader().setFont(fonts.font(look, CAPTION))
    view.setAccessibleName(name)
    return view


def fit_columns(view: QTableView, stretched: int, widest: int = 180) -> None:
    """Make columns as wide as their contents, `widest` px at most; one takes what is left."""
    head = view.horizontalHeader()
    head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    head.setResizeContentsPrecision(MEASURED)
    view.resizeColumnsToContents()
    for column in range(head.count()):
        view.setColumnWidth(column, min(view.columnWidth(column) + CELL_PADDING, widest))
    head.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)


def scroll(content: QWidget) -> QScrollArea:
    """Let a tall widget scroll."""
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


class Painted(QWidget):
    """A widget drawn by one function of the painter, the widget's size and the look."""

    def __init__(
        self, draw: Callable[[QPainter, QSize, Look], None], look: Look, name: str = ""
    ) -> None:
        super().__init__()
        self._draw, self._look = draw, look
        self.setAccessibleName(name)

    def paintEvent(self, event: object) -> None:
        """Draw."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter, self.size(), self._look)
        painter.end()


def _fill(layout: QBoxLayout, items: Sequence[Item], gap: int, margins: Margins) -> None:
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


def _centred(widget: QWidget) -> QHBoxLayout:
    return row(None, widget, None)


class ElidedLabel(QWidget):
    """One line of plain text that gives way: cut with an ellipsis, whole in its tooltip."""

    def __init__(self, look: Look, size: int = BODY, role: str = "muted") -> None:
        super().__init__()
        self._look, self._size, self._role, self._text = look, size, role, ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(0)

    def setText(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._tip()
        self.update()

    def text(self) -> str:
        """Give the whole text."""
        return self._text

    def sizeHint(self) -> QSize:
        """Ask for the whole line."""
        wide = fonts.width(self._look, self._text, self._size)
        return QSize(round(wide) + 2, round(fonts.metrics(self._look, self._size).height()))

    def resizeEvent(self, event: object) -> None:
        """Have a tooltip only where something is cut."""
        self._tip()

    def paintEvent(self, event: object) -> None:
        """Draw."""
        painter = QPainter(self)
        ink = getattr(self._look, self._role)
        paint.text(painter, QRectF(self.rect()), self._text, self._look, ink, self._size)
        painter.end()

    def _tip(self) -> None:
        is_cut = self.sizeHint().width() > self.width() + 2
        self.setToolTip(f"<qt>{escape(self._text)}</qt>" if is_cut else "")
