"""The README is true: its commands, its key table, its picture, its examples."""

import json
import re
import tomllib

import click
import pytest
from tests import pictures
from tests.command_line import every_command
from tests.main_job import LABEL_FILE
from tests.pictures import PICTURE, words
from tests.readme import README, with_formats, with_keys

from threadmark.cli import program
from threadmark.errors import HeldError, InputError, LabelFileError, UsageError
from threadmark.exports.registry import exports
from threadmark.exports.rows import FIELDS
from threadmark.keys.check import check_layers
from threadmark.keys.layers import DEFAULT_LAYERS
from threadmark.places import shipped
from threadmark.project import read_project
from threadmark.sources.reading import open_threads

ROOT = README.parent
TEXT = README.read_text(encoding="utf-8")
PROSE = TEXT.partition("<!-- keys -->")[0]


def block(language, containing=""):
    """The one fenced block in a language that contains some text."""
    found = [block for block in re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL) if containing in block]
    assert len(found) == 1
    return found[0]


def after(mark):
    """The fenced block that stands alone after a mark."""
    (found,) = re.findall(rf"<!-- {mark} -->\n```sh\n(.*?)```", TEXT, re.DOTALL)
    return found.removesuffix("\n")


def mentioned():
    """Every call of the program in the README's prose and blocks, as words."""
    calls = re.findall(r"(?:^|`|\(|(?<!from) )threadmark((?: [^\s`|>#&)]+)*)", PROSE, re.MULTILINE)
    return [call.split() for call in calls if call]


@pytest.mark.parametrize("mark", ["run", "test"])
def test_the_two_commands_are_a_line_each(mark):
    """Whoever copies one line gets an environment of the checkout's own and nothing else."""
    command = after(mark)
    assert "\n" not in command
    assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")


def test_the_checks_run_the_tests_as_the_readme_does():
    """What the README promises is what is run for every change."""
    assert after("test") in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_key_table_is_the_one_of_the_program():
    """Made by `python -m tests.readme` from the registry of commands and the default layers."""
    assert "| move | `j` `↓` | next comment |" in TEXT
    assert with_keys(TEXT) == TEXT, "python -m tests.readme makes it anew"


def test_the_formats_are_those_of_the_program():
    """Made by `python -m tests.readme` from the registry of sources."""
    assert "| `flat-text` | flat text |" in TEXT
    assert with_formats(TEXT) == TEXT, "python -m tests.readme makes it anew"


async def test_the_picture_shows_what_the_program_shows(tmp_path):
    """Made by `python -m tests.pictures`; compared by its words, since colours may move by a shade."""
    assert f"({PICTURE.relative_to(ROOT)})" in TEXT
    shown = words(PICTURE.read_text(encoding="utf-8"))
    assert {"bob_tiller", "● claim: against"} <= set(shown)
    assert words(await pictures.picture(tmp_path / "labels.json")) == shown, "python -m tests.pictures draws it anew"


def test_every_command_in_the_text_exists():
    """A command, its subcommand and its options are what the command line knows; anything else is a file to open."""
    context = click.Context(program)
    for first, *rest in mentioned():
        command = program.get_command(context, first)
        if command is None:
            assert first.endswith(".txt") or not rest, first
            command = program.get_command(context, "open")
        if isinstance(command, click.Group):
            command = command.get_command(context, rest[0])
        assert command is not None, (first, *rest)
        known = {name for parameter in command.params for name in parameter.opts} | {"--help"}
        assert {word for word in rest if word.startswith("-") and word != "-"} <= known


def test_no_command_is_left_out():
    """What the program can do is in its README."""
    assert {first for first, *_ in mentioned()} >= {words[0] for words, _ in every_command()}


def test_every_option_in_the_text_exists():
    """An option is one of some command's."""
    parameters = [parameter for _, command in every_command() for parameter in command.params]
    known = {name for parameter in parameters for name in (*parameter.opts, *parameter.secondary_opts)}
    ours = PROSE.replace(after("run"), "").replace(after("test"), "").replace("uvx --from", "")
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", ours)) <= known | {"--help"}


def test_the_columns_are_those_of_an_export():
    """All of them, in their order."""
    table = TEXT.partition("| columns |")[2].partition("\n\n")[0]
    cells = [line.split("|")[1] for line in table.splitlines()[2:]]
    assert re.findall(r"`(\w+)`", " ".join(cells)) == list(FIELDS)


def test_the_formats_of_an_export_are_there():
    """Each format that is shown can be written, and the table has them all."""
    assert set(re.findall(r"export \S+ --format (\w+)", TEXT)) <= set(exports())
    table = TEXT.partition("| for | `--format` |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([\w-]+)`", table)) == set(exports())


def test_the_exit_codes_are_those_of_the_errors():
    """A script can rely on them."""
    (line,) = (line for line in TEXT.splitlines() if line.startswith("- Exit codes:"))
    said = dict(re.findall(r"(\d+) ([^,.]+)", line))
    codes = {str(error.exit_code) for error in (InputError, UsageError, LabelFileError, HeldError)}
    assert set(said) == {"0", *codes, "130"}
    assert said[str(HeldError.exit_code)] == "held by another program"


def test_the_threads_in_it_can_be_read(tmp_path):
    """The flat text is recognised as such, with the reply that its author pair stands for; so is the native thread."""
    (tmp_path / "pool.txt").write_text(block("text"), encoding="utf-8")
    (reading,) = open_threads(tmp_path / "pool.txt")
    assert reading.report.format == "flat-text"
    assert [(comment.author, comment.depth) for comment in reading.thread] == [
        ("rosa_m", 1),
        ("Tom B", 1),
        ("rosa_m", 2),
    ]
    assert reading.thread.article.title == "Council keeps the pool open"

    (tmp_path / "pool.thread.json").write_text(block("json"), encoding="utf-8")
    (reading,) = open_threads(tmp_path / "pool.thread.json")
    assert [(comment.id, comment.depth) for comment in reading.thread] == [("c1", 1), ("c2", 2)]
    assert reading.thread.id == json.loads(block("json"))["id"]
    assert not reading.report.mended


def test_the_layer_in_it_has_nothing_to_mend(tmp_path):
    """A first layer of one's own is copied from here."""
    (tmp_path / "mine.toml").write_text(block("toml", "[[label]]"), encoding="utf-8")
    assert check_layers([*DEFAULT_LAYERS, tmp_path / "mine.toml"], search=[shipped("keymaps")]) == []


def test_the_settings_in_it_are_understood(tmp_path):
    """Every key of a folder's settings that is shown is known, and only those are."""
    settings = block("toml", "annotator")
    (tmp_path / "threadmark.toml").write_text(settings, encoding="utf-8")
    project = read_project(tmp_path)
    assert project.annotator == "ana"
    assert project.labels == tmp_path / tomllib.loads(settings)["labels"]
    assert project.keymap == (*DEFAULT_LAYERS, "mine")
    study = project.study
    assert (project.extended, study.pseudonyms, study.scores, study.random_order) == (True, True, False, True)
    assert (study.idle, study.closed) == (60.0, True)
    assert study.passes == (("stance",), ("rhetoric", "fallacy"))
    assert [target.name for target in study.targets_of("pool").targets] == ["lessons"]


def test_the_script_in_it_runs(tmp_path, monkeypatch, capsys):
    """It prints the fallacies of a label file."""
    labels = LABEL_FILE.replace('"stance"', '"fallacy"').replace('"favor"', '"straw_man"')
    (tmp_path / "labels.json").write_text(labels, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(block("python", "TinyDB"), "README.md", "exec"), {})
    assert "'label': 'straw_man'" in capsys.readouterr().out
