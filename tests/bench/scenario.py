"""The family `scenario`: `python -m tests.bench scenario FOLDER [--peers] [--rotation]`."""

import argparse
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from planner.domain.calendar import Horizon
from planner.domain.demand import Question
from planner.domain.plan import Tour
from planner.domain.scenario import Scenario
from planner.exchange.tables_in import read_folder
from planner.judge.cost import list_offers, price_tour
from planner.rules.demand import build_question
from planner.rules.intake import judge_tables
from tests.bench.alone import measure_alone
from tests.bench.engines import PRACTICE, Answer, make_job, prepare
from tests.bench.figures import Figures, count
from tests.bench.lines import Line, add_common, list_peers, make_line, save_solution, say
from tests.bench.made import list_tours

_HEADER = (
    "engine        value    people booths homes market  days nights     km people/day"
    "  value/day cost/person    bound   gap% broken seconds    MB"
)


def add_scenario(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `scenario` to the command line; `options.run(options)` measures."""
    parser = commands.add_parser("scenario", help="a folder of tables")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--from", dest="first", type=date.fromisoformat, default=date(2026, 10, 12)
    )
    parser.add_argument("--weeks", type=int, default=4)
    parser.add_argument(
        "--rotation", action="store_true", help="compare with a fixed rotation and a greedy"
    )
    add_common(parser, 30.0)
    parser.set_defaults(run=measure)


def measure(options: argparse.Namespace) -> None:
    """Run the engines one after another, and compare with practice where wanted."""
    intake = judge_tables(read_folder(options.folder))
    if intake.scenario is None:
        raise SystemExit(f"no scenario in {options.folder}: {', '.join(intake.missing)}")
    horizon = Horizon.of_weeks(options.first, options.weeks)
    question = build_question(intake.scenario, options.first, horizon)
    if not options.json:
        say(_HEADER)
    bench = _Bench(options, intake.scenario, question)
    engines = ["engine", *(PRACTICE if options.rotation else ())]
    if options.peers:
        engines += [name for name in ("greedy", "insertion") if name not in engines]
        engines += list_peers("scenario")
    for engine in engines:
        bench.run(engine)
    if options.rotation and not options.json:
        bench.compare()


class _Bench:
    """One question, and the figures of every plan made for it."""

    def __init__(
        self, options: argparse.Namespace, scenario: Scenario, question: Question
    ) -> None:
        self.options = options
        self.scenario = scenario
        self.question = question
        self.tours: dict[str, tuple[Tour, ...]] = {}
        self.bound: float | None = None

    def run(self, engine: str) -> None:
        """Let one engine plan, judge its plan and print the line."""
        measured = measure_alone(prepare, make_job(self.question, engine, self.options, False))
        answer: Answer = measured.answer
        self.tours[engine] = answer.tours
        self.bound = answer.bound or self.bound
        figures = count(answer.tours, self.scenario, self.question)
        line = make_line(
            "scenario",
            self.options.folder.name,
            len(self.question.crews),
            engine,
            measured,
            figures.value,
            None,
            self.bound,
            len(figures.violations),
        ) | {
            "weeks": self.options.weeks,
            "people": round(figures.people, 1),
            "booths": figures.booths,
            "homes": figures.homes,
            "market_share": round(figures.market_share, 3),
            "crew_days": figures.crew_days,
            "nights": figures.nights,
            "km": round(figures.km),
            "cost": round(figures.cost, 2),
        }
        if self.options.rotation and engine in PRACTICE:
            line["ratios"] = self._find_ratios(engine)
        if self.options.json:
            say(json.dumps(line, ensure_ascii=False))
        else:
            say(_as_row(line, figures))
            for text in figures.violations[:5]:
                say(f"   broken: {text}")
        parts = {"broken": figures.violations, "tours": list_tours(answer.tours)}
        save_solution(self.options.solutions, line, parts)

    def compare(self) -> None:
        """Print how our plan stands to each of practice, whole and at equal crew-days."""
        for other in PRACTICE:
            ratios = self._find_ratios(other)
            say(f"engine to {other}: {_as_text(ratios['whole'])}")
            say(f"   at equal crew-days: {_as_text(ratios['equal_crew_days'])}")

    def _find_ratios(self, other: str) -> dict[str, Line]:
        """Divide the figures of our plan by those of another, whole and at equal crew-days."""
        ours, theirs = self.tours["engine"], self.tours[other]
        return {
            "whole": self._compare_plans(ours, theirs),
            "equal_crew_days": self._compare_plans(*self._even(ours, theirs)),
        }

    def _even(
        self, ours: tuple[Tour, ...], theirs: tuple[Tour, ...]
    ) -> tuple[tuple[Tour, ...], tuple[Tour, ...]]:
        """Cut the plan with more crew-days down to those of the other."""
        days, others = _count_days(ours), _count_days(theirs)
        if days > others:
            return cut_to(ours, others, self.question), theirs
        return ours, cut_to(theirs, days, self.question)

    def _compare_plans(self, ours: Sequence[Tour], theirs: Sequence[Tour]) -> Line:
        ours_, theirs_ = (
            count(tuple(tours), self.scenario, self.question) for tours in (ours, theirs)
        )
        return {
            "crew_days": [ours_.crew_days, theirs_.crew_days],
            "violations": [len(ours_.violations), len(theirs_.violations)],
            "value": round(ours_.value / theirs_.value, 3),
            "value_per_crew_day": round(
                ours_.per_day(ours_.value) / theirs_.per_day(theirs_.value), 3
            ),
            "people_per_crew_day": round(
                ours_.per_day(ours_.people) / theirs_.per_day(theirs_.people), 3
            ),
            "cost_per_person": round(ours_.cost_per_person / theirs_.cost_per_person, 3),
        }


def cut_to(tours: Sequence[Tour], days: int, question: Question) -> tuple[Tour, ...]:
    """Drop whole tours, least worth a crew-day first, until no more than so many days are left.

    A tour whose stops are repeated in another one stays as long as that one.
    """
    offers = list_offers(question)
    follows = {visit.id: visit.repeat_of for visit in question.visits}
    kept = list(tours)
    while _count_days(kept) > days:
        needed = {follows[stop] for tour in kept for stop in _list_visits(tour)}
        free = [tour for tour in kept if not needed & set(_list_visits(tour))]
        kept.remove(min(free, key=lambda t: price_tour(t, offers, question).value / len(t.days)))
    return tuple(kept)


def _list_visits(tour: Tour) -> list[str]:
    return [stop.visit for day in tour.days for stop in day.stops]


def _count_days(tours: Sequence[Tour]) -> int:
    return sum(len(tour.days) for tour in tours)


def _as_text(ratios: Line) -> str:
    ours, theirs = ratios["crew_days"]
    return (
        f"value {ratios['value']:.2f}x, value a crew-day {ratios['value_per_crew_day']:.2f}x,"
        f" people a crew-day {ratios['people_per_crew_day']:.2f}x,"
        f" cost a person {ratios['cost_per_person']:.2f}x"
        f" ({ours} and {theirs} crew-days, broken rules {sum(ratios['violations'])})"
    )


def _as_row(line: Line, figures: Figures) -> str:
    bound, gap = line["bound"], line["gap_pct"]
    return (
        f"{line['engine']:10} {line['value']:8.1f} {line['people']:9.1f} {line['booths']:6}"
        f" {line['homes']:5} {line['market_share']:6.0%} {line['crew_days']:5}"
        f" {line['nights']:6} {line['km']:6} {figures.per_day(figures.people):10.1f}"
        f" {figures.per_day(figures.value):10.1f} {figures.cost_per_person:11.2f}"
        f" {'-' if bound is None else f'{bound:.1f}':>8} {'-' if gap is None else f'{gap:.2f}':>6}"
        f" {line['violations']:6} {line['seconds']:7.1f} {line['peak_mb']:5}"
    )
