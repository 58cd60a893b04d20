"""The habits of the house that no linter knows: documents, clocks, words, floors, references."""

import ast
import gettext
import io
import re
import shutil
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from PySide6.QtCore import QObject, Signal

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(path for room in ("planner", "ui") for path in (ROOT / room).rglob("*.py"))
CATALOGUES = sorted((ROOT / "resources" / "locale").rglob("*.po"))

# Who may look at a clock that tells the day: identifiers and stamps of rows, never a decision.
WATCHED = {"planner/domain/units.py", "planner/store/file.py"}
CLOCKS = re.compile(
    r"(\w+\.)*(date|datetime|QDate|QDateTime)\.(today|now|utcnow|currentDate\w*)"
    r"|time\.(time|time_ns|localtime|gmtime)"
)


def name_of(path: Path) -> str:
    """Name a file as a person would find it."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", [ROOT / "main.py", *SOURCES], ids=name_of)
def test_that_a_module_says_what_lives_in_it(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def find_clocks(source: str) -> Iterator[str]:
    """Find where a source asks for the time of day."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and CLOCKS.fullmatch(ast.unparse(node)):
            yield f"line {node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield f"line {node.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if name_of(path).startswith("planner/")], ids=name_of
)
def test_that_no_decision_reads_a_clock(path: Path) -> None:
    if name_of(path) not in WATCHED:
        assert not list(find_clocks(path.read_text("utf-8")))


def test_that_a_look_at_the_clock_would_be_found() -> None:
    looks = ("date.today()", "datetime.datetime.now(UTC)", "time.time()", "from time import time")
    for look in looks:
        assert list(find_clocks(look)), look
    assert not list(find_clocks("time.monotonic()"))


def test_that_a_signal_leaks_no_reference() -> None:
    """PySide6 6.12.0 on Python 3.11 loses one reference to True with each emit, until it dies."""

    class Sender(QObject):
        sent = Signal(object)

    sender = Sender()
    sender.sent.connect(lambda _: None)
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(200):
        sender.sent.emit(True)
        sender.blockSignals(False)
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert all(abs(b - a) < 100 for a, b in zip(before, after, strict=True)), (before, after)


# What is tracked


def list_tracked() -> list[Path]:
    """List the files of the repository; skips where there is none."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    # The folder may belong to somebody else, as it does in many a container.
    call = [git, "-c", f"safe.directory={ROOT}", "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(call, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip(listed.stderr)
    names = listed.stdout.split("\0")
    return [path for name in names if name and (path := ROOT / name).is_file()]


def test_that_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    hosts = (
        "pypi" + r"\.org",
        "pythonhosted" + r"\.org",
        "npmjs" + r"\.(org|com)",
        r"-docker\.pkg",
    )
    folders = (r"/home/\w", r"/Users/\w", r"/root/\w", r"/work/\w", r"[A-Z]:\\Users\\\w")
    pattern = re.compile("|".join(hosts + folders).encode())
    guilty = {
        f"{name_of(path)}: {found[0].decode()}"
        for path in list_tracked()
        if path != Path(__file__) and (found := pattern.search(path.read_bytes()))
        if path.suffix not in {".ttf", ".png", ".jpg", ".mo", ".pdf", ".tourplan", ".xlsx"}
    }
    assert not guilty


def test_that_a_lock_with_registry_addresses_is_not_tracked() -> None:
    assert "uv.lock" not in {path.name for path in list_tracked()}


def list_imports(path: Path) -> set[str]:
    """List the top-level packages a source imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_that_every_package_imported_is_declared() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    declared = {
        re.split(r"[><=!;~ ]", line)[0].lower().replace("-", "_")
        for line in settings["project"]["dependencies"]
    }
    declared |= {"pyside6", "shiboken6"}  # they come in the wheels of pyside6_essentials
    own = {"planner", "ui", "main", *sys.stdlib_module_names}
    imported = set().union(*(list_imports(path) for path in SOURCES)) - own
    assert {name.lower() for name in imported} <= declared


def list_licences() -> Iterator[tuple[str, str]]:
    """List every locked package that is installed here, with what it says of its licence."""
    lock = (ROOT / "requirements-dev.lock").read_text("utf-8")
    for name in sorted(set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))):
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:  # for another system
            continue
        stated = [about.get("License-Expression") or "", (about.get("License") or "")[:100]]
        yield name, " ".join([*stated, *about.get_all("Classifier", [])])


def test_that_no_package_is_under_the_gpl_alone() -> None:
    strict = re.compile(r"\bA?GPL|(Affero|(?<!Lesser )General) Public License")
    mild = re.compile(r"LGPL|Lesser General Public License")
    licences = list(list_licences())
    assert len(licences) > 50
    assert not [name for name, text in licences if strict.search(text) and not mild.search(text)]


