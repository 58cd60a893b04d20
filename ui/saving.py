"""Writes one of the office's tables where the person says."""

from ui.stages import Kit


def save_table(kit: Kit, table: str) -> None:
    """Ask where, write the table "coverage", "left-out" or "rejects" as CSV, and say so."""
    _ = kit.words.gettext
    target = kit.chooser.target(_("Save the list"), _("Table"), f"{table}.csv")
    if target:
        target.write_bytes(kit.session.office.export.table(table, kit.words.language))
        kit.session.note(_("Saved to {path}").format(path=target))
