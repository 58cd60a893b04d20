"""Views of arrays without reference counts, for kernels that would spend most time counting."""

from collections.abc import Callable
from typing import Any

from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

_make_array: Any = make_array  # numba has no types
_null_of: Any = cgutils.get_null_value


def _view(_context: Any, array: Any) -> tuple[Any, Callable[..., Any]]:
    def build(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        view = _make_array(array)(context, builder, arguments[0])
        view.meminfo = _null_of(view.meminfo.type)
        return view._getvalue()  # noqa: SLF001 - numba's own way

    return array(array), build


view_bare: Any = intrinsic(_view)
"""View an array without counting the reference; whoever calls the kernel keeps it alive."""
