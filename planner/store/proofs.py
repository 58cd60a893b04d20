"""How good any plan could be, by the question it was proved for; no step to undo.

A bound holds for one question only: with a lock less or a table changed, better plans may exist.
"""

from hashlib import blake2b

import msgspec

from planner.domain.demand import Question
from planner.store.cells import Cells, Row
from planner.store.file import TourFile
from planner.store.rows import compare, read_rows, write_state

_TABLE = "proof"
_MOST = 50  # own choice: as many as plans


def save_bound(file: TourFile, question: Question, bound: float) -> None:
    """Save what no plan of a question is worth more than, contacts, if it is the least so far."""
    code = _code(question)
    with file.atomic() as db:
        rows = [Cells(row) for row in read_rows(db, _TABLE)]
        known = {row.text("code"): row.number("bound") for row in rows}
        least = min(bound, known.pop(code, bound))
        kept = [*list(known.items())[1 - _MOST :], (code, least)]
        wanted: list[Row] = [{"code": code, "bound": bound} for code, bound in kept]
        _before, after = compare(db, {_TABLE: wanted})
        if after.rows or after.orders:
            write_state(db, after, file.stamp())


def load_bound(file: TourFile, question: Question) -> float | None:
    """Load what no plan of a question is worth more than; None where nothing was proved."""
    code = _code(question)
    with file.reading() as db:
        found = next(iter(db.table(_TABLE).rows_where("code = ?", [code])), None)
        return None if found is None else Cells(found).number("bound")


def _code(question: Question) -> str:
    """Tell a question apart from any other, by all that it holds."""
    return blake2b(msgspec.json.encode(question), digest_size=16).hexdigest()
