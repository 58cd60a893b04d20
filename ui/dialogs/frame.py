"""What every dialog of ours has: a title, a body, and buttons with the primary one last."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from ui.look import parts
from ui.look.floating import FocusRing
from ui.look.tokens import TITLE, Look


def furnish(
    dialog: QDialog,
    title: str,
    body: QWidget,
    buttons: Sequence[QPushButton],
    look: Look,
    size: tuple[int, int],
    aside: QWidget | None = None,
) -> None:
    """Lay out a dialog of `size` (px at 100 %); `aside` stands at the left of the buttons."""
    dialog.setWindowTitle(title)
    layout = parts.column(gap=0)
    layout.addLayout(
        parts.row(parts.label(title, look, TITLE, bold=True), None, margins=(20, 16, 20, 12))
    )
    layout.addWidget(body, 1)
    layout.addWidget(parts.rule())
    items: list[parts.Item] = [aside] if aside else []
    foot = parts.row(*items, None, *_spaced(buttons), margins=(20, 12, 20, 12))
    layout.addLayout(foot)
    dialog.setLayout(layout)
    screen = dialog.screen().availableSize()
    wide, tall = look.px(size[0]), look.px(size[1])
    dialog.resize(min(wide, screen.width() - 40), min(tall, screen.height() - 60))
    FocusRing(dialog, look)


def _spaced(buttons: Sequence[QPushButton]) -> list[QPushButton]:
    for button in buttons:
        button.setAutoDefault(False)
    buttons[-1].setDefault(True)
    return list(buttons)
