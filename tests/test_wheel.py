"""The wheel: it is whole, and a program that runs from it finds the shipped folders inside it."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

import threadmark
from threadmark import places
from threadmark.cli import program

ROOT = Path(__file__).parent.parent
FOLDERS = ("keymaps", "sample_threads")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The folder that the wheel comes to when it is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    built = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("threadmark-*.whl")
    ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def test_everything_beside_the_modules_travels_along(unpacked):
    """Layers, samples, style sheets, word lists and the mark of a typed package are in the wheel, and nothing on top."""
    package = Path(threadmark.__file__).parent
    ours = {path.relative_to(package) for path in package.rglob("*") if path.is_file()}
    beside = {path for path in ours if path.suffix in (".tcss", ".txt", ".typed") or path.name == "py.typed"}
    assert beside
    assert {path for path in beside if not (unpacked / "threadmark" / path).is_file()} == set()
    for folder in FOLDERS:
        assert sorted(path.name for path in (unpacked / "threadmark" / folder).iterdir()) == sorted(
            path.name for path in (ROOT / folder).iterdir()
        )
    assert {path.name for path in unpacked.iterdir() if path.suffix not in (".dist-info", ".data")} == {"threadmark"}


def test_the_manual_page_is_installed_with_it(unpacked):
    """An installer puts it where `man` looks: share/man below the prefix; it is what the program itself prints."""
    (page,) = unpacked.glob("*.data/data/share/man/man1/threadmark.1")
    printed = CliRunner().invoke(program, ["man"], prog_name="threadmark").output
    assert page.read_text(encoding="utf-8") == printed


def test_a_program_from_the_wheel_finds_what_was_shipped_with_it(unpacked, tmp_path):
    """Keymaps and samples come from inside the package, not from a checkout that happens to be near."""
    program = f"from threadmark.places import shipped; print(*map(shipped, {FOLDERS}), sep='\\n')"
    environment = os.environ | {"PYTHONPATH": str(unpacked)}
    command = [sys.executable, "-c", program]
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert [Path(line) for line in ran.stdout.splitlines()] == [
        unpacked.resolve() / "threadmark" / folder for folder in FOLDERS
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_checkout_finds_them_beside_the_sources(folder):
    """An editable install has no copy of its own, so that a changed layer counts at once."""
    assert places.shipped(folder) == ROOT.resolve() / folder


def test_a_broken_installation_is_named():
    """A folder that is in neither place is an error with both places in it."""
    with pytest.raises(FileNotFoundError, match=r"nowhere is neither inside .*threadmark nor beside it"):
        places.shipped("nowhere")
