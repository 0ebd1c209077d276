"""The command line: every command but the screen's, its words, and its exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess

import pytest
from tests.command_line import every_command
from tests.terminal import threadmark, variables

from threadmark import __version__
from threadmark.cli import run
from threadmark.exports.registry import NONE_CARRIES, exports
from threadmark.labels.records import Label, put
from threadmark.labels.store import LabelStore

FLAT = """\
 date 2024-03-12 The pool will stay open.

Ida_7
Good, said the swimmers.
Tom_B
And who pays for it?
"""
OWN_LAYER = '[layer]\nname = "own"\ntitle = "Own keys"\nversion = "1"\n\n[keys]\n"f5" = "copy"\n'
COMMANDS = ["open", "convert", "export", "recover", "codebook", "keymap", "completion"]


@pytest.fixture(autouse=True)
def study(tmp_path, monkeypatch):
    """The current folder: one thread, and nobody's home."""
    (tmp_path / "home").mkdir()
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "pool.txt").write_text(FLAT, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / ".config"))
    return folder


@pytest.fixture
def tell(monkeypatch, capsys):
    """Run a command line in this process: its status, and what it said on stdout and stderr."""

    def command(line, *more):
        monkeypatch.setattr("sys.argv", ["threadmark", *line.split(), *more])
        try:
            status = run()
        except SystemExit as end:
            status = end.code or 0
        said = capsys.readouterr()
        return status, said.out, said.err

    return command


@pytest.fixture
def labelled(study):
    """A label file of one thread, which lies beside it."""
    path = study / "labels.json"
    store = LabelStore.open(path)
    label = Label(
        thread="lane", comment="c1", annotator="ana", round=1, dimension="fallacy", target=None, label="ad_hominem"
    )
    store.commit([put(label)], annotator="ana", session="s-1")
    store.close()
    return path


def ran(*arguments, folder, **options):
    """A command in a process of its own."""
    home = folder.parent / "home"
    return subprocess.run(
        threadmark(*arguments), cwd=folder, env=variables(home), capture_output=True, timeout=60, check=False, **options
    )


# Help and version


def test_the_version(study):
    """`--version` says name and version, in one line."""
    found = ran("--version", folder=study)
    assert (found.returncode, found.stdout.decode()) == (0, f"threadmark {__version__}\n")


def test_the_version_beside_other_options(tell):
    """`--version` is an option like any other."""
    assert tell("--version") == (0, f"threadmark {__version__}\n", "")


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_names_every_command(tell, flag):
    """The commands stand in the order in which people need them, each with its first line."""
    status, out, _ = tell(flag)
    assert status == 0
    places = [out.index(f"\n  {command} ") for command in COMMANDS]
    assert places == sorted(places)


@pytest.mark.parametrize("command", [words for words, _ in every_command()], ids=" ".join)
def test_every_command_has_help(tell, command):
    """`-h` and `--help` say what a command does and what each option means."""
    status, out, _ = tell(" ".join(command), "-h")
    assert status == 0
    assert out.startswith(f"Usage: threadmark {' '.join(command)}")
    assert tell(" ".join(command), "--help") == (0, out, "")
    for line in out.partition("Options:")[2].splitlines():
        assert not line.startswith("  -") or "  " in line.strip() or len(line) > 30  # an option with its words


