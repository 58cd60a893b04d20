"""Says what this is, of what release, and whom it owes thanks."""

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtWidgets import QDialog, QWidget

from ui.dialogs.frame import furnish
from ui.look import parts
from ui.look.tokens import BODY, CAPTION, Look
from ui.words import Words


def find_release() -> str:
    """Give the number of this release; "" when run from a copy that is not installed."""
    try:
        return version("xunhui")
    except PackageNotFoundError:
        return ""


class AboutDialog(QDialog):
    """About this program, with the credits its data asks for."""

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = words.gettext
        lines = (
            (_("Place names"), "GeoNames, CC BY 4.0, geonames.org"),
            (_("Basemap"), _("Natural Earth, public domain; its files can be replaced")),
            (_("Icons"), "Lucide, ISC, lucide.dev"),
            (_("Typeface"), "Noto Sans SC, Noto Sans, SIL OFL 1.1"),
            (_("Window"), "Qt for Python, LGPL 3"),
            (_("Engine"), "OR-Tools, Apache 2.0; Numba, BSD"),
            (_("Papers"), "ReportLab, BSD; segno, BSD; pypdfium2, Apache 2.0"),
            (_("Lunar calendar"), "borax, MIT"),
        )
        purpose = _("Plans touring service for customers no station reaches")
        release = _("Release {number}, MIT licence").format(number=find_release() or "0")
        body = parts.column(
            parts.label(purpose, look),
            parts.label(release, look, CAPTION, role="muted"),
            8,
            gap=4,
            margins=(20, 0, 20, 16),
        )
        for name, credit in lines:
            head = parts.label(name, look, BODY, bold=True)
            head.setFixedWidth(look.px(120))
            text = parts.label(credit, look, role="muted")
            text.setTextInteractionFlags(text.textInteractionFlags().TextSelectableByMouse)
            body.addLayout(parts.row(head, text, None))
        body.addStretch(1)
        content = QWidget()
        content.setLayout(body)
        close = parts.button(_("Close"), look, kind="primary")
        close.clicked.connect(self.accept)
        furnish(self, _("About Xunhui"), content, [close], look, (560, 400))
