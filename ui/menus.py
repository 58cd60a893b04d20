"""Makes the actions of the table into Qt's, with texts, tips and shortcuts, and the menus."""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ui.actions import ACTIONS, MENUS, Action, State
from ui.look import icons
from ui.look.tokens import Look
from ui.words import Words


def make_actions(
    owner: QWidget, look: Look, words: Words, run: Callable[[Action], None]
) -> dict[str, QAction]:
    """Make every action of the table, by id; `run` is called when one is triggered."""
    return {action.id: _make(action, owner, look, words, run) for action in ACTIONS}


def _make(
    action: Action, owner: QWidget, look: Look, words: Words, run: Callable[[Action], None]
) -> QAction:
    _ = words.gettext
    made = QAction(icons.make_icon(action.icon, look), _(action.text), owner)
    made.setObjectName(action.id)
    made.setData(action.icon)
    made.setIconText(_(action.short or action.text).removesuffix("…"))
    made.setIconVisibleInMenu(False)
    tip = _(action.text).removesuffix("…")
    if action.shortcut:
        keys = QKeySequence(action.shortcut)
        made.setShortcut(keys)
        tip = f"{tip}  {keys.toString(QKeySequence.SequenceFormat.NativeText)}"
    made.setToolTip(tip)
    made.triggered.connect(lambda: run(action))
    owner.addAction(made)
    return made


def update_actions(actions: Mapping[str, QAction], state: State) -> None:
    """Enable what the state allows; nothing else enables or disables a command."""
    for action in ACTIONS:
        actions[action.id].setEnabled(action.enabled(state))


def fill_menu(menu: QMenu, name: str, actions: Mapping[str, QAction]) -> None:
    """Put the commands of one menu into it, in the order of the table."""
    for action in ACTIONS:
        if action.menu == name:
            menu.addAction(actions[action.id])


def make_menu(owner: QWidget, words: Words, actions: Mapping[str, QAction]) -> QMenu:
    """Make the one menu of the window, a submenu for each part."""
    menu = QMenu(owner)
    for name, text in MENUS:
        fill_menu(menu.addMenu(words.gettext(text)), name, actions)
    return menu


def list_shortcuts(words: Words) -> Iterable[tuple[str, str]]:
    """List keys and what they do, in the order of the table."""
    native = QKeySequence.SequenceFormat.NativeText
    for action in ACTIONS:
        if action.shortcut:
            keys = QKeySequence(action.shortcut).toString(native)
            yield keys, words.gettext(action.text).removesuffix("…")
