"""One table of commands: menu, shortcuts, buttons, the command finder and tests derive from it."""

from collections.abc import Callable
from dataclasses import dataclass

from ui.session import Session
from ui.stages import Stage


@dataclass(frozen=True, slots=True)
class State:
    """What the enabled state of commands may depend on."""

    session: Session
    is_running: bool = False


Enabled = Callable[[State], bool]


def always(state: State) -> bool:
    """Say yes."""
    return True


def when_open(state: State) -> bool:
    """Say whether a file is open."""
    return state.session.is_open


def when_filled(state: State) -> bool:
    """Say whether the file has tables."""
    return state.session.scenario is not None


def when_planned(state: State) -> bool:
    """Say whether the file has a plan."""
    return state.session.plan is not None


def when_plannable(state: State) -> bool:
    """Say whether planning may start."""
    return when_filled(state) and not state.is_running


def when_manned(state: State) -> bool:
    """Say whether there are crews to compare plans with."""
    scenario = state.session.scenario
    return scenario is not None and bool(scenario.crews) and not state.is_running


def when_replannable(state: State) -> bool:
    """Say whether there is a plan that could be changed."""
    return when_planned(state) and not state.is_running


def when_picked(state: State) -> bool:
    """Say whether a visit is picked, and a plan there in which to place it."""
    return when_replannable(state) and bool(state.session.selection.visit)


def when_stop_picked(state: State) -> bool:
    """Say whether the visit picked stands in the plan."""
    plan = state.session.plan if when_picked(state) else None
    visit = state.session.selection.visit
    return plan is not None and any(
        stop.visit == visit for tour in plan.tours for day in tour.days for stop in day.stops
    )


def when_running(state: State) -> bool:
    """Say whether the worker is planning."""
    return state.is_running


@dataclass(frozen=True, slots=True)
class Action:
    """A command: `text` and `short` (on buttons, else the text) are keys of the catalogue.

    `menu` is the menu it stands in, "" for none; `stage` the page that does it, None the window.
    """

    id: str
    text: str
    icon: str
    shortcut: str = ""
    menu: str = ""
    stage: Stage | None = None
    enabled: Enabled = always
    short: str = ""


def N_(text: str) -> str:
    """Mark a key of the catalogue for extraction."""
    return text


MENUS = (
    ("file", N_("File")),
    ("edit", N_("Edit")),
    ("go", N_("Go")),
    ("work", N_("Work")),
    ("view", N_("View")),
    ("help", N_("Help")),
)

WINDOW_ACTIONS = (
    Action("file.new", N_("New file…"), "plus", "Ctrl+N", "file"),
    Action("file.open", N_("Open file…"), "file-text", "Ctrl+O", "file"),
    Action("file.sample", N_("Open the sample"), "map", "", "file"),
    Action("file.import", N_("Import a folder of tables…"), "file-spreadsheet", "Ctrl+I", "file"),
    Action(
        "file.copy", N_("Save a copy as…"), "save-all", "Ctrl+Shift+S", "file", None, when_open
    ),
    Action("file.print", N_("Print…"), "printer", "Ctrl+P", "file", None, when_planned),
    Action(
        "file.pdf", N_("Save as PDF…"), "download", "", "file", None, when_planned, N_("Save PDF")
    ),
    Action("file.close", N_("Close file"), "x", "Ctrl+W", "file", None, when_open),
    Action("file.quit", N_("Quit"), "square", "Ctrl+Q", "file"),
    Action(
        "edit.undo",
        N_("Undo"),
        "undo-2",
        "Ctrl+Z",
        "edit",
        None,
        lambda s: s.session.can_undo,
    ),
    Action(
        "edit.redo",
        N_("Redo"),
        "redo-2",
        "Ctrl+Shift+Z",
        "edit",
        None,
        lambda s: s.session.can_redo,
    ),
    Action(
        "edit.parameters",
        N_("Limits and exchange rates…"),
        "coins",
        "Ctrl+L",
        "edit",
        None,
        when_filled,
    ),
    Action("edit.find", N_("Find a command, a place, a customer…"), "search", "Ctrl+K", "edit"),
    Action("go.intake", N_("Go to Data"), "table-2", "Ctrl+1", "go", None, when_open),
    Action("go.coverage", N_("Go to Coverage"), "map", "Ctrl+2", "go", None, when_filled),
    Action("go.demand", N_("Go to Demand"), "store", "Ctrl+3", "go", None, when_filled),
    Action("go.planning", N_("Go to Plan"), "chart-gantt", "Ctrl+4", "go", None, when_filled),
    Action("go.publicity", N_("Go to Notices"), "megaphone", "Ctrl+5", "go", None, when_planned),
    Action("go.fieldwork", N_("Go to On tour"), "truck", "Ctrl+6", "go", None, when_planned),
    Action("go.followup", N_("Go to Follow-up"), "rotate-cw", "Ctrl+7", "go", None, when_planned),
    Action(
        "work.days",
        N_("Find a suitable day…"),
        "calendar-check",
        "Ctrl+D",
        "work",
        None,
        when_picked,
        N_("Find a day"),
    ),
    Action(
        "work.changes",
        N_("Something happened…"),
        "triangle-alert",
        "Ctrl+Shift+H",
        "work",
        None,
        when_replannable,
        N_("Something happened"),
    ),
    Action(
        "work.what_if",
        N_("What if…"),
        "coins",
        "Ctrl+Shift+W",
        "work",
        None,
        when_manned,
    ),
    Action("view.settings", N_("Preferences…"), "settings", "Ctrl+,", "view"),
    Action("view.language", N_("中文 / English"), "languages", "Ctrl+Shift+L", "view"),
    Action("view.theme", N_("Light or dark"), "contrast", "Ctrl+Shift+D", "view"),
    Action("view.larger", N_("Larger text"), "zoom-in", "Ctrl+Shift++", "view"),
    Action("view.smaller", N_("Smaller text"), "zoom-out", "Ctrl+Shift+-", "view"),
    Action("help.keys", N_("Keys"), "circle-help", "F1", "help"),
    Action("help.about", N_("About Xunhui"), "info", "", "help"),
)