# What was meant otherwise


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("export --fly labels.json", "No such option"),
        ("convert pool.txt", "Missing option '-o'"),
        ("completion tcsh", "tcsh"),
        ("keymap fly", "No such command"),
        ("export", "no label file is named"),
    ],
)
def test_what_is_not_understood_ends_with_status_2(tell, line, words):
    """The message says what, and nothing is written."""
    status, out, err = tell(line)
    assert (status, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


def test_a_file_that_is_not_there_ends_with_status_1(tell):
    """One line that names it."""
    status, out, err = tell("convert missing.txt -o out.thread.json")
    assert (status, out) == (1, "")
    assert err.startswith("threadmark: missing.txt: ")
    assert err.count("\n") == 1


def test_a_name_with_an_escape_sequence_is_told_without_it(study):
    """What a file is called can do nothing to the terminal that its name is printed on."""
    found = ran("convert", "\x1b]0;owned\x07\x1b[31mred\u202e.txt", "-o", "out.thread.json", folder=study)
    assert found.returncode == 1
    assert b"\x1b" not in found.stderr
    assert b"owned" not in found.stderr
    assert "\u202e".encode() not in found.stderr
    assert b"red.txt" in found.stderr


def test_a_report_names_a_file_without_its_escape_sequences(study):
    """What was met in a file is told with its name, and no more of it than letters."""
    name = "\x1b]0;owned\x07\x1b[31mred\u202e.txt"
    (study / name).write_text(FLAT, encoding="utf-8")
    found = ran("convert", name, "-o", "out.thread.json", folder=study)
    assert found.returncode == 0
    assert found.stderr.startswith(b"red.txt: 2 comments")


# convert


def test_convert_writes_the_native_form(tell, study):
    """A flat text becomes a native thread; what was met on the way is said on stderr."""
    status, out, err = tell("convert pool.txt -o pool.thread.json")
    assert (status, out) == (0, "")
    thread = json.loads((study / "pool.thread.json").read_text(encoding="utf-8"))
    assert [comment["text"] for comment in thread["comments"]] == ["Good, said the swimmers.", "And who pays for it?"]
    assert "pool.txt: 2 comments" in err


def test_convert_to_stdout_and_back(study):
    """`-` is stdout and stdin, and converting a native thread gives it again."""
    first = ran("convert", "pool.txt", "-o", "-", folder=study)
    again = ran("convert", "-", "-o", "-", folder=study, input=first.stdout)
    assert (first.returncode, again.returncode) == (0, 0)
    assert again.stdout == first.stdout


def test_convert_leaves_an_existing_file_when_it_fails(tell, study):
    """An input that can't be read changes nothing that was there."""
    (study / "out.thread.json").write_text("kept", encoding="utf-8")
    status, _, _ = tell("convert pool.txt missing.txt -o out.thread.json")
    assert status == 1
    assert (study / "out.thread.json").read_text(encoding="utf-8") == "kept"


# export


def test_export_writes_rows(tell, labelled):
    """JSON Lines by default, one row a label; what is missing is warned of on stderr."""
    status, out, err = tell("export labels.json")
    (row,) = map(json.loads, out.splitlines())
    assert status == 0
    assert (row["comment"], row["label"], row["text"]) == ("c1", "ad_hominem", None)
    assert "lane" in err


def test_export_as_csv_into_a_file(tell, labelled, study):
    """`--format csv -o FILE` writes a table whose first row names the columns."""
    status, out, _ = tell("export labels.json --format csv -o labels.csv")
    assert (status, out) == (0, "")
    (row,) = csv.DictReader(io.StringIO((study / "labels.csv").read_text(encoding="utf-8")))
    assert (row["comment"], row["label"]) == ("c1", "ad_hominem")


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("opne pool.txt", "open"),
        ("exprot labels.json", "export"),
        ("convert pool.txt --from flat-txt -o pool.thread.json", "flat-text"),
        ("export labels.json --format cvs", "csv"),
        ("import-labels pool.txt --from doccana --labels labels.json", "doccano"),
        ("keymap show naviation", "navigation"),
    ],
)
def test_a_slip_in_a_name_is_told_the_nearest(tell, labelled, line, meant):
    """Of commands, formats and layers the one that was meant is named first, then all."""
    status, out, err = tell(line)
    assert (status, out) == (2, "")
    assert f"did you mean {meant}? there are " in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "status", "words"),
    [
        ("export missing.json", 1, "missing.json"),
        ("export labels.json --format smoke", 2, "smoke"),
        ("export labels.json -o gone/labels.csv", 2, "gone"),
    ],
)
def test_export_refuses_by_name(tell, labelled, line, status, words):
    """A label file, a format or a folder that is not there is named."""
    found, out, err = tell(line)
    assert (found, out) == (status, "")
    assert words in err
    assert err.count("\n") == 1


def test_a_damaged_label_file_ends_with_status_3(tell, study):
    """Export says that it is damaged and how to go on, and leaves it as it is."""
    (study / "labels.json").write_text('{"labels": {"1": ', encoding="utf-8")
    status, out, err = tell("export labels.json")
    assert (status, out) == (3, "")
    assert "labels.json" in err
    assert "recover" in err


def test_export_lists_its_formats(tell):
    """`--list` names each format, what it can't carry and its extra; and what none can."""
    status, out, _ = tell("export --list")
    assert status == 0
    assert exports().keys() <= {line.partition(":")[0] for line in out.splitlines()}
    for each in exports().values():
        assert f"can't carry: {each.loses}\n" in out or not each.loses
        assert f"(needs threadmark[{each.extra}])" in out or not each.extra
    assert f"No format carries {NONE_CARRIES}" in out


