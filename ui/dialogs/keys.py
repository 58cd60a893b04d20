"""Lists every key and what it does."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QDialog, QWidget

from ui.dialogs.frame import furnish
from ui.look import fonts, paint, parts
from ui.look.delegate import PaintDelegate
from ui.look.tokens import BODY, CAPTION, ROW, Look
from ui.menus import list_shortcuts
from ui.models.rows import RowsModel
from ui.words import Words


class KeysDialog(QDialog):
    """The keys, made from the table of actions."""

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = words.gettext
        model: RowsModel[tuple[str, str]] = RowsModel(lambda pair: f"{pair[0]}: {pair[1]}", self)
        model.put(tuple(list_shortcuts(words)))
        view = parts.list_view(model, PaintDelegate(_draw, look, ROW), _("Keys"), look)
        close = parts.button(_("Close"), look, kind="primary")
        close.clicked.connect(self.accept)
        furnish(self, _("Keys"), view, [close], look, (480, 560))


def _draw(painter: QPainter, area: QRectF, item: object, look: Look) -> None:
    assert isinstance(item, tuple)
    keys, text = item
    wide = fonts.width(look, keys, CAPTION) + 14
    tall = look.px(20)
    cap = QRectF(area.x() + 20, area.center().y() - tall / 2, wide, tall)
    paint.box(painter, cap, look.sunken, look.line, 4)
    paint.text(painter, cap, keys, look, look.text, CAPTION, align=paint.CENTRE)
    room = area.adjusted(look.px(170), 0, -12, 0)
    paint.text(painter, room, text, look, look.text, BODY)
