"""The preferences of the person: language, theme, text size, how long planning may take."""

from PySide6.QtWidgets import QDialog, QWidget

from ui.dialogs.frame import furnish
from ui.look import parts
from ui.look.tokens import BODY
from ui.settings import LANGUAGE, SCALE, SCALES, SECONDS, THEME
from ui.stages import Kit
from ui.widgets.number_edit import NumberEdit

LANGUAGES = ("zh", "en")
THEMES = ("system", "light", "dark")


class PreferencesDialog(QDialog):
    """Offers the preferences; `store` writes them after the dialog was accepted."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _, look, kept = kit.words.gettext, kit.look, kit.preferences
        self._preferences = kept
        self._language = kept.language
        self._theme, self._scale = kept.read(THEME), kept.read(SCALE)
        languages = parts.Segments(("中文", "English"), look, LANGUAGES.index(self._language))
        languages.picked.connect(self._pick_language)
        names = (_("As the desktop"), _("Light"), _("Dark"))
        themes = parts.Segments(names, look, THEMES.index(self._theme))
        themes.picked.connect(self._pick_theme)
        sizes = [f"{scale} %" for scale in SCALES]
        scales = parts.Segments(sizes, look, SCALES.index(self._scale))
        scales.picked.connect(self._pick_scale)
        self._seconds = NumberEdit(look, 1, 3600, _(" s"))
        self._seconds.setValue(int(kept.read(SECONDS)))
        rows = (
            (_("Language"), languages),
            (_("Colours"), themes),
            (_("Text size"), scales),
            (_("Planning may take"), self._seconds),
        )
        column = parts.column(gap=12, margins=(20, 4, 20, 20))
        for text, field in rows:
            name = parts.label(text, look, BODY)
            name.setFixedWidth(look.px(150))
            name.setBuddy(field)
            field.setAccessibleName(text)
            column.addLayout(parts.row(name, field, None))
        column.addStretch(1)
        body = QWidget()
        body.setLayout(column)
        cancel = parts.button(_("Cancel"), look)
        cancel.clicked.connect(self.reject)
        take = parts.button(_("Save"), look, kind="primary")
        take.clicked.connect(self.accept)
        furnish(self, _("Preferences"), body, [cancel, take], look, (580, 320))

    def store(self) -> None:
        """Write what was chosen."""
        self._preferences.write(LANGUAGE, self._language)
        self._preferences.write(THEME, self._theme)
        self._preferences.write(SCALE, self._scale)
        self._preferences.write(SECONDS, str(round(self._seconds.value())))

    def _pick_language(self, place: int) -> None:
        self._language = LANGUAGES[place]

    def _pick_theme(self, place: int) -> None:
        self._theme = THEMES[place]

    def _pick_scale(self, place: int) -> None:
        self._scale = SCALES[place]
