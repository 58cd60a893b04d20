"""Work of a second or two beside the window, which goes on painting meanwhile."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QTimer

Value = TypeVar("Value")
GLANCE = 15  # ms between two looks at whether the work is done


def run_aside(do: Callable[[], Value]) -> Value:
    """Do something that touches neither widgets nor the file; keys and clicks wait.

    What it gives or raises is given or raised here.
    """
    future: Future[Value] = Future()

    def work() -> None:
        try:
            future.set_result(do())
        except BaseException as error:  # raised again where it was asked for
            future.set_exception(error)

    loop, timer = QEventLoop(), QTimer(interval=GLANCE)
    timer.timeout.connect(lambda: loop.quit() if future.done() else None)
    timer.start()
    thread = Thread(target=work)
    thread.start()
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    thread.join()
    return future.result()
