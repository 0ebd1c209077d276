"""The two walls: no room but the screen's imports Textual, and commands that need no screen never load it."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports
from tests.main_job import FLAT_TEXT, LABEL_FILE

ROOT = Path(__file__).parent.parent
SCREEN_LIBRARIES = {"textual", "rich"}
ROOMS_WITH_A_SCREEN = {"tui", "opening", "repairing", "cli", "__main__"}
"""The screen's room, and what opens it; the last two load it inside the one function that needs it."""

RUN = """\
import runpy, sys
sys.argv = ["threadmark", *sys.argv[1:]]
try:
    runpy.run_module("threadmark", run_name="__main__")
except SystemExit as end:
    status = end.code or 0
sys.stderr.write("\\n".join(["", "loaded:", *sorted(sys.modules)]))
sys.exit(status)
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with a label file and two threads, one of them flat text."""
    (tmp_path / "labels.json").write_text(LABEL_FILE, encoding="utf-8")
    (tmp_path / "pool.txt").write_text(FLAT_TEXT, encoding="utf-8")
    (tmp_path / "own.toml").write_text('[keys]\n"f5" = "copy"\n', encoding="utf-8")
    return tmp_path


def loaded_by(folder, *arguments):
    """The top-level modules that a command has loaded when it ends well."""
    command = [sys.executable, "-c", RUN, *arguments]
    home = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")} | {"HOME": str(folder)}
    ran = subprocess.run(command, cwd=folder, env=home, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    return {name.partition(".")[0] for name in ran.stderr.partition("loaded:\n")[2].splitlines()}


@pytest.mark.parametrize(
    "arguments",
    [
        "--version",
        "--help",
        "export labels.json",
        "export labels.json --format csv -o labels.csv",
        "convert pool.txt -o pool.thread.json",
        "codebook",
        "codebook --format json",
        "keymap check",
        "keymap check own.toml --slips",
        "keymap list",
        "keymap show",
        "stats labels.json",
        "recover labels.json",
        "completion bash",
    ],
)
def test_commands_that_need_no_screen_never_load_it(folder, arguments):
    """Neither Textual nor Rich is among the modules when the command has done its work."""
    loaded = loaded_by(folder, *arguments.split())
    assert "threadmark" in loaded
    assert not loaded & SCREEN_LIBRARIES


def test_the_version_loads_nothing_but_the_package(folder):
    """It is asked for in scripts, so it costs little more than Python itself."""
    loaded = loaded_by(folder, "--version")
    assert "threadmark" in loaded
    assert not loaded & {"click", "msgspec", "tinydb", "filelock", "platformdirs", "charset_normalizer"}


def test_the_first_frame_waits_for_nothing_that_it_does_not_show(folder):
    """What opens a thread loads no highlighter, no codebook, no label store and nothing that repairs or writes threads."""
    program = "import sys, threadmark.opening, threadmark.cli.commands.open; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert "threadmark.tui.reading" in loaded
    assert not loaded & {
        "pygments",
        "rich.traceback",
        "threadmark.keys.codebook",
        "threadmark.labels.drawing",
        "threadmark.labels.store",
        "threadmark.labels.targets",
        "threadmark.repairing",
        "threadmark.sources.converting",
        "threadmark.study_file",
        "threadmark.tui.session",
    }


def test_the_screen_is_seen_where_it_is_loaded(folder):
    """What the tests above look for is there once the screen's room is imported."""
    program = "import sys, threadmark.tui.app; sys.exit(not {'textual', 'rich'} <= set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], cwd=folder, timeout=60, check=False).returncode == 0


def test_imports_follow_the_rooms():
    """Every contract of pyproject.toml is kept."""
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None) == 0


def test_every_room_stands_behind_the_wall():
    """A new room is placed in the layers by hand, since they are exhaustive; here it is kept from the screen, too."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    walls = [contract for contract in contracts if contract["type"] == "forbidden"]
    (kept,) = (wall["source_modules"] for wall in walls if set(wall["forbidden_modules"]) == SCREEN_LIBRARIES)
    (layered,) = (contract for contract in contracts if contract["type"] == "layers")
    rooms = {room for layer in layered["layers"] for room in layer.split(" | ")}
    assert layered["exhaustive"]
    assert {f"threadmark.{room}" for room in rooms - ROOMS_WITH_A_SCREEN} == set(kept)
