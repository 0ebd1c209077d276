"""The program in a real terminal: signals, suspending, sizes, other instances, and where the labels go."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess

import pytest
from tests.terminal import Terminal, threadmark, variables
from tinydb import TinyDB

THREAD = {
    "format": "threadmark-thread",
    "version": 1,
    "id": "lane",
    "title": "Council votes to close Mill Lane",
    "published": "2024-03-12",
    "article": ["The harbour council voted on Tuesday to close Mill Lane to cars."],
    "comments": [
        {"id": "c1", "author": "bob", "text": "Closing it punishes drivers."},
        {"id": "c2", "parent": "c1", "author": "ana_k", "text": "So you'd rather kids get run over?"},
        {"id": "c3", "author": "Gull", "text": "Typical council."},
    ],
}
FLAT = """\
 date 2024-03-12 The pool will stay open.

Ida_7
Good, said the swimmers.
Tom_B
And who pays for it?
"""
SHOWN = "Closing it punishes drivers."
CTRL_Z, CTRL_C, ESC = "\x1a", "\x03", "\x1b"


@pytest.fixture
def folder(tmp_path):
    """A folder with a thread."""
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "lane.thread.json").write_text(json.dumps(THREAD), encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path):
    """An empty home."""
    home = tmp_path / "home"
    home.mkdir()
    return home


@pytest.fixture
def run(folder, home):
    """Run the program in a terminal; `ana` labels unless it is said otherwise."""

    def start(*arguments, annotator="ana", **options):
        line = [*(arguments or ("open", "lane.thread.json")), *(["--annotator", annotator] if annotator else [])]
        return Terminal(line, **{"folder": folder, "home": home, **options})

    return start


def labels(path):
    """The labels of a file, as plain TinyDB reads them."""
    with TinyDB(path) as db:
        return [(label["comment"], f"{label['dimension']}.{label['label']}") for label in db.table("labels").all()]


def ready(terminal):
    """Wait until the thread is there and its status line says that labels are taken."""
    terminal.until(lambda: SHOWN in terminal.text and "0/3" in terminal.last_row)


# Without a terminal


@pytest.mark.parametrize(
    "arguments", [(), ("open", "lane.thread.json"), ("lane.thread.json",), ("open", "missing.txt")]
)
def test_without_a_terminal_it_says_so(folder, home, arguments):
    """With stdout in a pipe it ends at once with status 2 and one line."""
    ran = subprocess.run(
        threadmark(*arguments),
        cwd=folder,
        env=variables(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert re.fullmatch(r"threadmark: there is no terminal here.*\n", ran.stderr)
    assert sorted(path.name for path in folder.iterdir()) == ["lane.thread.json"]


# The main job


def test_a_label_by_key_is_in_the_file(run, folder):
    """Keys typed before anything was painted count too; after `q` the file has the label and the terminal is as before."""
    with run() as terminal:
        terminal.type("cnjfa")
        terminal.until("fallacy: ad hominem")
        terminal.type("q")
        assert terminal.wait() == 0
        assert terminal.is_restored
        assert terminal.said_at_the_end == []
    assert labels(folder / "labels.json") == [("c1", "stance.against"), ("c2", "fallacy.ad_hominem")]


@pytest.mark.parametrize(
    ("words", "part"), [("rather kids get run over", "comment"), ("council voted on", "article:1")]
)
def test_words_dragged_over_become_evidence(run, folder, words, part):
    """A mouse's own bytes mark words of the comment or the article; a chord labels the selected comment with them."""
    with run() as terminal:
        ready(terminal)
        terminal.type("j")
        terminal.drag(words)
        terminal.until("leave")
        terminal.type("fa")
        terminal.until("fallacy: ad hominem")
        terminal.type("q")
        assert terminal.wait() == 0
    with TinyDB(folder / "labels.json") as db:
        (label,) = db.table("labels").all()
    assert (label["comment"], label["label"]) == ("c2", "ad_hominem")
    assert [(span["part"], span["quote"]) for span in label["evidence"]] == [(part, words)]


