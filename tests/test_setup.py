"""The start on a fresh machine: small checkouts with a package of their own, and no network."""

import ast
import gettext
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from planner.bootstrap.start import HELP

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PACKAGE = "tinypart"

FACE = """\
import os, sys, tinypart
def main(arguments):
    print("inside", sys.prefix, arguments, tinypart.VALUE, sys.flags.utf8_mode)
    print("cache", os.environ["NUMBA_CACHE_DIR"])
    return 7
"""

needs_ensurepip = pytest.mark.skipif(
    importlib.util.find_spec("ensurepip") is None, reason="this Python cannot make environments"
)


@dataclass(frozen=True, slots=True)
class Checkout:
    """A program of a few lines that is set up by the real bootstrap."""

    root: Path
    wheels: Path

    def environment(self, **more: str) -> dict[str, str]:
        """Give the environment of a start that knows one folder of wheels and no network."""
        set_by_us = ("PIP_", "PYTHON", "NUMBA_", "QT_")
        own = {name: text for name, text in os.environ.items() if not name.startswith(set_by_us)}
        tools = os.pathsep.join(folder for folder in os.defpath.split(os.pathsep) if folder)
        pip = {
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_CONFIG_FILE": os.devnull,
        }
        return own | pip | {"PATH": tools, "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": "/cache"} | more

    def begin(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        """Start `main.py` as a person would."""
        return subprocess.Popen(
            [sys.executable, str(self.root / "main.py"), *arguments],
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def start(self, *arguments: str, **more: str) -> tuple[int, str, str]:
        """Start `main.py`, and give exit code, output and messages."""
        process = self.begin(*arguments, **more)
        output, messages = process.communicate()
        return process.returncode, output, messages

    def lock(self, version: str) -> None:
        """Write lock files that name the package in a version, and make its wheel."""
        wheel = make_wheel(self.wheels, version)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        for lock in LOCKS:
            (self.root / lock).write_text(f"{PACKAGE}=={version} \\\n    --hash=sha256:{digest}\n")

    @property
    def part(self) -> Path:
        """The file of the installed package."""
        return next((self.root / ".venv").glob(f"**/{PACKAGE}/__init__.py"))


def make_wheel(folder: Path, version: str) -> Path:
    """Make a wheel with one module that knows its version."""
    record = f"{PACKAGE}-{version}.dist-info"
    kind = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    parts = {
        f"{PACKAGE}/__init__.py": f'VALUE = "{PACKAGE} {version}"\n',
        f"{record}/METADATA": f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: {version}\n",
        f"{record}/WHEEL": kind,
    }
    parts[f"{record}/RECORD"] = "".join(f"{name},,{len(text)}\n" for name, text in parts.items())
    folder.mkdir(exist_ok=True)
    wheel = folder / f"{PACKAGE}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return wheel


def make_checkout(root: Path) -> Checkout:
    """Lay out a checkout: the real start, a face that reports where it runs, one package."""
    (root / "planner").mkdir(parents=True)
    shutil.copy(ROOT / "main.py", root)
    shutil.copytree(ROOT / "planner" / "bootstrap", root / "planner" / "bootstrap")
    (root / "planner" / "__init__.py").write_text("")
    (root / "planner" / "__main__.py").write_text(FACE)
    (root / "planner" / "touring").mkdir()
    (root / "planner" / "touring" / "session.py").write_text("def warm(): print('warm')\n")
    catalogue = Path("resources") / "locale" / "zh" / "LC_MESSAGES"
    (root / catalogue).mkdir(parents=True)
    shutil.copy(ROOT / catalogue / "setup.mo", root / catalogue)
    checkout = Checkout(root, root / "wheels")
    checkout.lock("1.0")
    return checkout


@dataclass(frozen=True, slots=True)
class Birth:
    """A first start that was ended early, and what two starts at once made of it."""

    checkout: Checkout
    ended: int  # exit code of the first
    codes: list[int]
    messages: list[str]


@pytest.fixture(scope="module")
def birth(tmp_path_factory: pytest.TempPathFactory) -> Birth:
    """Set a checkout up the hard way, once for all tests."""
    checkout = make_checkout(tmp_path_factory.mktemp("ready") / "xunhui")
    first = checkout.begin("demo")
    assert first.stderr is not None
    first.stderr.readline()  # it has begun
    first.terminate()
    first.communicate()
    both = [checkout.begin("demo"), checkout.begin("demo")]
    messages = [start.communicate()[1] for start in both]
    return Birth(checkout, first.returncode, [start.returncode for start in both], messages)


@pytest.fixture
def ready(birth: Birth) -> Checkout:
    """A checkout after its set-up, for tests that leave it as it is."""
    return birth.checkout


@pytest.fixture
def changed(ready: Checkout, tmp_path: Path) -> Checkout:
    """A copy of the ready checkout, for tests that break it."""
    root = tmp_path / "xunhui"
    shutil.copytree(ready.root, root, symlinks=True)
    return Checkout(root, root / "wheels")


@needs_ensurepip
def test_that_a_first_start_goes_on_inside_and_hands_back_the_exit_code(ready: Checkout) -> None:
    code, output, messages = ready.start("demo", "--out", "a b")
    assert code == 7
    assert messages == ""
    assert output.splitlines() == [
        f"inside {ready.root / '.venv'} ['demo', '--out', 'a b'] tinypart 1.0 1",
        "cache /cache/xunhui/numba",
    ]


@needs_ensurepip
def test_that_a_second_start_asks_no_installer(ready: Checkout) -> None:
    code, _, messages = ready.start("demo", PIP_FIND_LINKS=os.devnull)
    assert (code, messages) == (7, "")


@needs_ensurepip
def test_that_two_starts_at_once_finish_what_a_killed_one_began(birth: Birth) -> None:
    assert birth.ended != 7
    assert birth.codes == [7, 7], birth.messages
    assert sum(message.count("Ready.") for message in birth.messages) == 1
    assert (birth.checkout.root / ".venv" / "setup.log").read_text().endswith("\nwarm\n")


@needs_ensurepip
def test_that_half_written_packages_come_anew(changed: Checkout) -> None:
    (changed.root / ".venv" / "setup.stamp").unlink()
    changed.part.write_text("")
    code, output, _ = changed.start("demo")
    assert code == 7
    assert "tinypart 1.0" in output


@needs_ensurepip
def test_that_a_removed_package_comes_back(changed: Checkout) -> None:
    record = next((changed.root / ".venv").glob(f"**/{PACKAGE}-1.0.dist-info"))
    shutil.rmtree(record)
    shutil.rmtree(changed.part.parent)
    assert changed.start("demo")[0] == 7


@needs_ensurepip
def test_that_a_changed_lock_file_is_followed(changed: Checkout) -> None:
    changed.lock("2.0")
    code, output, messages = changed.start("demo")
    assert (code, messages.count("packages: 1")) == (7, 1)
    assert "tinypart 2.0" in output


@needs_ensurepip
@pytest.mark.skipif(os.name == "nt", reason="no links to break")
def test_that_a_python_that_went_away_is_replaced(changed: Checkout) -> None:
    python = changed.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(changed.root / "gone")
    code, _, messages = changed.start("demo")
    assert code == 7
    assert "of another Python" in messages


@needs_ensurepip
def test_that_an_environment_of_another_python_is_not_sound(changed: Checkout) -> None:
    settings = changed.root / ".venv" / "pyvenv.cfg"
    assert is_sound(changed)
    settings.write_text(settings.read_text().replace("version = 3.", "version = 2."))
    assert not is_sound(changed)


def is_sound(checkout: Checkout) -> bool:
    """Ask the bootstrap of a checkout about its environment."""
    question = "from planner.bootstrap import packages; print(packages.is_sound(with_pip=True))"
    command = [sys.executable, "-c", question]
    return subprocess.check_output(command, cwd=checkout.root, text=True).strip() == "True"


@needs_ensurepip
def test_that_packages_out_of_reach_are_told_with_a_way_out(changed: Checkout) -> None:
    changed.lock("3.0")
    shutil.rmtree(changed.wheels)
    code, _, messages = changed.start("demo", LC_ALL="zh_CN.UTF-8", PYTHONIOENCODING="utf-8")
    assert code == 1
    assert "软件包没有装成。" in messages
    assert "No matching distribution found for tinypart==3.0" in messages
    assert "pip config set global.index-url" in messages
    assert "Traceback" not in messages


@needs_ensurepip
def test_that_a_wheel_of_other_content_is_refused(changed: Checkout) -> None:
    changed.lock("4.0")
    wheel = changed.wheels / f"{PACKAGE}-4.0-py3-none-any.whl"
    wheel.write_bytes(wheel.read_bytes() + b" ")
    code, _, messages = changed.start("demo")
    assert code == 1
    assert "HASHES" in messages


def test_that_help_and_version_need_no_set_up(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path / "xunhui")
    shutil.copy(ROOT / "pyproject.toml", checkout.root)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert checkout.start("--version") == (0, f"xunhui {project['version']}\n", "")
    assert "main.py demo" in checkout.start("--help")[1]
    assert "样例" in checkout.start("--help", LC_ALL="zh_CN.UTF-8", PYTHONUTF8="1")[1]
    assert checkout.start("--help", LC_ALL="zh_CN.UTF-8", PYTHONIOENCODING="ascii")[1].isascii()
    assert checkout.start("dmeo")[0] == 2
    assert not (checkout.root / ".venv").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux starts without a display")
def test_that_a_window_without_a_display_is_told(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path / "xunhui")
    nothing = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    code, _, messages = checkout.start(**nothing)
    assert code == 1
    assert "no display" in messages


def test_that_a_python_too_old_says_so_in_one_sentence() -> None:
    text = (ROOT / "main.py").read_text("ascii")
    ast.parse(text, feature_version=(3, 4))
    old = f"import sys; sys.version_info = (3, 9); exec({text!r})"
    start = subprocess.run(
        [sys.executable, "-c", old], capture_output=True, text=True, check=False
    )
    assert start.returncode == 1
    assert start.stderr.startswith("Xunhui needs Python 3.11 or newer")
    assert start.stderr.count("\n") == 1


@pytest.mark.parametrize("allowed", [True, False])
@pytest.mark.skipif(sys.platform != "linux", reason="system packages are a matter of Linux")
def test_that_missing_libraries_are_installed_or_the_line_to_type_is_shown(
    allowed: bool, tmp_path: Path
) -> None:
    installer = tmp_path / "apt-get"
    installer.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\nexit {0 if allowed else 100}\n'
    )
    sudo = tmp_path / "sudo"
    sudo.write_text('#!/bin/sh\n[ "$1" = -n ] && shift && exec "$@"\n')
    for tool in (installer, sudo):
        tool.chmod(0o755)
    start = subprocess.run(
        [
            sys.executable,
            "-c",
            "from planner.bootstrap.system import provide; provide(['libpart1'], ['libwish1'])",
        ],
        cwd=ROOT,
        env={"PATH": f"{tmp_path}:{os.defpath}", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    calls = (tmp_path / "calls").read_text()
    assert "install --no-install-recommends libpart1 libwish1" in calls
    assert start.returncode == (0 if allowed else 1)
    assert ("sudo apt-get install -y libpart1 libwish1" in start.stderr) is not allowed


def find_sentences() -> set[str]:
    """Find the sentences the bootstrap says."""
    speakers = {"say", "stop", "report"}
    calls = (
        node
        for path in (ROOT / "planner" / "bootstrap").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in speakers
    )
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    }


def test_that_every_sentence_of_the_start_is_translated_and_no_other() -> None:
    catalogue = ROOT / "resources" / "locale" / "zh" / "LC_MESSAGES" / "setup.mo"
    with catalogue.open("rb") as file:
        known = set(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]
    assert find_sentences() | {HELP} == known - {""}


def read_lock(name: str) -> dict[str, str]:
    """Read the versions a lock file names, with their markers."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    pins = (line.rstrip(" \\").split("==", 1) for line in lines if line[:1].isalpha())
    return {f"{name} {rest.partition(';')[2]}": rest for name, rest in pins}


def test_that_the_lock_for_tests_holds_all_of_the_lock_for_use() -> None:
    use, tests = (read_lock(name) for name in LOCKS)
    assert use.items() <= tests.items()


@pytest.mark.parametrize("name", [*LOCKS, "requirements-bench.lock"])
def test_that_a_lock_names_no_registry_and_hashes_everything(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert "index" not in text
    assert all(part.endswith("\\") for part in text.splitlines() if part[:1].isalpha())


def test_that_every_declared_dependency_is_locked() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*settings["project"]["dependencies"], *settings["dependency-groups"]["dev"]]
    names = {line.partition(">")[0].partition("=")[0].lower() for line in wanted}
    locked = {key.split()[0] for key in read_lock("requirements-dev.lock")}
    assert names <= locked
