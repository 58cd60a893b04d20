"""The ladder of locks as a menu, for the stops picked and for their whole tour."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from planner.domain.locks import Freedom
from ui.models.board import StopRow
from ui.models.locks import say_freedom
from ui.words import Words

Choose = Callable[[Sequence[StopRow], Freedom], None]


def make_lock_menu(
    owner: QWidget,
    words: Words,
    picked: Sequence[StopRow],
    tour: Sequence[StopRow],
    choose: Choose,
) -> QMenu:
    """Make the menu of the stops picked, with one more for all stops of their tour."""
    menu = QMenu(owner)
    menu.setAccessibleName(words.gettext("Lock"))
    menu.addAction(_title(picked, words)).setEnabled(False)
    menu.addSeparator()
    _add_ladder(menu, words, picked, choose)
    if len(tour) > len(picked):
        menu.addSeparator()
        all_stops = words.ngettext(
            "The whole tour ({count} stop)", "The whole tour ({count} stops)", len(tour)
        )
        _add_ladder(menu.addMenu(all_stops.format(count=len(tour))), words, tour, choose)
    return menu


def _title(picked: Sequence[StopRow], words: Words) -> str:
    if len(picked) == 1:
        return picked[0].name
    return words.ngettext("{count} stop", "{count} stops", len(picked)).format(count=len(picked))


def _add_ladder(menu: QMenu, words: Words, stops: Sequence[StopRow], choose: Choose) -> None:
    group = QActionGroup(menu)
    shared = {stop.freedom for stop in stops}
    for freedom in Freedom:
        action = menu.addAction(say_freedom(freedom, words))
        action.setObjectName(freedom.value)
        action.setCheckable(True)
        action.setChecked(shared == {freedom})
        group.addAction(action)
        action.triggered.connect(lambda _on=True, rung=freedom: choose(stops, rung))