def test_a_note_may_be_typed_faster_than_it_opens(run, folder):
    """Of `E` and a text in one write, every letter is the note's, none a command; what follows `esc` is the thread's."""
    with run() as terminal:
        ready(terminal)
        terminal.type("Efa cn u, he says D")
        terminal.until("fa cn u, he says D")
        terminal.type(ESC)
        terminal.until(lambda: "note on" not in terminal.text)
        terminal.type("Stfad\r")
        terminal.until("1 skipped")
        terminal.type(":quit")
        terminal.until("end the program")
        terminal.type(ESC)
        terminal.until(lambda: "end the program" not in terminal.text)
        terminal.type("?q")
        terminal.settle()
        terminal.type("q")
        assert terminal.wait() == 0
    assert labels(folder / "labels.json") == []
    with TinyDB(folder / "labels.json") as db:
        (review,) = (review for review in db.table("reviews").all() if review["comment"] == "c1")
    assert (review["note"], review["reason"]) == ("fa cn u, he says D", "fad")


def test_escape_and_a_letter_quickly(run, folder):
    """`esc` and `j` in one write arrive as `alt+j`: the panel is closed and the next comment selected."""
    with run() as terminal:
        ready(terminal)
        terminal.type("f")
        terminal.until("fallacy?")
        terminal.type(f"{ESC}j")
        terminal.until(lambda: "fallacy?" not in terminal.text)
        terminal.type("ms")
        terminal.until(lambda: "sarcasm" in terminal.text)
        terminal.type("q")
        terminal.wait()
    assert labels(folder / "labels.json") == [("c2", "rhetoric.sarcasm_irony")]


def test_ctrl_c_ends_nothing(run):
    """In the terminal's raw mode `ctrl+c` is a key like another, and says that it is none."""
    with run() as terminal:
        ready(terminal)
        terminal.type(CTRL_C)
        terminal.until("is no key here")
        terminal.type("q")
        assert terminal.wait() == 0


# Signals


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_keeps_labels_and_the_note_being_typed(run, folder, number, status):
    """Everything is in the label file, the note too, the terminal is restored, and the status says which signal."""
    with run() as terminal:
        ready(terminal)
        terminal.type("cn")
        terminal.until("claim: against")
        terminal.type("E")
        terminal.until("note on bob's comment")
        terminal.type("half a no")
        terminal.until("half a no")
        terminal.signal(number)
        assert terminal.wait() == status
        assert terminal.is_restored
        assert terminal.said_at_the_end == []
    assert labels(folder / "labels.json") == [("c1", "stance.against")]
    with TinyDB(folder / "labels.json") as db:
        (review,) = db.table("reviews").all()
        (session,) = db.table("sessions").all()
    assert review["note"] == "half a no"
    assert session["ended"]


