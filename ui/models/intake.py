"""Models of an import: what each table brought, and which rows were refused and why."""

from planner.domain.findings import Reject
from planner.domain.tables import TableCount, TableKind
from planner.words import expected_text
from ui.look.tokens import Look
from ui.models.table import Column, TableModel
from ui.words import Words


def name_table(kind: TableKind, words: Words) -> str:
    """Name what the rows of a table are."""
    _ = words.gettext
    return {
        TableKind.STATIONS: _("Stations"),
        TableKind.VENUES: _("Venues"),
        TableKind.CUSTOMERS: _("Customers"),
        TableKind.CREWS: _("Crews"),
        TableKind.TECHNICIANS: _("Technicians"),
        TableKind.PRODUCTS: _("Products"),
        TableKind.MAKER: _("Maker"),
    }[kind]


def make_counts(look: Look, words: Words) -> TableModel[TableCount]:
    """Make the model of tables with their rows taken and refused."""
    _ = words.gettext
    return TableModel(
        (
            Column(_("Table"), lambda count: name_table(count.kind, words), bold=True),
            Column(_("File"), lambda count: count.file, role=lambda count: "muted"),
            Column(
                _("Rows"),
                lambda count: words.number(count.rows),
                is_number=True,
                order=lambda count: count.rows,
            ),
            Column(
                _("Taken"),
                lambda count: words.number(count.accepted),
                is_number=True,
                order=lambda count: count.accepted,
                role=lambda count: "ok" if count.accepted else "danger",
            ),
            Column(
                _("Refused"),
                lambda count: words.number(count.rows - count.accepted),
                is_number=True,
                order=lambda count: count.rows - count.accepted,
                role=lambda count: "danger" if count.accepted < count.rows else "faint",
            ),
        ),
        look,
    )


def make_rejects(look: Look, words: Words) -> TableModel[Reject]:
    """Make the model of refused cells: where, what stood there, what was expected."""
    _ = words.gettext
    return TableModel(
        (
            Column(_("File"), lambda reject: reject.file),
            Column(
                _("Row"),
                lambda reject: words.number(reject.row),
                is_number=True,
                order=lambda reject: reject.row,
            ),
            Column(_("Column"), lambda reject: reject.column),
            Column(
                _("Value"),
                lambda reject: reject.value or _("(empty)"),
                role=lambda reject: "danger",
            ),
            Column(
                _("Expected"),
                lambda reject: expected_text(reject, words.language),
                role=lambda reject: "muted",
            ),
        ),
        look,
    )
