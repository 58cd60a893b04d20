"""`python -m planner COMMAND …`: the main job without a window."""

import sys

from planner.cli.arguments import make_parser
from planner.cli.commands import run_check, run_export, run_import, run_plan, run_print
from planner.cli.demo import run_demo
from planner.cli.speak import error_text, is_known, system_language, tell
from planner.cli.what_if import run_what_if
from planner.words import load

STOPPED = 130  # as shells count a stop by Ctrl+C

COMMANDS = {
    "demo": run_demo,
    "import": run_import,
    "plan": run_plan,
    "what-if": run_what_if,
    "check": run_check,
    "print": run_print,
    "export": run_export,
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Returns 0 when done, 1 when a plan breaks rules, 2 when something outside is wrong, 130 when
    the person stopped it.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = make_parser().parse_args(arguments)
    try:
        return COMMANDS[given.command](given)
    except KeyboardInterrupt:
        tell(load("words", given.language or system_language()).gettext("Stopped."))
        return STOPPED
    except Exception as error:
        if not is_known(error):
            raise
        tell(error_text(error, given.language or system_language()))
        return 2


if __name__ == "__main__":
    sys.exit(main())
