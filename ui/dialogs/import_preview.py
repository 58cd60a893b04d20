"""What an import would bring, before anything is stored: counts, refused rows, things to know."""

from pathlib import Path

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QApplication, QDialog, QTableView, QWidget

from planner.domain.tables import Intake
from planner.words import missing_text, note_text
from ui.dialogs.frame import furnish
from ui.look import parts
from ui.look.tokens import CAPTION, SECTION, Look
from ui.models.intake import make_counts, make_rejects
from ui.words import Words

NOTES_SHOWN = 3
COUNT_ROW = 26


class ImportPreview(QDialog):
    """Counts and rejects of a judged folder; accepted when the person takes it."""

    def __init__(
        self,
        folder: Path,
        intake: Intake,
        is_open: bool,
        look: Look,
        words: Words,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        _, ngettext = words.gettext, words.ngettext
        counts, rejects = make_counts(look, words), make_rejects(look, words)
        counts.setParent(self)
        rejects.setParent(self)
        counts.put(intake.counts)
        rejects.put(intake.rejects)
        rows = sum(count.accepted for count in intake.counts)
        column = parts.column(gap=8, margins=(20, 0, 20, 12))
        if is_open:
            sentence = parts.label(_("The tables in the file are replaced by these."), look)
            column.addWidget(parts.note("warn", "flag", sentence, look))
        for missing in intake.missing:
            sentence = parts.label(missing_text(missing, words.language), look)
            column.addWidget(parts.note("danger", "octagon-x", sentence, look))
        column.addWidget(make_counts_view(counts, _("Tables"), look))
        for note in intake.notes[:NOTES_SHOWN]:
            line = parts.ElidedLabel(look, CAPTION)
            line.setText(note_text(note, words.language))
            column.addWidget(line)
        number = len(intake.rejects)
        heading = (
            ngettext("{count} cell refused", "{count} cells refused", number)
            if number
            else _("Every row was taken")
        )
        column.addSpacing(4)
        column.addWidget(
            parts.label(heading.format(count=words.number(number)), look, SECTION, bold=True)
        )
        if number:
            column.addWidget(make_rejects_view(rejects, _("Refused rows"), look), 1)
        else:
            column.addStretch(1)
        body = QWidget()
        body.setLayout(column)
        cancel = parts.button(_("Cancel"), look)
        cancel.clicked.connect(self.reject)
        self.take = parts.button(
            ngettext("Take {count} row", "Take {count} rows", rows).format(
                count=words.number(rows)
            ),
            look,
            "check",
            "primary",
        )
        self.take.setEnabled(intake.scenario is not None)
        self.take.clicked.connect(self.accept)
        title = _("Import {folder}").format(folder=folder.name)
        size = (960, 620) if number else (680, 400)
        furnish(self, title, body, [cancel, self.take], look, size)


def make_counts_view(model: QAbstractItemModel, name: str, look: Look) -> QTableView:
    """Show the counts of all tables without scrolling."""
    view = parts.table_view(model, name, look, COUNT_ROW)
    parts.fit_columns(view, 1)
    tall = view.horizontalHeader().sizeHint().height()
    view.setFixedHeight(look.px(COUNT_ROW) * model.rowCount() + tall + 2)
    return view


def make_rejects_view(model: QAbstractItemModel, name: str, look: Look) -> QTableView:
    """Show refused cells; the wish takes what is left."""
    view = parts.table_view(model, name, look)
    parts.fit_columns(view, 4)
    return view


def preview_import(folder: Path, intake: Intake, is_open: bool, look: Look, words: Words) -> bool:
    """Ask whether to take a folder."""
    dialog = ImportPreview(folder, intake, is_open, look, words, QApplication.activeWindow())
    return dialog.exec() == QDialog.DialogCode.Accepted
