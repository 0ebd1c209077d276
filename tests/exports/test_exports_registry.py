"""The registry of formats, and what holds for every format in it."""

from pathlib import Path

import pytest

import threadmark.exports
import threadmark.report
from threadmark.errors import UsageError
from threadmark.exports.registry import export_named, exports
from threadmark.labels.records import Span


def test_formats_are_found_by_their_modules():
    """The formats of the first release are there, and each is found by name as by scanning."""
    assert {"jsonl", "csv"} <= set(exports())
    assert all(export_named(name) is export for name, export in exports().items())


def test_a_new_format_is_one_new_file(tmp_path, monkeypatch):
    """A module with an `EXPORT` in the package's folder is a format, and nothing else names it."""
    module = tmp_path / "smoke_signals.py"
    module.write_text(
        "from threadmark.exports.registry import Export\n"
        "EXPORT = Export('smoke-signals', 'for hills', lambda labelled, options: iter(()))\n"
    )
    monkeypatch.setattr(threadmark.exports, "__path__", [*threadmark.exports.__path__, str(tmp_path)])
    assert export_named("smoke-signals").title == "for hills"
    assert "smoke-signals" in exports()


@pytest.mark.parametrize("name", ["pigeon", "rows", "registry", "", "../csv", "smoke_signals.x"])
def test_a_name_that_is_no_format_is_refused_with_those_there_are(name):
    """A module of the package that is no format is none by its name either."""
    with pytest.raises(UsageError, match=r"there are .*csv, .*jsonl"):
        export_named(name)


@pytest.fixture
def full(study):
    """A study with something of everything in its label file."""
    study.keep(
        study.label("c2", "fallacy", "ad_hominem", evidence=(Span(0, 4, "🙄 So"),), either=1),
        study.label("c2", "fallacy", "none", either=1, by="ben", pass_=2),
        study.review("c1", note='=cmd; "quoted",\nand more', status="skipped"),
    )
    return study


@pytest.mark.parametrize("name", sorted(exports()))
def test_every_format_writes_the_same_bytes_for_the_same_input(full, name):
    """An export can be made again and compared."""
    written = full.export(name)
    assert written
    assert full.export(name) == written


@pytest.mark.parametrize("name", sorted(exports()))
def test_every_format_says_what_it_is(name):
    """Name, title and module agree; a flag has a name that the command line can carry."""
    export = exports()[name]
    assert export.name == name
    assert export.title
    places = (*threadmark.exports.__path__, *threadmark.report.__path__)
    assert any(Path(place, name.replace("-", "_")).with_suffix(".py").exists() for place in places)
    assert (export.pieces is None) != (export.files is None)
    assert (export.extra is None) == (not export.needs)
    assert all(option.help and option.name == option.name.lower().replace("_", "-") for option in export.options)