# recover


def test_recover_rebuilds_from_the_history(tell, labelled, study):
    """A damaged label file is kept under another name, and the labels are there again."""
    labelled.write_text("rubbish", encoding="utf-8")
    status, out, _ = tell("recover labels.json")
    assert status == 0
    assert "1 label" in out
    assert tell("export labels.json")[1].count("\n") == 1
    kept = [path for path in study.iterdir() if path.read_bytes() == b"rubbish"]
    assert len(kept) == 1


def test_recover_waits_for_nobody(tell, labelled):
    """While the program has the file open, `recover` ends with status 4 and changes nothing."""
    before = labelled.read_bytes()
    store = LabelStore.open(labelled, who="ben")
    try:
        status, out, err = tell("recover labels.json")
    finally:
        store.close()
    assert (status, out) == (4, "")
    assert "ben" in err
    assert labelled.read_bytes() == before


# codebook, keymap, completion


def test_the_codebook_as_page_and_as_json(tell):
    """Markdown by default; `--format json` is what is stored beside labels; `--extended` has more labels."""
    status, page, _ = tell("codebook")
    assert status == 0
    assert page.startswith("# ")
    assert "Ad hominem" in page
    document = json.loads(tell("codebook --format json")[1])
    assert [dimension["id"] for dimension in document["dimensions"]] == ["stance", "rhetoric", "fallacy", "flag"]
    assert len(tell("codebook --extended")[1]) > len(page)


def test_keymap_check_passes_on_what_is_shipped(tell):
    """The default layers have no fault; slips are a list and no failure."""
    assert tell("keymap check")[0] == 0
    status, out, _ = tell("keymap check --slips")
    assert status == 0
    assert out.count("\n") > 1


def test_keymap_check_fails_on_a_clash(tell, study):
    """Each fault has file and line."""
    (study / "own.toml").write_text(OWN_LAYER + '"f 5" = "copy"\n"f" = "fly"\n', encoding="utf-8")
    status, out, _ = tell("keymap check own.toml")
    assert status == 2
    assert "own.toml:9" in out


def test_keymap_list_and_show(tell, study):
    """The shipped layers are listed with where they lie; a layer's keys are shown."""
    status, out, _ = tell("keymap list")
    assert status == 0
    assert all(layer in out for layer in ("navigation", "stance", "rhetoric", "fallacies", "flags"))
    (study / "own.toml").write_text(OWN_LAYER, encoding="utf-8")
    status, out, _ = tell("keymap show own.toml")
    assert status == 0
    assert "f5" in out
    assert tell("keymap show nowhere")[0] == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(tell, shell):
    """Each shell gets a script that asks the program."""
    status, out, _ = tell("completion", shell)
    assert status == 0
    assert "_THREADMARK_COMPLETE" in out


def test_completion_completes(study):
    """What the script asks is answered: commands, and files where a file belongs."""
    home = study.parent / "home"
    asked = {"_THREADMARK_COMPLETE": "bash_complete", "COMP_WORDS": "threadmark ex", "COMP_CWORD": "1"}
    found = subprocess.run(
        threadmark(), cwd=study, env=variables(home, asked), capture_output=True, text=True, timeout=60, check=False
    )
    assert found.stdout.split() == ["plain,export"]
    asked |= {"COMP_WORDS": "threadmark open po", "COMP_CWORD": "2"}
    found = subprocess.run(
        threadmark(), cwd=study, env=variables(home, asked), capture_output=True, text=True, timeout=60, check=False
    )
    assert found.stdout.startswith("file,")


# How it ends


def test_a_reader_that_went_away_is_no_error(study):
    """With the pipe closed (`| head`) it ends quietly, with the status that a shell gives for that."""
    read, write = os.pipe()
    os.close(read)
    try:
        found = subprocess.run(
            threadmark("codebook"),
            cwd=study,
            env=variables(study.parent / "home"),
            stdout=write,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    finally:
        os.close(write)
    assert (found.returncode, found.stderr) == (141, b"")


def test_ctrl_c_ends_with_status_130(study):
    """Interrupted while it reads, it says nothing and leaves nothing behind."""
    process = subprocess.Popen(
        threadmark("convert", "-", "-o", "out.thread.json"),
        cwd=study,
        env=variables(study.parent / "home"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        process.stdin.write(b"word " * 100_000)  # more than a pipe holds: once it is written, the program reads
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err
    assert sorted(path.name for path in study.iterdir()) == ["pool.txt"]