# Words


def read_catalogue(path: Path) -> Catalog:
    """Read a catalogue of translations."""
    return read_po(io.BytesIO(path.read_bytes()), locale=path.parts[-3])


def list_messages() -> Iterator[tuple[str, str, str]]:
    """List file name, text and translation of every message and plural form."""
    for path in CATALOGUES:
        for message in read_catalogue(path):
            yield from list_forms(path, message)


def list_forms(path: Path, message: Message) -> Iterator[tuple[str, str, str]]:
    """List the forms of one message; plural translations stand beside the plural text."""
    if isinstance(message.id, str):
        if message.id:
            yield path.name, message.id, str(message.string)
    else:
        for form in message.string:
            yield path.name, message.id[-1], form


def find_holes(text: str) -> set[str]:
    """Find the named placeholders of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_that_a_compiled_catalogue_is_that_of_its_source(path: Path) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, read_catalogue(path))
    compiled.seek(0)
    fresh = gettext.GNUTranslations(compiled)
    with path.with_suffix(".mo").open("rb") as file:
        kept = gettext.GNUTranslations(file)
    drop = {"": ""}  # the header tells when it was compiled
    assert kept._catalog | drop == fresh._catalog | drop  # type: ignore[attr-defined]


def test_that_every_text_is_translated_and_settled() -> None:
    assert not [(name, text) for name, text, translation in list_messages() if not translation]
    fuzzy = [m.id for path in CATALOGUES for m in read_catalogue(path) if m.id and m.fuzzy]
    assert not fuzzy


def test_that_a_translation_fills_the_same_holes() -> None:
    assert not [
        (name, text, translation)
        for name, text, translation in list_messages()
        if find_holes(text) != find_holes(translation)
    ]


HAN = r"\u4e00-\u9fff"
HALF_WIDTH = re.compile(
    rf"[{HAN}A-Za-z0-9}}],(?=[{HAN}])"
    rf"|[{HAN}],(?=[{HAN}0-9{{])"
    rf"|[{HAN}]: ?(?=[{HAN}0-9{{])"
    rf"|[{HAN}0-9];(?=[{HAN}])"
    rf"|[{HAN}][.!?](?=[{HAN}]|$)"
    rf"|[{HAN}0-9]\([^()]*[{HAN}][^()]*\)"
)


def test_that_chinese_is_set_with_its_own_punctuation() -> None:
    assert not [
        (name, translation)
        for name, _, translation in list_messages()
        if HALF_WIDTH.search(translation)
    ]
    assert HALF_WIDTH.search("没装完,重新建立")
    assert not HALF_WIDTH.search("没装完，重新建立（3.11）")


# Floors

# For each contract a line that would break it, and the file it would stand in.
VIOLATIONS = {
    "floors": ("planner/rules/travel.py", "planner.office"),
    "rooms on one floor never meet": ("planner/papers/__init__.py", "planner.store"),
    "the judge of plans knows no engine": ("planner/judge/__init__.py", "planner.touring"),
    "the planner knows no window": ("planner/words/__init__.py", "PySide6"),
    "the window sees the office and the values only": ("ui/window.py", "planner.rules"),
    "the office does not pay for the engine": ("planner/office/__init__.py", "ortools"),
    "only the engine imports ortools and numba": ("planner/rules/travel.py", "numba"),
    "only the store knows SQLite": ("planner/office/__init__.py", "sqlite_utils"),
    "only the papers room knows ReportLab": ("planner/exchange/__init__.py", "reportlab"),
    "setting up needs nothing that it brings": ("planner/bootstrap/places.py", "planner.words"),
    "no circles between siblings": ("planner/domain/units.py", "planner.rules"),
    "pages never import each other": ("ui/pages/welcome.py", "ui.pages.planning"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources, to plant violations in."""
    folder = tmp_path_factory.mktemp("floors")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for room in ("planner", "ui"):
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / room, folder / room, ignore=ignore)
    return folder


def lint(folder: Path) -> str:
    """Run import-linter over a folder."""
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
    ]
    done = subprocess.run(
        [*command, "--no-cache", "--no-logo"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_that_a_violation_is_planted_for_every_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]
    assert sorted(contracts) == sorted(VIOLATIONS)
    assert len(contracts) >= 5


def test_that_the_floors_stand(copy: Path) -> None:
    assert "0 broken" in lint(copy)


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_that_a_contract_breaks_on_a_violation(contract: str, copy: Path) -> None:
    name, target = VIOLATIONS[contract]
    path = copy / name
    source = path.read_text("utf-8")
    path.write_text(f"{source}\nimport {target}\n", "utf-8")
    try:
        assert f"{contract} BROKEN" in lint(copy)
    finally:
        path.write_text(source, "utf-8")
