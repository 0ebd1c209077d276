"""The public API: what its documentation shows works, and the package itself stays light."""

import doctest
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.exports.everything import everything_in
from tinydb import TinyDB

import threadmark
from threadmark import library
from threadmark.errors import UsageError

README = Path(__file__).parent.parent / "README.md"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with label file and threads, as the current one."""
    everything_in(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_each_function_does_what_its_documentation_shows(folder):
    """Every public function and method has an example, and all examples hold."""
    methods = [each for name, each in vars(library.Labels).items() if not name.startswith("_") and callable(each)]
    offered = [library.open_threads, library.open_labels, library.Labels, library.Labels.__iter__, *methods]
    assert [each.__qualname__ for each in offered if ">>> " not in (each.__doc__ or "")] == []
    assert len(offered) >= 8
    result = doctest.testmod(library)
    assert result.failed == 0
    assert result.attempted >= len(offered)


def test_the_readme_s_script_runs(folder, capsys):
    """The script in the README works as it stands there."""
    [script] = re.findall(r"```python\n(from threadmark import.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(script, "README.md", "exec"), {})
    assert "against" in capsys.readouterr().out


def test_tinydb_reads_the_file_all_the_same(folder):
    """The label file is an ordinary TinyDB file."""
    with TinyDB(folder / "labels.json", access_mode="r") as database:
        assert len(database.table("labels")) == len([row for row in threadmark.open_labels("labels.json") if row.label])


def test_a_missing_library_is_named(folder, monkeypatch):
    """Without pandas the error says how to install it."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match="pip install pandas"):
        threadmark.open_labels("labels.json").to_pandas()


def test_the_package_alone_loads_nothing():
    """`import threadmark` costs nothing until something is asked of it, and knows its own names."""
    program = "import sys, threadmark; sys.exit('msgspec' in sys.modules or 'threadmark.library' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], timeout=60, check=False).returncode == 0
    assert {"open_labels", "open_threads"} <= set(dir(threadmark))  # which notebooks complete from
    with pytest.raises(AttributeError, match="open_sesame"):
        importlib.import_module("threadmark").open_sesame  # noqa: B018 -- asking is the test
