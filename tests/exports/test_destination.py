"""Where an export goes: whole or not at all."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from threadmark.errors import ThreadmarkError, UsageError
from threadmark.exports.destination import Destination


def fail_half_way(path, error):
    """Write a little and raise."""
    with Destination(path).file() as file:
        file.write(b"half")
        raise error


def test_a_file_is_there_once_all_is_written(tmp_path):
    """Until the end the old content stands; nothing else is left in the folder."""
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with Destination(path).file() as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("before", [b"old", None])
def test_what_fails_half_way_leaves_what_was_there(tmp_path, before):
    """An error while writing leaves the old file, or none, and no part."""
    path = tmp_path / "out.csv"
    if before is not None:
        path.write_bytes(before)
    with pytest.raises(ZeroDivisionError):
        fail_half_way(path, ZeroDivisionError())
    assert [each.read_bytes() for each in tmp_path.iterdir()] == ([before] if before else [])


def test_a_full_disk_is_named_and_leaves_nothing(tmp_path):
    """The error says which file and why, in words, and no part stays."""
    path = tmp_path / "out.csv"
    with pytest.raises(ThreadmarkError, match="no space left") as caught:
        fail_half_way(path, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert caught.value.where == str(path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_an_error_in_words(tmp_path):
    """No traceback for a path that leads nowhere."""
    with pytest.raises(ThreadmarkError, match="no such file"), Destination(tmp_path / "no" / "out.csv").file():
        pass


def test_a_folder_is_not_written_over(tmp_path):
    """A folder at the path is an error, and stays."""
    with pytest.raises(ThreadmarkError, match="directory"), Destination(tmp_path).file() as file:
        file.write(b"x")
    assert tmp_path.is_dir()


def test_the_mode_of_a_file_that_was_there_is_kept(tmp_path):
    """A file that only its owner may read stays so."""
    path = tmp_path / "out.csv"
    path.touch(mode=0o600)
    with Destination(path).file() as file:
        file.write(b"x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_stays_a_link(tmp_path):
    """What the link leads to is replaced, not the link."""
    path, link = tmp_path / "out.csv", tmp_path / "latest.csv"
    path.touch()
    link.symlink_to(path.name)
    with Destination(link).file() as file:
        file.write(b"x")
    assert link.is_symlink()
    assert path.read_bytes() == b"x"


def test_what_the_export_is_made_from_is_never_replaced(tmp_path):
    """Naming the label file as the output is refused, under another name too."""
    labels, link = tmp_path / "labels.json", tmp_path / "link.json"
    labels.write_bytes(b"labels")
    link.symlink_to(labels)
    with pytest.raises(UsageError, match="made from"), Destination(link, (labels,)).file():
        pass
    assert labels.read_bytes() == b"labels"


def test_a_device_is_written_to_as_it_is():
    """`-o /dev/null` does not put a file in the device's place."""
    with Destination(Path(os.devnull)).file() as file:
        file.write(b"x")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_reader_that_has_seen_enough_ends_the_export_in_peace():
    """With `| head` the program ends without a word and with status 0."""
    script = (
        "from threadmark.exports.destination import Destination\n"
        "with Destination().file() as file:\n"
        "    for _ in range(10_000): file.write(b'x' * 1000)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        child.stdout.read(10)
        child.stdout.close()
        said = child.stderr.read()
    assert (said, child.returncode) == (b"", 0)
