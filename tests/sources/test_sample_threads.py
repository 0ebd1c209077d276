"""The invented threads that a newcomer sees first."""

import pytest

from threadmark.places import shipped
from threadmark.sources.reading import open_threads, threads_in

FILES = sorted(path for path in shipped("sample_threads").iterdir() if path.is_file())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_sample_is_read_without_a_repair(path):
    """Each sample is recognised, opens as it is, and shows no site or person of this world."""
    for reading in open_threads(path):
        assert len(reading.thread) > 0
        assert not reading.report.repairs
        assert not reading.report.notes
        assert ".example" in (reading.thread.article.url or ".example")


def test_the_folder_lists_them_all():
    """The picker, which lists the folder, finds every one."""
    assert [found.path for found in threads_in(shipped("sample_threads"))] == FILES


def test_the_samples_show_what_the_program_is_for():
    """Among them: many comments, a deep chain, replies, scores, deleted and edited comments, several scripts, a corpus."""
    by_name = {path.name: [reading.thread for reading in open_threads(path)] for path in FILES}
    threads = [thread for found in by_name.values() for thread in found]
    assert 25 <= len(by_name["council-closes-mill-lane.thread.json"][0]) <= 40
    assert max(max(thread.depths) for thread in threads) >= 12
    assert any(thread.has_inferred for thread in threads)
    assert any(c.deleted for thread in threads for c in thread)
    assert any(c.edited for thread in threads for c in thread)
    assert len(by_name["three-short-threads.threads.jsonl"]) == 3
    signs = {sign for thread in threads for text in thread.texts for sign in text}
    assert {"夜", "م", "א", "한", "\u0300", "🥟", "\u200d"} <= signs
    assert len({thread.id for thread in threads}) == len(threads)
