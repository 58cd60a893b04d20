"""The first screen: what this is for, how to begin, and the files of last time."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, QRectF, Qt
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QListView, QWidget

from ui.look import icons, paint, parts
from ui.look.delegate import PaintDelegate
from ui.look.tokens import BODY, CAPTION, FIGURE, ROW_TALL, SECTION, Look
from ui.models.rows import RowsModel
from ui.stages import Kit, Stage, name_stage
from ui.widgets.stage_bar import draw_mark
from ui.words import Words

LEFT_WIDTH = 500
RIGHT_WIDTH = 430
WIDE = 100  # parts of the width the panels get for each part of the ground beside them


@dataclass(frozen=True, slots=True)
class Step:
    """One stage as the newcomer reads it."""

    number: int
    name: str
    sentence: str


def build(kit: Kit, open_file: Callable[[Path], object]) -> QWidget:
    """Make the page; `open_file` opens a recent one."""
    look = kit.look
    left = parts.column(
        _make_head(kit),
        parts.row(*_make_buttons(kit), None, gap=8),
        *_make_recent(kit, open_file),
        None,
        gap=16,
        margins=(24, 24, 24, 24),
    )
    rows = parts.row(None, gap=16)
    for panel, widest in ((parts.frame(left), LEFT_WIDTH), (_make_steps(kit), RIGHT_WIDTH)):
        panel.setMaximumWidth(look.px(widest))
        rows.addWidget(panel, WIDE)
    rows.addStretch(1)
    page = QWidget()
    page.setLayout(parts.column(None, rows, None, margins=(24, 24, 24, 24)))
    return page


def _make_head(kit: Kit) -> QWidget:
    _, look = kit.words.gettext, kit.look
    mark = parts.Painted(draw_mark, look, _("Xunhui"))
    mark.setFixedSize(look.px(44), look.px(44))
    name = parts.label(_("Xunhui"), look, FIGURE, bold=True)
    purpose = parts.label(_("Plans touring service for customers no station reaches"), look)
    purpose.setProperty("role", "muted")
    head = QWidget()
    head.setMinimumHeight(look.px(44))
    head.setLayout(parts.row(mark, 4, parts.column(name, purpose, gap=0), None))
    return head


def _make_buttons(kit: Kit) -> list[QWidget]:
    _, look, actions = kit.words.gettext, kit.look, kit.actions
    return [
        parts.action_button(actions["file.sample"], look, "primary"),
        parts.action_button(actions["file.import"], look, text=_("Import a folder")),
        parts.action_button(actions["file.open"], look),
    ]


def _make_recent(kit: Kit, open_file: Callable[[Path], object]) -> list[QWidget]:
    _, look = kit.words.gettext, kit.look
    if not kit.preferences.recent:
        return _make_lesson(kit)
    model: RowsModel[Path] = RowsModel(lambda path: path.stem)
    model.put(kit.preferences.recent)
    delegate = PaintDelegate(_draw_file, look, ROW_TALL)
    view = parts.list_view(model, delegate, _("Files of last time"), look)
    model.setParent(view)
    view.setFixedHeight(look.px(ROW_TALL) * min(5, model.rowCount()))
    _open_on_click(view, lambda index: open_file(model.rows[index.row()]))
    return [parts.label(_("Files of last time"), look, SECTION, bold=True), view]


def _make_lesson(kit: Kit) -> list[QWidget]:
    _, look = kit.words.gettext, kit.look
    tables = (
        (_("Stations"), _("where they are, how far they reach, how many crews")),
        (_("Venues"), _("markets and squares: opening hours, market days, people passing")),
        (_("Customers"), _("where they live, their tier, what they own, open requests")),
        (_("If there"), _("crews, technicians and products; else crews are formed")),
    )
    lesson: list[QWidget] = [parts.label(_("What a folder holds"), look, SECTION, bold=True)]
    for name, holds in tables:
        head = parts.label(name, look, BODY, bold=True)
        head.setFixedWidth(look.px(76))
        line = parts.row(head, gap=8)
        line.addWidget(parts.label(holds, look, role="muted", wrap=True), 1)
        row = QWidget()
        row.setLayout(line)
        lesson.append(row)
    lesson.append(
        parts.label(
            _("Each as .csv or .xlsx. Every row is judged; refused ones say what was expected."),
            look,
            role="muted",
            wrap=True,
        )
    )
    return lesson


def _open_on_click(view: QListView, do: Callable[[QModelIndex], object]) -> None:
    view.setCursor(Qt.CursorShape.PointingHandCursor)
    view.clicked.connect(do)
    enter = QShortcut(QKeySequence(Qt.Key.Key_Return), view)
    enter.setContext(Qt.ShortcutContext.WidgetShortcut)
    enter.activated.connect(lambda: do(view.currentIndex()))


def _draw_file(painter: QPainter, area: QRectF, item: object, look: Look) -> None:
    assert isinstance(item, Path)
    side = look.px(16)
    icons.draw(painter, "file-text", area.x() + 12, area.center().y() - side / 2, side, look.muted)
    half = area.height() / 2
    room = area.adjusted(40, 4, -12, -half)
    paint.text(painter, room, item.stem, look, look.text, BODY, True)
    paint.text(painter, room.translated(0, half - 6), str(item.parent), look, look.muted, CAPTION)


def _make_steps(kit: Kit) -> QWidget:
    look, words = kit.look, kit.words
    steps = [
        Step(number, name_stage(stage, words), _say_stage(stage, words))
        for number, stage in enumerate(Stage, start=1)
    ]
    head = parts.heading(words.gettext("One round, seven stages"), look)
    layout = parts.column(head, parts.rule(), gap=0, margins=(1, 1, 1, 8))
    for step in steps:
        layout.addWidget(_make_step(step, look))
    return parts.frame(layout)


def _make_step(step: Step, look: Look) -> QWidget:
    disc = parts.Painted(lambda p, size, t: _draw_disc(p, step.number, t), look, str(step.number))
    disc.setFixedSize(look.px(22), look.px(22))
    name = parts.label(step.name, look, BODY, bold=True)
    name.setFixedWidth(look.px(76))
    sentence = parts.label(step.sentence, look, BODY, role="muted", wrap=True)
    made = QWidget()
    layout = parts.row(disc, 4, name, margins=(14, 9, 14, 9))
    layout.addWidget(sentence, 1)
    made.setLayout(layout)
    return made


def _draw_disc(painter: QPainter, number: int, look: Look) -> None:
    paint.count(painter, 0, 0, str(number), look, look.accent_soft, look.accent_text)


def _say_stage(stage: Stage, words: Words) -> str:
    _ = words.gettext
    return {
        Stage.INTAKE: _("Tables come in; every row is judged, refused rows say why."),
        Stage.COVERAGE: _("Who no station reaches, by region and urgency."),
        Stage.DEMAND: _("What each visit is worth on which day, market days first."),
        Stage.PLANNING: _("Tours of several crews over days and nights, checked rule by rule."),
        Stage.PUBLICITY: _("Posters and notices with date, place and the next visit."),
        Stage.FIELDWORK: _("A run sheet for every crew and day, and a calendar."),
        Stage.FOLLOWUP: _("When and where the crew comes next; what is still open."),
    }[stage]
