"""Views of arrays that count no references: counting them took two thirds of the kernel's time.

The caller must hold the arrays themselves for as long as the views are used.
"""

from typing import Any

import numba as nb
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

from planner.touring.routes.field import Days, Field, Plan
from planner.touring.routes.scratch import Pool, Work


def _build_bare(_context: Any, array: Any) -> Any:
    """Give the array without the object that owns its memory."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        view = make_array(array)(context, builder, arguments[0])  # type: ignore[no-untyped-call]
        view.meminfo = cgutils.get_null_value(view.meminfo.type)  # type: ignore[no-untyped-call]
        return view._getvalue()  # noqa: SLF001 - numba's own way

    return array(array), build


_bare: Any = intrinsic(_build_bare)


@nb.njit()
def bare_plan(plan: Plan) -> Plan:
    return Plan(
        _bare(plan.seq), _bare(plan.size), _bare(plan.at), _bare(plan.late), _bare(plan.where)
    )


@nb.njit()
def bare_field(field: Field) -> Field:
    return Field(
        _bare(field.reach),
        _bare(field.opens),
        _bare(field.closes),
        _bare(field.prizes),
        _bare(field.near),
        field.first,
        field.nights,
        field.windows,
    )


@nb.njit()
def bare_days(days: Days) -> Days:
    return Days(
        _bare(days.starts), _bare(days.ends), _bare(days.earliest), _bare(days.latest), days.alike
    )


@nb.njit()
def bare_work(work: Work) -> Work:
    return Work(
        _bare(work.dice),
        _bare(work.cost),
        _bare(work.spot),
        _bare(work.worth),
        _bare(work.merit),
        _bare(work.home),
        _bare(work.open),
        _bare(work.removed),
        _bare(work.loose),
        _bare(work.touched),
    )


@nb.njit()
def bare_pool(pool: Pool) -> Pool:
    return Pool(
        _bare(pool.rows),
        _bare(pool.sizes),
        _bare(pool.days),
        _bare(pool.spans),
        _bare(pool.grades),
        _bare(pool.slots),
        _bare(pool.keys),
        _bare(pool.salt),
        _bare(pool.held),
    )