def test_ctrl_z_suspends_and_fg_comes_back(folder, home):
    """The shell has the terminal while the program is suspended; `fg` paints the thread again, and keys work."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash here to suspend in")
    shell = [bash, "--norc", "--noprofile", "-i"]
    with Terminal(shell, folder=folder, home=home, env={"PS1": "ready> "}, command=True) as terminal:
        terminal.until("ready>")
        terminal.type(" ".join(threadmark("open", "lane.thread.json", "--annotator", "ana")) + "\r")
        ready(terminal)
        terminal.type("cn")
        terminal.until("claim: against")
        terminal.type(CTRL_Z)
        terminal.until("Stopped")
        assert SHOWN not in terminal.text
        terminal.type("echo here $((40 + 2))\r")
        terminal.until("here 42")
        assert (folder / "labels.history.jsonl").exists()
        terminal.type("fg\r")
        terminal.until(lambda: SHOWN in terminal.text and "claim: against" in terminal.text)
        terminal.type("jms")
        terminal.until("sarcasm")
        terminal.type("q")
        terminal.until("ready>")
        terminal.type("exit\r")
        terminal.wait()
    assert labels(folder / "labels.json") == [("c1", "stance.against"), ("c2", "rhetoric.sarcasm_irony")]


# What is broken


@pytest.mark.parametrize(
    "content",
    [
        b'{"labels": {"1": {"thread": ',
        b"\x00\xff\x00",
        b'{"meta": {"1": {"format": "threadmark-labels", "version": 99}}}',
    ],
    ids=["truncated", "binary", "newer"],
)
def test_a_broken_label_file_ends_with_status_3(run, folder, content):
    """One line that names the file, the terminal as before, and not a byte of the file changed."""
    path = folder / "labels.json"
    path.write_bytes(content)
    with run() as terminal:
        assert terminal.wait() == 3
        assert terminal.is_restored
        assert len(terminal.said_at_the_end) == 1
        (line,) = terminal.said_at_the_end
    assert line.startswith("threadmark: ")
    assert "labels.json" in line
    assert path.read_bytes() == content
    assert not (folder / "labels.history.jsonl").exists()


def test_a_broken_history_ends_with_status_3(run, folder):
    """Damage in the middle of the history is told with its line; nothing is written."""
    with run() as terminal:
        ready(terminal)
        terminal.type("cnmsfaq")
        terminal.wait()
    (folder / "labels.json").unlink()
    history = folder / "labels.history.jsonl"
    lines = history.read_bytes().splitlines(keepends=True)
    lines[1] = b"rubbish\n"
    history.write_bytes(b"".join(lines))
    with run() as terminal:
        assert terminal.wait() == 3
        (line,) = terminal.said_at_the_end
    assert "labels.history.jsonl:2" in line
    assert history.read_bytes() == b"".join(lines)
    assert not (folder / "labels.json").exists()


def test_a_broken_keymap_ends_with_status_2(run, folder):
    """The line names the layer's file and line."""
    (folder / "own.toml").write_text('[keys]\n"j" = "next_comment"\n"k" = "fly"\n', encoding="utf-8")
    with run("open", "lane.thread.json", "--keymap", "own") as terminal:
        assert terminal.wait() == 2
        assert terminal.is_restored
        (line,) = terminal.said_at_the_end
    assert re.search(r"own\.toml:3: .*fly", line)


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("open", "missing.thread.json"), 1, "missing.thread.json"),
        (("open", "empty.txt"), 1, "empty.txt"),
        (("open", "nothing-here"), 1, "nothing-here"),
        (("open", "lane.thread.json", "--keymap", "nowhere"), 2, "nowhere"),
        (("open", "lane.thread.json", "--theme", "plaid"), 2, "plaid"),
        (("open", "lane.thread.json", "--from", "smoke"), 2, "smoke"),
        (("open", "lane.thread.json", "--labels", "gone/labels.json"), 2, "gone"),
    ],
)
def test_what_can_not_be_opened_is_said_in_one_line(run, folder, arguments, status, words):
    """Bad input, a layer, a theme or a folder that is not there: one line that names it, and its status."""
    (folder / "empty.txt").write_text("", encoding="utf-8")
    (folder / "nothing-here").mkdir()
    with run(*arguments) as terminal:
        assert terminal.wait() == status
        (line,) = terminal.said_at_the_end
    assert line.startswith("threadmark: ")
    assert words in line
    assert "Traceback" not in line


# Sizes and colours


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (60, 20), (220, 60)])
def test_every_size_is_lived_in(run, folder, size):
    """Keys work at any size, and nothing is lost."""
    with run(size=size) as terminal:
        terminal.settle()
        terminal.type("cn")
        terminal.until((folder / "labels.history.jsonl").exists)
        terminal.type("jk q")
        assert terminal.wait() == 0
        assert terminal.said_at_the_end == []
    assert labels(folder / "labels.json") == [("c1", "stance.against")]


def test_the_window_may_change_while_it_runs(run, folder):
    """From wide to tiny and back: the thread, the selection and the labels are there again."""
    with run() as terminal:
        ready(terminal)
        terminal.type("jms")
        terminal.until("sarcasm")
        for size in ((40, 10), (1, 1), (200, 50), (100, 30)):
            terminal.resize(*size)
            terminal.settle()
        terminal.until(lambda: SHOWN in terminal.text and "● sarcasm / irony" in terminal.text)
        terminal.type("pnq")
        assert terminal.wait() == 0
    assert labels(folder / "labels.json") == [("c2", "rhetoric.sarcasm_irony"), ("c2", "stance.disagree")]


COLOR = re.compile(rb"[34]8;2;(\d+);(\d+);(\d+)")


