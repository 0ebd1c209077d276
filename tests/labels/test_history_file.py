"""The history as a file: begun anew when it was taken away, left alone when somebody else cut it."""

import pytest

from threadmark.labels.disk import Disk
from threadmark.labels.history import HistoryFile


def test_a_history_that_was_taken_away_is_begun_anew(tmp_path):
    """A history deleted between its reading and the first append gets no zeros in its place; what is in memory stays."""
    path = tmp_path / "labels.history.jsonl"
    path.write_bytes(b"a line of an earlier life\n")
    file = HistoryFile(path, path.stat().st_size, Disk())
    path.unlink()
    file.append(b"first\n")
    file.append(b"second\n")
    file.close()
    assert path.read_bytes() == b"first\nsecond\n"


def test_a_history_that_somebody_cut_is_not_written_to(tmp_path):
    """A history shorter than it was read belongs to somebody else now."""
    path = tmp_path / "labels.history.jsonl"
    path.write_bytes(b"a line of an earlier life\n")
    file = HistoryFile(path, path.stat().st_size, Disk())
    path.write_bytes(b"a line")
    with pytest.raises(OSError, match="changed by another program"):
        file.append(b"first\n")
    assert path.read_bytes() == b"a line"
