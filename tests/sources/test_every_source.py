"""What holds for every registered source, whoever adds it: it has tests of its own, and a sample that it reads.

Those tests also have a function `written`: invented comments as a file of the format, in any form that `put` takes. Of
which comments it can write, `WRITABLE` tells where that is not `made_threads()`.
"""

import gzip
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import assert_converts, facts, made_threads, put

from threadmark.places import shipped
from threadmark.sources.converting import convert
from threadmark.sources.opening import open_input
from threadmark.sources.reading import open_threads
from threadmark.sources.registry import recognised, sources

HERE = Path(__file__).parent
SOURCES = {source.name: source for source in sources()}
few = settings(deadline=None, max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
"""Examples of each format; its own tests have more."""


def module_of(source):
    """The module with a source's tests: `test_` and its module's name, `_source` behind it where an export has that name."""
    name = type(SOURCES[source]).__module__.split(".")[2]
    found = [each for each in (f"test_{name}_source", f"test_{name}") if (HERE / f"{each}.py").exists()]
    assert found, f"{source} has no tests; write tests/sources/test_{name}.py"
    return import_module(f"tests.sources.{found[0]}")


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


@pytest.fixture
def writer(source):
    """What writes invented comments in a format, and those that it can write, two at least."""
    tests = module_of(source)
    assert hasattr(tests, "written"), f"{tests.__name__} has no `written`, which writes invented comments as {source}"
    return tests.written, getattr(tests, "WRITABLE", made_threads()).filter(lambda made: len(made) > 1)


def comments_of(source, sample, place):
    """Id, author and text of the comments that a reader finds in a sample."""
    put(sample, place)
    return {(c.id, c.author, c.text) for reading in open_threads(place, format=source) for c in reading.thread}


@few
@given(st.data())
def test_an_added_comment_changes_no_other_id(source, writer, tmp_path_factory, data):
    """Wherever a comment is added that nobody answers yet, all others keep their ids."""
    written, writable = writer
    after = data.draw(writable)
    answered = {made.parent for made in after}
    added = data.draw(st.sampled_from([made for made in after if made.number not in answered]))
    folder = tmp_path_factory.mktemp("added")
    older = comments_of(source, written([made for made in after if made is not added]), folder / "before")
    newer = comments_of(source, written(after), folder / "after")
    assert older < newer
    assert len(newer) == len(older) + 1


@few
@given(st.data())
def test_converting_twice_gives_the_same_bytes(source, writer, tmp_path_factory, data):
    """Another conversion of the same file, and one of what was converted, are the first conversion byte by byte."""
    written, writable = writer
    folder = tmp_path_factory.mktemp("converted")
    put(written(data.draw(writable)), folder / "saved")
    once, again, twice = (folder / f"{name}.threads.jsonl" for name in ("once", "again", "twice"))
    convert([folder / "saved"], once, format=source)
    convert([folder / "saved"], again, format=source)
    convert([once], twice)
    assert once.read_bytes() == again.read_bytes() == twice.read_bytes()
