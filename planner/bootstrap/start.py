"""From a command line to the program running inside `.venv`."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from planner.bootstrap.places import (
    ROOT,
    RUN_LOCK,
    TEST_LOCK,
    find_python,
    has_display,
    is_inside,
    make_environment,
)
from planner.bootstrap.setup import set_up
from planner.bootstrap.speech import stop, translate
from planner.bootstrap.stamp import Need, is_ready
from planner.bootstrap.system import find_libraries

OFFICE_COMMANDS = ("demo", "import", "plan", "what-if", "check", "print", "export")

HELP = """\
Xunhui plans service tours to the places a maker's network does not reach.

  python3 main.py [FILE]            open the window, with a .tourplan file if one is named
  python3 main.py demo [options]    run the whole job on the sample and print all papers
  python3 main.py test [options]    run the tests; options go to pytest
  python3 main.py import FILE DIR   read a folder of tables into a .tourplan file
  python3 main.py plan FILE         plan the tours of a file
  python3 main.py what-if FILE      what one crew, day or night more would be worth
  python3 main.py check FILE        judge the plan of a file, rule by rule
  python3 main.py print FILE        write posters, notices, run sheets and the schedule
  python3 main.py export FILE       write plan.json, tables and calendars
  python3 main.py --help, --version

Each command explains itself with --help. The first start sets up .venv beside this file."""


def prepare(argv: Sequence[str]) -> tuple[str, list[str]]:
    """Return "window", "worker" or "office" with its arguments, once inside a ready `.venv`.

    Outside it, set up what the command needs and go on inside: then nothing returns here.
    """
    command, arguments = find_command(argv)
    if command == "worker":  # it runs in the interpreter of who started it, which is prepared
        return command, arguments
    window = command == "window"
    if window and not has_display():
        stop("There is no display for the window. Without one: python3 main.py demo")
    need = find_need(command)
    if not is_ready(need):
        set_up(need)
    environment = make_environment(offscreen=command == "test" or not (window or has_display()))
    if command == "test":
        os.chdir(ROOT)
        hand_over(["-m", "pytest", *arguments], environment)
    if not is_inside():
        hand_over([str(ROOT / "main.py"), *argv], environment)
    os.environ.update(environment)
    return command, arguments


def find_command(argv: Sequence[str]) -> tuple[str, list[str]]:
    """Tell "window", "worker", "test" or "office" (`python -m planner`), and its arguments."""
    first = argv[0] if argv else ""
    if first in ("-h", "--help", "help"):
        print(translate(HELP))
        raise SystemExit(0)
    if first == "--version":
        print(f"xunhui {read_version()}")
        raise SystemExit(0)
    if first in ("--worker", "test"):
        return first.strip("-"), list(argv[1:])
    if first in OFFICE_COMMANDS:
        return "office", list(argv)
    if not first or first.startswith("-") or Path(first).suffix == ".tourplan":
        return "window", list(argv)
    print(translate(HELP), file=sys.stderr)
    return stop("There is no command “{word}”.", code=2, word=first)


def find_need(command: str) -> Need:
    """Tell what a command needs to stand ready on this system."""
    return Need(
        lock=TEST_LOCK if command == "test" else RUN_LOCK,
        libraries=find_libraries(window=command == "window"),
        strict=command in ("window", "test"),
    )


def hand_over(arguments: Sequence[str], environment: dict[str, str]) -> NoReturn:
    """Go on in the interpreter of `.venv`, in this very process where the system can."""
    command = [str(find_python()), *arguments]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execve(command[0], command, environment)
    child = subprocess.Popen(command, env=environment)
    while True:
        try:
            raise SystemExit(child.wait())
        except KeyboardInterrupt:  # the console has told the child as well; its answer counts
            continue


def read_version() -> str:
    """Read the version that stands in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])
