"""Pieces that are written while the next ones are made."""

import errno
import hashlib
import io
import threading

import pytest

from threadmark.sources.behind import BYTES_AT_ONCE, FLUSHED_EVERY, write_behind

LARGE = [bytes([number % 251]) * (BYTES_AT_ONCE // 2 + number) for number in range(9)]


def test_all_bytes_are_written_in_their_order_and_seen_before(tmp_path):
    """Few or many, large or small, the file is its pieces one after the other, and whoever looks on sees the same."""
    for pieces in ([], [b""], [b"a", b"b"], LARGE, [b"x" * 1000] * 9000, [b"y" * (FLUSHED_EVERY + 1)] * 2):
        digest = hashlib.sha256()
        with (tmp_path / "out").open("wb") as file:
            write_behind(file, iter(pieces), digest.update)
        written = (tmp_path / "out").read_bytes()
        assert written == b"".join(pieces)
        assert digest.hexdigest() == hashlib.sha256(written).hexdigest()


def test_pieces_are_made_where_it_is_called(tmp_path):
    """What makes pieces may belong to the thread that it runs on."""
    made_on = set()

    def pieces():
        for piece in LARGE:
            made_on.add(threading.current_thread())
            yield piece

    with (tmp_path / "out").open("wb") as file:
        write_behind(file, pieces())
    assert made_on == {threading.current_thread()}


@pytest.mark.parametrize("fits", [0, 1, 3])
def test_a_disk_that_fills_up_is_told_and_no_more_is_written(tmp_path, fits):
    """The error comes to the caller as it is, and nothing is written after it."""

    class Full(io.FileIO):
        written = 0

        def write(self, piece):
            if self.written == fits:
                raise OSError(errno.ENOSPC, "No space left on device")
            self.written += 1
            return super().write(piece)

    with Full(tmp_path / "out", "wb") as file, pytest.raises(OSError, match="No space left"):
        write_behind(file, LARGE)
    written = (tmp_path / "out").read_bytes()
    assert len(written) < len(b"".join(LARGE))
    assert b"".join(LARGE).startswith(written)


@pytest.mark.parametrize("broken", [0, 1, 5])
def test_what_the_pieces_raise_comes_through(tmp_path, broken):
    """An interrupt while a piece is made ends it, and no thread is left behind."""

    def pieces():
        yield from LARGE[:broken]
        raise KeyboardInterrupt

    before = threading.active_count()
    with (tmp_path / "out").open("wb") as file, pytest.raises(KeyboardInterrupt):
        write_behind(file, pieces())
    assert threading.active_count() == before
