"""What may be typed after the program's name."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from planner.office.export import PAPERS, TABLES
from planner.words import LANGUAGES

EXAMPLES = """examples:
  xunhui import north.tourplan tables/        read a folder of tables into a file
  xunhui plan north.tourplan --from 2026-10-12 --weeks 4 --seconds 30
  xunhui what-if north.tourplan               what one more of everything is worth
  xunhui check north.tourplan                 judge the plan by every rule
  xunhui print north.tourplan --out papers    posters, notices, run sheets, schedule
  xunhui export north.tourplan --out out      plan.json, tables, calendars
"""
EXPORTS = ("plan.json", *TABLES, "calendar")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-10-12") from None


def _between(low: float, high: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"{text} is not between {low:g} and {high:g}")
        return number

    return read


def _weeks(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 52:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of weeks, 1 to 52")
    return int(text)


def make_parser() -> argparse.ArgumentParser:
    """Describe every command and option."""
    parser = argparse.ArgumentParser(
        prog="xunhui",
        description="Plan touring after-sales service: where nobody goes, who goes when, papers.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_demo(commands.add_parser("demo", help="carry a scenario from tables to printed papers"))
    _add_import(commands.add_parser("import", help="read a folder of tables into a file"))
    _add_plan(commands.add_parser("plan", help="plan tours and keep the best plan in the file"))
    what_if = commands.add_parser("what-if", help="what one crew, day or night more is worth")
    _add_common(what_if)
    _add_seconds(what_if, 10.0)
    check = commands.add_parser("check", help="judge the plan in the file by every rule")
    _add_common(check)
    _add_output(commands.add_parser("print", help="print papers as PDF"), PAPERS)
    _add_output(commands.add_parser("export", help="write plan.json, tables, calendars"), EXPORTS)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the .tourplan file")
    _add_language(parser)
    parser.add_argument("--json", action="store_true", help="answer in JSON, for programs")


def _add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--language",
        choices=LANGUAGES,
        help="of papers and sentences (default: the one in which all names are present)",
    )


def _add_horizon(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from",
        dest="planned_on",
        type=_day,
        metavar="DATE",
        help="planning date and first day planned, such as 2026-10-12",
    )
    parser.add_argument("--weeks", type=_weeks, help="how many weeks to plan (default 4)")
    _add_seconds(parser, 30.0)
    parser.add_argument("--seed", type=int, default=1, help="start of the random choices")


def _add_seconds(parser: argparse.ArgumentParser, usual: float) -> None:
    parser.add_argument(
        "--seconds",
        type=_between(0.1, 86400),
        default=usual,
        help=f"time to plan (default {usual:g}); what-if: for each plan",
    )


def _add_road_factor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--road-factor",
        type=_between(1.0, 5.0),
        help="road length / straight line (default 1.33; a station's own column wins)",
    )


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder to write into")
    parser.add_argument("--scenario", type=Path, help="folder of tables (default: the sample)")
    _add_horizon(parser)
    _add_language(parser)
    _add_road_factor(parser)


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the .tourplan file, made if new")
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="folder of .csv or .xlsx")
    _add_road_factor(parser)
    _add_language(parser)
    parser.add_argument("--json", action="store_true", help="answer in JSON, for programs")


def _add_plan(parser: argparse.ArgumentParser) -> None:
    _add_common(parser)
    _add_horizon(parser)


def _add_output(parser: argparse.ArgumentParser, names: tuple[str, ...]) -> None:
    _add_common(parser)
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder to write into")
    parser.add_argument(
        "--only", action="append", choices=names, help="just this one; may be repeated"
    )