STAGE_ACTIONS = (
    Action(
        "intake.import",
        N_("Import another folder…"),
        "file-spreadsheet",
        "",
        "",
        Stage.INTAKE,
        when_open,
        N_("Import a folder"),
    ),
    Action(
        "intake.next",
        N_("See who is out of reach"),
        "arrow-right",
        "",
        "",
        Stage.INTAKE,
        when_filled,
        N_("On to coverage"),
    ),
    Action(
        "intake.rejects",
        N_("Save the rejected rows…"),
        "download",
        "",
        "work",
        Stage.INTAKE,
        when_filled,
        N_("Save rejects"),
    ),
    Action(
        "coverage.export",
        N_("Save the coverage list…"),
        "download",
        "",
        "work",
        Stage.COVERAGE,
        when_filled,
        N_("Save list"),
    ),
    Action(
        "coverage.next",
        N_("See what is wanted there"),
        "arrow-right",
        "",
        "",
        Stage.COVERAGE,
        when_filled,
        N_("On to demand"),
    ),
    Action(
        "demand.next",
        N_("Go on to planning"),
        "arrow-right",
        "",
        "",
        Stage.DEMAND,
        when_filled,
        N_("On to planning"),
    ),
    Action("planning.plan", N_("Plan"), "play", "F5", "work", Stage.PLANNING, when_plannable),
    Action(
        "planning.stop",
        N_("Stop, keep the best"),
        "square",
        "Esc",
        "work",
        Stage.PLANNING,
        when_running,
    ),
    Action(
        "planning.lock",
        N_("Lock the stop…"),
        "lock",
        "Ctrl+Shift+K",
        "work",
        Stage.PLANNING,
        when_stop_picked,
        N_("Lock"),
    ),
    Action(
        "publicity.posters", N_("Posters"), "printer", "", "work", Stage.PUBLICITY, when_planned
    ),
    Action(
        "publicity.notices",
        N_("Notices for traffic hubs"),
        "printer",
        "",
        "work",
        Stage.PUBLICITY,
        when_planned,
    ),
    Action(
        "fieldwork.run_sheets",
        N_("Run sheets"),
        "printer",
        "",
        "work",
        Stage.FIELDWORK,
        when_planned,
    ),
    Action(
        "fieldwork.calendar",
        N_("Calendar of a crew…"),
        "calendar-check",
        "",
        "work",
        Stage.FIELDWORK,
        when_planned,
    ),
    Action(
        "followup.schedule",
        N_("Follow-up schedule"),
        "printer",
        "",
        "work",
        Stage.FOLLOWUP,
        when_planned,
    ),
    Action(
        "export.all",
        N_("Export everything…"),
        "download",
        "Ctrl+E",
        "work",
        Stage.FOLLOWUP,
        when_planned,
    ),
)

ACTIONS = WINDOW_ACTIONS + STAGE_ACTIONS