def test_no_color_has_no_colour(run):
    """With NO_COLOR only greys are drawn; with the terminal's own colours none at all."""
    for theme, wanted in (("textual-dark", True), ("ansi-dark", False)):
        with run("open", "lane.thread.json", "--theme", theme, env={"NO_COLOR": "1"}) as terminal:
            ready(terminal)
            terminal.type("cn")
            terminal.until("claim: against")
            found = COLOR.findall(terminal.raw)
            assert all(red == green == blue for red, green, blue in found)
            assert bool(found) is wanted
            assert not re.search(rb"\x1b\[(?:[\d;]*;)?(?:3[1-7]|9[1-7]|38;5)(?:;[\d;]*)?m", terminal.raw)
            terminal.type("q")
            terminal.wait()


def test_ascii_is_ascii(run):
    """With `--ascii` every sign of the program's own is one that any terminal draws one cell wide."""
    with run("open", "lane.thread.json", "--ascii") as terminal:
        ready(terminal)
        terminal.type("cnjms ")
        terminal.until("sarcasm")
        assert terminal.text.isascii()
        terminal.type("q")
        terminal.wait()


# Other instances, other annotators, other places


def test_a_second_instance_reads_only(run, folder):
    """It says who holds the file and what to do, shows the labels, and takes none."""
    with run() as first:
        ready(first)
        first.type("cn")
        first.until("claim: against")
        with run(annotator="ben") as second:
            second.until("read-only")
            assert "ana" in second.last_row
            second.type("fa")
            second.until("--labels")
            second.type("q")
            assert second.wait() == 0
        first.type("jms")
        first.until("sarcasm")
        first.type("q")
        assert first.wait() == 0
    assert labels(folder / "labels.json") == [("c1", "stance.against"), ("c2", "rhetoric.sarcasm_irony")]


def test_the_annotator_is_asked_once(run, folder):
    """The name is asked for, kept in the folder's threadmark.toml beside what is there, and not asked again."""
    (folder / "threadmark.toml").write_text("extended = true\n", encoding="utf-8")
    with run(annotator=None) as terminal:
        terminal.until("who labels here?")
        terminal.type("\x15Ana\u202e \x1b[31mK.\r")
        ready(terminal)
        terminal.type("cnq")
        assert terminal.wait() == 0
    kept = (folder / "threadmark.toml").read_text(encoding="utf-8")
    assert "extended = true" in kept
    assert kept.startswith('annotator = "')
    with TinyDB(folder / "labels.json") as db:
        (label,) = db.table("labels").all()
    assert label["annotator"] == kept.partition('"')[2].partition('"')[0]
    assert "\x1b" not in kept
    assert "\u202e" not in kept
    with run(annotator=None) as terminal:
        ready(terminal)
        terminal.type("q")
        assert terminal.wait() == 0


def test_leaving_at_the_question_for_a_name(run, folder):
    """`ctrl+c` at the question ends with status 130, and nothing is written."""
    with run(annotator=None) as terminal:
        terminal.until("who labels here?")
        assert terminal.insist(CTRL_C) == 130
    assert sorted(path.name for path in folder.iterdir()) == ["lane.thread.json"]


def test_a_thread_from_stdin(folder, home):
    """`-` reads the thread from stdin and the keys from the terminal; its labels go to the current folder."""
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "pool.txt").write_text(FLAT, encoding="utf-8")
    command = " ".join([*threadmark("open", "-", "--annotator", "ana"), "<", str(elsewhere / "pool.txt")])
    with Terminal(["/bin/sh", "-c", command], folder=folder, home=home, command=True) as terminal:
        terminal.until("Good, said the swimmers.")
        terminal.type("cy")
        terminal.until("claim: favor")
        terminal.type("q")
        assert terminal.wait() == 0
    assert len(labels(folder / "labels.json")) == 1


def test_samples_are_tried_without_a_question(folder, home):
    """`threadmark` alone lists the samples; their labels go to the current folder, and no name is asked."""
    with Terminal([], folder=folder, home=home) as terminal:
        terminal.until("sample threads")
        terminal.type("\r")
        terminal.until("comments")
        terminal.until(lambda: "saved" in terminal.last_row)
        terminal.type("cn")
        terminal.until("claim: against")
        terminal.type("q")
        terminal.until("sample threads")
        terminal.type("q")
        assert terminal.wait() == 0
    assert [label for _, label in labels(folder / "labels.json")] == ["stance.against"]
    assert not (folder / "threadmark.toml").exists()


