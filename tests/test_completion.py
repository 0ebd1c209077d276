"""What a shell is offered, asked as a shell asks: by click's completion protocol."""

from __future__ import annotations

import pytest
from click.shell_completion import ShellComplete
from tests.tui.sitting import written

from threadmark.cli import program
from threadmark.exports.registry import exports
from threadmark.imports.registry import imports
from threadmark.keys.layers import load_keymap
from threadmark.labels.round import Round
from threadmark.labels.store import LabelStore
from threadmark.places import shipped
from threadmark.sources.reading import open_threads
from threadmark.sources.registry import sources
from threadmark.tui.themes import OWN_THEMES

LAYERS = {"navigation", "navigation-arrows", "stance", "stance-sdqc", "rhetoric", "fallacies", "flags"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a thread, its labels by two annotators, and files that are none."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    work = tmp_path / "work"
    (work / "sub").mkdir(parents=True)
    monkeypatch.chdir(work)
    thread = next(open_threads(written(work, [{"id": "c1", "text": "Shops."}]))).thread
    store = LabelStore.open(work / "labels.json", who="ana")
    codebook = load_keymap(search=[shipped("keymaps")]).codebook
    for annotator in ("ana", "ben"):
        Round(store, thread, codebook, annotator=annotator, session="s").set_note(0, "Shops?")
    store.close()
    (work / "notes.txt").write_text("none", encoding="utf-8")
    return work


def offered(line):
    """What is offered at the end of a line: values, or the type where the shell itself completes."""
    *args, incomplete = line.split(" ")
    found = ShellComplete(program, {}, "threadmark", "_THREADMARK_COMPLETE").get_completions(args, incomplete)
    return {item.value if item.type == "plain" else f"<{item.type}>" for item in found}


@pytest.mark.parametrize(
    "line",
    ["open --keymap ", "tour --keymap ", "codebook --keymap ", "convert --keymap ", "keymap check ", "keymap show ",
     "keymap check --against "],
)  # fmt: skip
def test_layers(folder, line):
    """Shipped layers and those of this folder, wherever a layer is named."""
    (folder / "own.toml").write_text('[layer]\nname = "own"\ntitle = "Own"\nversion = "1"\n', encoding="utf-8")
    assert offered(line) >= {*LAYERS, "own"}
    assert offered(f"{line}navigation-") == {"navigation-arrows"}


@pytest.mark.parametrize("command", ["open", "tour"])
def test_themes(folder, command):
    """Our own themes and Textual's."""
    assert offered(f"{command} --theme ") >= {theme.name for theme in OWN_THEMES} | {"nord", "ansi-dark"}
    assert offered(f"{command} --theme colour") == {"colour-blind-dark", "colour-blind-light"}


def test_formats(folder):
    """What is read, what is written, what comes back: each from its registry."""
    assert offered("open --from ") == {source.name for source in sources()}
    assert offered("convert --from red") == {source.name for source in sources() if source.name.startswith("red")}
    assert offered("export --format ") == set(exports())
    assert offered("import-labels --from ") == set(imports())


@pytest.mark.parametrize("command", ["export", "stats", "report", "recover", "open --labels", "read --labels"])
def test_label_files(folder, command):
    """Label files by their suffix and folders; where there is none, files as the shell has them."""
    assert offered(f"{command} ") == {"labels.json", "sub/"}
    assert offered(f"{command} ./la") == {"./labels.json"}
    assert offered(f"{command} no") == {"<file>"}


def test_a_name_that_a_shell_would_take_apart_is_left_to_the_shell(folder):
    """A blank in a name has to be quoted, which the shell's own completion does."""
    (folder / "labels two.json").write_text("{}", encoding="utf-8")
    assert offered("export la") == {"<file>"}


@pytest.mark.parametrize(
    "line",
    ["export labels.json --annotator ", "stats labels.json --annotator ", "report labels.json --annotator ",
     "open --labels labels.json --annotator ", "open lane.thread.json --annotator ", "read lane.thread.json --annotator ",
     "open --annotator "],
)  # fmt: skip
def test_annotators(folder, line):
    """Those who are in the label file that the line means: named, beside the thread, or in the folder."""
    assert offered(line) == {"ana", "ben"}
    assert offered(f"{line}b") == {"ben"}


def test_what_is_broken_offers_nothing(folder):
    """A damaged layer or label file is no message in the middle of a line."""
    (folder / "bad.toml").write_text("no [ toml", encoding="utf-8")
    (folder / "labels.history.jsonl").write_text('{"broken\n{"broken\n', encoding="utf-8")
    assert offered("export labels.json --annotator ") == set()
    assert offered("open --keymap ") >= LAYERS | {"bad"}
