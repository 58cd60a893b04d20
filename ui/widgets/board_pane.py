"""The timeline, and below it the list where the crews leave room for one."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTableView, QWidget

from ui.look import parts
from ui.look.tokens import Look
from ui.widgets.timeline import Timeline

LEAST_BELOW = 150  # px in which a list is worth having
UNBOUND = 16_777_215  # px, as Qt says that a widget may be of any height


class BoardPane(QWidget):
    """Gives the timeline the height it wants and the list what is left."""

    def __init__(self, timeline: Timeline, below: QTableView, look: Look) -> None:
        super().__init__()
        self._timeline, self._below, self._look = timeline, below, look
        layout = parts.column(timeline, below, gap=0)
        layout.setStretch(0, 1)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def share_height(self) -> None:
        """Share the height anew, after the crews or the window have changed."""
        wanted = self._timeline.wanted_height()
        has_room = self.height() - wanted >= self._look.px(LEAST_BELOW)
        self._below.setVisible(has_room)
        self._timeline.setMaximumHeight(wanted if has_room else UNBOUND)
        self._timeline.setMinimumHeight(wanted if has_room else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new height."""
        super().resizeEvent(event)
        self.share_height()
