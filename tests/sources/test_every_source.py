"""What holds for every registered source, whoever adds it: it has tests of its own, and a sample that it reads."""

import gzip
import json
from importlib import import_module
from pathlib import Path

import pytest
from tests.sources.real_threads import assert_converts, facts

from threadmark.places import shipped
from threadmark.sources.opening import open_input
from threadmark.sources.reading import open_threads
from threadmark.sources.registry import recognised, sources

HERE = Path(__file__).parent
SOURCES = {source.name: source for source in sources()}


def module_of(source):
    """The module with a source's tests: `test_` and its module's name, `_source` behind it where an export has that name."""
    name = type(SOURCES[source]).__module__.split(".")[2]
    found = [each for each in (f"test_{name}_source", f"test_{name}") if (HERE / f"{each}.py").exists()]
    assert found, f"{source} has no tests; write tests/sources/test_{name}.py"
    return import_module(f"tests.sources.{found[0]}")


def put(sample, place):
    """Write a sample: bytes or text as they are, files by name as a folder, anything else as JSON."""
    if isinstance(sample, dict) and sample and all(isinstance(each, bytes) for each in sample.values()):
        for name, content in sample.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(content)
    elif isinstance(sample, bytes):
        place.write_bytes(sample)
    else:
        place.write_text(sample if isinstance(sample, str) else json.dumps(sample), encoding="utf-8")


@pytest.fixture(params=SOURCES)
def source(request):
    """The name of a source."""
    return request.param


@pytest.fixture
def sample(source, tmp_path):
    """An invented sample of a source's format: `SAMPLE` of its tests, else one of the shipped threads."""
    made = getattr(module_of(source), "SAMPLE", None)
    if made is not None:
        put(made, tmp_path / "saved")
        return tmp_path / "saved"
    for path in sorted(shipped("sample_threads").iterdir()):
        if next(open_threads(path)).report.format == source:
            (tmp_path / "saved").write_bytes(path.read_bytes())
            return tmp_path / "saved"
    pytest.fail(f"{source} has no invented sample; its tests offer none as SAMPLE, and no shipped thread is in it")


def test_it_is_named(source):
    """What --from calls it is a plain word, and no other source is called so."""
    assert source.replace("-", "").isalnum()
    assert source == source.lower()
    assert SOURCES[source].title
    assert len(SOURCES) == len(list(sources()))


def test_its_sample_is_recognised_by_what_is_in_it(source, sample):
    """A file that is called nothing in particular goes to this source, which says why."""
    opened = open_input(sample)
    found = recognised(opened.head)
    opened.close()
    assert found is not None
    assert found[0].name == source
    assert found[1].why


def test_its_sample_is_read_alike_each_time(source, sample):
    """There are comments in it, counted in the report, and the same threads come of the same bytes."""
    once, twice = (list(open_threads(sample, format=source)) for _ in range(2))
    assert any(len(reading.thread) for reading in once)
    assert all(reading.report.comments == len(reading.thread) for reading in once)
    assert [facts(reading.thread) for reading in once] == [facts(reading.thread) for reading in twice]


def test_its_sample_converts_without_loss(sample, tmp_path):
    """Converted and read again it is the same, and converting that again changes no byte."""
    assert_converts(sample, tmp_path)


def test_its_sample_may_be_packed(sample, tmp_path):
    """A compressed file is read like the file in it."""
    if sample.is_dir():
        pytest.skip("a folder is not packed")
    packed = tmp_path / "saved.gz"
    packed.write_bytes(gzip.compress(sample.read_bytes()))
    assert [facts(r.thread) for r in open_threads(packed)] == [facts(r.thread) for r in open_threads(sample)]
