"""A child process that saves without end and says after each save that it is done; it waits to
be killed. With a second argument it kills itself in the middle of that save.
"""

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.store.file import TourFile
from planner.store.plans import save_plan
from planner.store.scenario import load_scenario, save_scenario
from tests.store import first_release


def make_save(number: int) -> tuple[Scenario, Plan]:
    """Make what the save of that number writes: a hundred rows that all tell the number."""
    (first, *_) = first_release.SCENARIO.customers
    customers = tuple(replace(first, id=f"C{i}", name=f"{number}/{i}") for i in range(100))
    scenario = replace(first_release.SCENARIO, customers=customers, hotline=str(number))
    return scenario, replace(first_release.PLAN, id=f"plan {number}")


def save_on(path: Path, fatal: int) -> None:
    """Save from the number after the one in the file, each time scenario and plan at once."""
    with TourFile.open(path) as file:
        known = load_scenario(file)
        number = int(known.hotline) if known else 0
        while True:
            number += 1
            scenario, plan = make_save(number)
            with file.atomic():
                save_scenario(file, scenario)
                if number == fatal:
                    os.kill(os.getpid(), signal.SIGKILL)
                save_plan(file, plan)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    save_on(Path(sys.argv[1]), int(sys.argv[2]))
