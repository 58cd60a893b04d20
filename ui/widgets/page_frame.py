"""What stands around a page: the screen bar with title, views and tools, and the foot."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.look import parts
from ui.look.tokens import BAR, BODY, CAPTION, FOOT, SECTION
from ui.stages import Kit, Page, Sentences


class PageFrame(QWidget):
    """Screen bar, page, foot; where large text leaves no room for them, they scroll."""

    def __init__(self, page: Page, kit: Kit) -> None:
        super().__init__()
        look = kit.look
        self._scope = parts.ElidedLabel(look, BODY)
        self._foot = parts.ElidedLabel(look, CAPTION)
        self._foot_end = parts.ElidedLabel(look, CAPTION, "faint")
        title = parts.label(page.title, look, SECTION, bold=True)
        bar = parts.row(title, self._scope, *page.views, None, margins=(16, 0, 12, 0))
        for number, name in enumerate(page.tools, start=1):
            kind = "primary" if number == len(page.tools) else ""
            bar.addWidget(parts.action_button(kit.actions[name], look, kind))
        foot = parts.row(self._foot, None, self._foot_end, gap=16, margins=(16, 0, 16, 0))
        layout = parts.column(parts.frame(bar, "bar", height=look.px(BAR)), gap=0)
        layout.addWidget(page.widget(), 1)
        layout.addWidget(parts.frame(foot, "foot", height=look.px(FOOT)))
        whole = QWidget()
        whole.setLayout(layout)
        area = parts.scroll(whole)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setObjectName("page")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(parts.column(area, gap=0))

    def say(self, sentences: Sentences) -> None:
        """Write what the page says now."""
        self._scope.setText(sentences.scope)
        self._foot.setText(sentences.foot)
        self._foot_end.setText(sentences.foot_end)