def test_labels_go_beside_the_thread(folder, home):
    """Opened from another folder, the labels lie beside the thread; `FILE` alone is `open FILE`."""
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    (folder / "threadmark.toml").write_text('annotator = "ana"\n', encoding="utf-8")
    with Terminal([str(folder / "lane.thread.json")], folder=elsewhere, home=home) as terminal:
        ready(terminal)
        terminal.type("cnq")
        assert terminal.wait() == 0
    assert labels(folder / "labels.json") == [("c1", "stance.against")]
    assert not list(elsewhere.iterdir())


def test_labels_go_where_the_folder_says_or_the_command(run, folder):
    """The folder's threadmark.toml names the label file; `--labels` is stronger."""
    (folder / "threadmark.toml").write_text('labels = "round-1.json"\n', encoding="utf-8")
    with run() as terminal:
        ready(terminal)
        terminal.type("cnq")
        assert terminal.wait() == 0
    with run("open", ".", "--labels", "mine.json") as terminal:
        ready(terminal)
        terminal.type("cyq")
        assert terminal.wait() == 0
    assert labels(folder / "round-1.json") == [("c1", "stance.against")]
    assert labels(folder / "mine.json") == [("c1", "stance.favor")]
    assert not (folder / "labels.json").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_labels_of_a_read_only_folder_go_to_the_current_one(folder, home):
    """A folder that nothing can be written in is left as it is."""
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    folder.chmod(0o555)
    try:
        with Terminal(
            [str(folder / "lane.thread.json"), "--annotator", "ana"], folder=elsewhere, home=home
        ) as terminal:
            ready(terminal)
            terminal.type("cnq")
            assert terminal.wait() == 0
    finally:
        folder.chmod(0o755)
    assert labels(elsewhere / "labels.json") == [("c1", "stance.against")]


def test_what_comes_from_outside_paints_no_escape_sequence(run, folder):
    """Sequences in comments and in a name on the command line never reach the terminal."""
    evil = "\x1b]0;owned\x07\x1b[5;31mred\x1b[0m\x9b31m \u202eabc"
    thread = {**THREAD, "comments": [{"id": "c1", "author": f"bob{evil}", "text": f"{SHOWN}{evil}"}]}
    (folder / "lane.thread.json").write_text(json.dumps(thread), encoding="utf-8")
    with run(annotator=f"ana{evil}") as terminal:
        terminal.until(SHOWN)
        terminal.type("cnE")
        terminal.until("note on")
        terminal.type(ESC)
        terminal.settle()
        assert b"owned" not in terminal.raw
        assert b"\x1b[5;31m" not in terminal.raw
        assert "\u202e".encode() not in terminal.raw
        terminal.type("q")
        assert terminal.wait() == 0
    assert "\x1b" not in (folder / "labels.json").read_text(encoding="utf-8")
    assert "\\u001b" not in (folder / "labels.json").read_text(encoding="utf-8")


def test_the_name_of_a_file_paints_no_escape_sequence(folder, home):
    """A folder and files that are called so: list, report and messages have the letters of the names alone."""
    evil = "\x1b]0;owned\x07\x1b[5;31mred\u202e"
    study = folder / evil
    study.mkdir()
    for name in ("one", "two"):
        untitled = {
            **THREAD,
            "id": name,
            "title": None,
            "article": [],
            "comments": [{"id": "c1", "parent": "gone", "text": SHOWN}],
        }
        (study / f"{evil}{name}.thread.json").write_text(json.dumps(untitled), encoding="utf-8")
    with Terminal(["open", evil, "--annotator", "ana"], folder=folder, home=home) as terminal:
        terminal.until("2 threads")
        terminal.type("\r")
        terminal.until(SHOWN)
        terminal.type(":import")
        terminal.until("import report: ")
        terminal.type("\r")
        terminal.until("read as native")
        assert "redone.thread.json" in terminal.text
        terminal.type("q")
        terminal.until(SHOWN)
        terminal.type("q")
        terminal.until("2 threads")
        terminal.type("q")
        assert terminal.wait() == 0
        for part in (b"owned", b"\x1b[5;31m", "\u202e".encode()):
            assert part not in terminal.raw
