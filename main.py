"""Start Xunhui, set up in `.venv` if need be; `python3 main.py --help` lists the ways.

Any Python can parse this file, so that one too old can say so.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - nothing has checked it before this line
    sys.exit("Xunhui needs Python 3.11 or newer; this is " + sys.version.split()[0] + " at " + sys.executable)  # noqa: E501  # fmt: skip

if __name__ == "__main__":
    from multiprocessing import freeze_support

    freeze_support()  # a worker's own workers come in here where the program is one file
    from planner.bootstrap.start import prepare

    command, arguments = prepare(sys.argv[1:])  # comes back inside `.venv` only
    if command == "worker":
        from planner.worker import main as work

        work()
    elif command == "window":
        from ui.app import main as show

        sys.exit(show(arguments))
    else:
        from planner.__main__ import main as run

        sys.exit(run(arguments))
