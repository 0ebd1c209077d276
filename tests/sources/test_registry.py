"""Formats are found by the registry, and what is not needed is not imported."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadmark.sources import native
from threadmark.sources.registry import named, recognised, sources
from threadmark.sources.source import Certainty, Head

THREAD = json.dumps({"format": "threadmark-thread", "version": 1, "id": "made", "comments": [{"id": "a", "text": "x"}]})
EVERY = list(sources())


def test_every_source_has_a_name_of_its_own():
    """`--from` can tell them apart; the native one comes first."""
    names = [source.name for source in EVERY]
    assert names[:1] == ["native"]
    assert "flat-text" in names
    assert len(set(names)) == len(names)
    assert all(source.title and named(source.name) is source for source in EVERY)


@pytest.mark.parametrize("source", EVERY, ids=lambda source: source.name)
@given(data=st.binary(max_size=300) | st.sampled_from([b"{}", b"[]", b"<a/>", b'{"comments": [', b"", b"\n"]))
def test_sniffing_never_fails(source, data):
    """Whatever the first bytes are, a source gives a verdict, and says what it saw."""
    verdict = source.sniff(Head("any", data))
    assert verdict is None or verdict.why


@pytest.mark.parametrize("source", EVERY, ids=lambda source: source.name)
def test_a_native_thread_is_native_to_all(source):
    """No other source is as sure of a native file as the native one."""
    verdict = source.sniff(Head("made.thread.json", THREAD.encode()))
    assert (verdict is not None and verdict.certainty is Certainty.CERTAIN) == (source is native.SOURCE)


def test_content_counts_more_than_the_name():
    """A native file is known under any name; a name alone is a weaker sign."""
    assert recognised(Head("notes.txt", THREAD.encode()))[1].certainty is Certainty.CERTAIN
    assert recognised(Head("made.thread.json", b'{"comments": []}'))[1].certainty is Certainty.LIKELY


def test_a_native_thread_loads_no_other_source(tmp_path):
    """Opening one imports no other format, no compression, no detection of encodings, and nothing of the screen."""
    path = tmp_path / "made.thread.json"
    path.write_text(THREAD)
    program = (
        "import sys; from threadmark.sources.reading import open_threads; list(open_threads(sys.argv[1]));"
        "print(*sorted(name for name in sys.modules if name.startswith('threadmark.sources')), 'ROOTS', *sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    own, roots = run.stdout.split("ROOTS")
    assert own.split() == [
        "threadmark.sources",
        "threadmark.sources.native",
        "threadmark.sources.native.cutting",
        "threadmark.sources.native.fields",
        "threadmark.sources.native.reading",
        "threadmark.sources.opening",
        "threadmark.sources.reading",
        "threadmark.sources.registry",
        "threadmark.sources.source",
    ]
    assert not {"gzip", "charset_normalizer", "textual", "rich", "pkgutil", "json"} & set(roots.split())


def test_many_comments_before_the_root_cost_a_sniff_no_more():
    """A file that begins with them is told at once; read in every way that they can be, it would take years."""
    head = Head("saved", b"<!-- made by hand -->\n" * 2_500 + b"<rss>")
    assert named("html").sniff(head) is None
    assert named("html").sniff(Head("saved", b"<!-- made -->\n" * 2_500 + b"<html>")) is not None


def test_no_parser_is_loaded_to_tell_what_a_file_is():
    """Sources load what reads their format when they read it, so a table never waits for a parser of pages."""
    code = (
        "import sys; from threadmark.sources.registry import sources; list(sources());"
        "print([name for name in ('selectolax', 'lxml', 'markdown_it', 'rapidfuzz', 'ijson', 'mailbox', 'email.policy',"
        " 'trafilatura', 'pyarrow', 'zstandard', 'charset_normalizer') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
