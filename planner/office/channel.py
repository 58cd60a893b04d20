"""The language of the worker process: one JSON line a message, both ways."""

from datetime import date

import msgspec

from planner.domain.answers import Barred, Proposal
from planner.domain.calendar import Horizon
from planner.domain.disruption import Disruption
from planner.domain.locks import Lock
from planner.domain.plan import Plan, Tour
from planner.domain.scenario import Scenario
from planner.domain.variants import Variant


class Solve(msgspec.Struct, tag="solve", frozen=True):
    """Ask for a plan of the scenario; the worker works out the question itself.

    The search starts from the tours `known`, as far as they are possible. What variants
    `weighed` could be worth is told before the plan.
    """

    id: str
    scenario: Scenario
    planned_on: date
    horizon: Horizon
    seconds: float
    seed: int = 1
    locks: tuple[Lock, ...] = ()
    known: tuple[Tour, ...] = ()
    weighed: tuple[Variant, ...] = ()


class Propose(msgspec.Struct, tag="propose", frozen=True):
    """Ask how the tours of a plan worth `value` could be changed for the better.

    `scenario` already knows of the disruption, which is known of since `known_on`: what lies
    before stays, and what is new needs its notice from then on. `barred` is not to be added.
    """

    id: str
    scenario: Scenario
    planned_on: date
    horizon: Horizon
    tours: tuple[Tour, ...]
    value: float
    disruption: Disruption
    known_on: date
    seconds: float
    seed: int = 1
    locks: tuple[Lock, ...] = ()
    barred: tuple[Barred, ...] = ()


class Cancel(msgspec.Struct, tag="cancel", frozen=True):
    """Ask to stop and keep the best plan."""

    id: str


Request = Solve | Propose | Cancel


class Progress(msgspec.Struct, tag="progress", frozen=True):
    """How far planning is: seconds done of total, the best value, and a proven bound or None."""

    id: str
    done: float
    total: float
    value: float
    bound: float | None = None


class Better(msgspec.Struct, tag="better", frozen=True):
    """A better plan, priced but not yet explained."""

    id: str
    plan: Plan


class Estimated(msgspec.Struct, tag="estimated", frozen=True):
    """What the variants asked about could be worth, contacts, in their order; None: unknown."""

    id: str
    gains: tuple[float | None, ...]


class Done(msgspec.Struct, tag="done", frozen=True):
    """The last and best plan; `cancelled` when the person stopped it early."""

    id: str
    plan: Plan
    bound: float | None = None
    cancelled: bool = False


class Proposed(msgspec.Struct, tag="proposed", frozen=True):
    """The changes proposed; `cancelled` when the person stopped the search early."""

    id: str
    proposal: Proposal
    cancelled: bool = False


class Failed(msgspec.Struct, tag="failed", frozen=True):
    """The worker met a bug; `text` is for the log."""

    id: str
    text: str


Message = Progress | Better | Estimated | Done | Proposed | Failed


def write_request(request: Request) -> bytes:
    """Write one request as a line."""
    return msgspec.json.encode(request, order="deterministic") + b"\n"


def read_request(line: bytes) -> Request:
    """Read one request. Raises `msgspec.DecodeError` for anything else."""
    request: Request = msgspec.json.decode(line, type=Request)
    return request


def write_message(message: Message) -> bytes:
    """Write one answer as a line."""
    return msgspec.json.encode(message, order="deterministic") + b"\n"


def read_message(line: bytes) -> Message:
    """Read one answer. Raises `msgspec.DecodeError` for anything else."""
    message: Message = msgspec.json.decode(line, type=Message)
    return message
