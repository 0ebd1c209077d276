"""What CONTRIBUTING.md shows works as it stands there."""

import hashlib
import json
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.main_job import LABEL_FILE

import threadmark.exports
import threadmark.imports
import threadmark.sources
from threadmark.cli import program
from threadmark.keys.check import check_layers
from threadmark.keys.commands import COMMANDS
from threadmark.keys.layers import DEFAULT_LAYERS
from threadmark.places import shipped

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def block(language, containing):
    """The one fenced block in a language that contains some text."""
    (found,) = (block for block in re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL) if containing in block)
    return found


def run(*arguments):
    """What a command says, on stdout or stderr."""
    return CliRunner().invoke(program, arguments, catch_exceptions=False).output


@pytest.fixture
def new_module(tmp_path, monkeypatch):
    """Put a module into a package, as a new file beside the others."""

    def put(package, name, code):
        folder = tmp_path / package.__name__
        folder.mkdir()
        (folder / f"{name}.py").write_text(code, encoding="utf-8")
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])

    return put


def test_the_source_is_found_and_reads(new_module, tmp_path):
    """One new module is a new format, recognised by what it begins with."""
    new_module(threadmark.sources, "chat_log", block("python", "SOURCE ="))
    (tmp_path / "talk").write_text("#chat\nbob: Closing it punishes drivers.\nhm\nana: Drive less.\n", encoding="utf-8")
    said = run("convert", str(tmp_path / "talk"), "-o", str(tmp_path / "talk.thread.json"))
    assert "2 comments, read as chat-log (it begins with #chat)\nline 3: is no comment" in said
    thread = json.loads((tmp_path / "talk.thread.json").read_text(encoding="utf-8"))
    assert [(comment["author"], comment["text"]) for comment in thread["comments"]] == [
        ("bob", "Closing it punishes drivers."),
        ("ana", "Drive less."),
    ]


def test_the_export_is_found_and_writes(new_module, tmp_path):
    """One new module is a new format of `export`."""
    new_module(threadmark.exports, "pair_list", block("python", "EXPORT ="))
    thread = {
        "format": "threadmark-thread",
        "version": 1,
        "id": "t-1",
        "comments": [{"id": "c-0", "text": "Closed."}, {"id": "c-1", "parent": "c-0", "text": "At last."}],
    }
    (tmp_path / "lane.thread.json").write_text(json.dumps(thread), encoding="utf-8")
    digest = hashlib.sha256((tmp_path / "lane.thread.json").read_bytes()).hexdigest()
    labels = json.loads(LABEL_FILE.replace("claim:k-1", "comment:c-0"))
    record = {"id": "t-1", "title": None, "source": "lane.thread.json", "sha256": digest, "comments": 2}
    labels["threads"] = {"1": record}
    (tmp_path / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    labels_in, pairs_out = str(tmp_path / "labels.json"), str(tmp_path / "pairs.txt")
    assert run("export", labels_in, "--format", "pair-list", "-o", pairs_out) == ""
    assert (tmp_path / "pairs.txt").read_text(encoding="utf-8") == "c-1 c-0 favor\n"


def test_the_import_is_found_and_reads(new_module, tmp_path):
    """One new module is a new format of `import-labels`, recognised by what it begins with."""
    new_module(threadmark.imports, "verdicts", block("python", "IMPORT ="))
    thread = {"format": "threadmark-thread", "version": 1, "id": "t-1", "comments": [{"id": "c-0", "text": "Closed."}]}
    (tmp_path / "lane.thread.json").write_text(json.dumps(thread), encoding="utf-8")
    (tmp_path / "verdicts.txt").write_text("#verdicts\nStraw man\tClosed.\nOther\tOpen.\n", encoding="utf-8")
    given = str(tmp_path / "verdicts.txt"), "--labels", str(tmp_path / "labels.json"), "--annotator", "ana"
    said = run("import-labels", *given)
    assert "labels from verdicts: 1 new, 0 there already" in said
    assert "no thread has such a comment (line 3)" in said


def test_the_layer_has_nothing_to_mend(tmp_path):
    """One new file is a new dimension with its keys."""
    (tmp_path / "mood.toml").write_text(block("toml", "mood"), encoding="utf-8")
    assert check_layers([*DEFAULT_LAYERS, tmp_path / "mood.toml"], search=[shipped("keymaps")]) == []


def test_the_command_is_one_of_the_program_s():
    """The function that is shown is in the room that it is said to be in."""
    code = "".join(line.removeprefix("   ") + "\n" for line in block("python", "def revisit").splitlines()).strip()
    (name,) = re.findall(r'@\w+\("(\w+)"\)', code)
    assert name in COMMANDS
    commands = ROOT / "reader" / "threadmark" / "tui" / "commands"
    assert any(code in module.read_text(encoding="utf-8") for module in commands.glob("*.py"))


def test_every_dependency_has_its_reason():
    """A line for each one, in the order of pyproject.toml, and none for what is gone."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    assert re.findall(r"^\| ([a-z0-9-]+) \| \S", TEXT.partition("## Dependencies")[2], re.MULTILINE) == [
        re.match(r"[a-z0-9-]+", dependency)[0] for dependency in needed
    ]


def test_the_rooms_are_all_there():
    """The table of rooms names each, and no other."""
    rooms = TEXT.partition("| room |")[2].partition("\n\n")[0]
    named = set(re.findall(r"^\|[^|]*`(\w+)/`", rooms, re.MULTILINE))
    package = ROOT / "reader" / "threadmark"
    assert named == {folder.parent.name for folder in package.glob("*/__init__.py")}
