"""What a full, a slow and a held disk look like on the screen, and that nothing is shown which is not saved."""

from __future__ import annotations

import errno
import os
import threading

import pytest
from tests.tui.sitting import documents, labels_in

from threadmark.labels.disk import Disk
from threadmark.labels.store import LabelStore


class TroubledDisk(Disk):
    """A disk that is full while `full` is set, and whose fsync waits while `quick` is cleared.

    Attributes:
        broken: every fsync that begins fails.
        slow: seconds that each fsync seems to take.
        syncing: set while an fsync waits.
    """

    def __init__(self):
        self.full = self.broken = False
        self.slow = 0.0
        self.quick = threading.Event()
        self.quick.set()
        self.syncing = threading.Event()
        self._now = 0.0

    def write(self, file, content):
        """Write, or have no room."""
        if self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        super().write(file, content)

    def fsync(self, file):
        """Take as long as it is told, or fail."""
        if self.broken:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        if not self.quick.is_set():
            self.syncing.set()
        self.quick.wait(30)
        self._now += self.slow

    def now(self):
        """The clock of this disk."""
        return self._now


@pytest.fixture
def disk(monkeypatch):
    """The disk that every store of this test is on."""
    troubled = TroubledDisk()
    monkeypatch.setattr("threadmark.labels.store.Disk", lambda: troubled)
    yield troubled
    troubled.full = troubled.broken = False
    troubled.quick.set()


async def test_what_could_not_be_saved_is_not_shown(sit, disk):
    """With the disk full the status line says *not saved*, the label is not there, and neither is a second one."""
    async with sit() as here:
        await here.type("c n")
        disk.full = True
        await here.type("f a")
        assert "not saved" in here.said
        assert "no space left on device" in here.said
        assert "ad hominem" not in "\n".join(here.rows()[:-1])
        await here.type("j")
        assert "not saved" in here.rows()[-1]
        await here.type("m s R S t x enter enter")
        assert "1/8" not in here.text
        assert "●" not in here.rows()[3]
        disk.full = False
        await here.type("g g f d")
        assert here.said == "fallacy: false dilemma"
        assert here.rows()[-1].endswith(" saved · 0/8")
        assert "not saved" not in here.rows()[-1]
        assert here.labels() == [("c1", "stance.against"), ("c1", "fallacy.false_dilemma")]


@pytest.mark.proves("note")
async def test_a_note_stays_until_the_disk_takes_it(sit, disk):
    """The first `esc` on a note that can't be saved keeps it on the screen; once the disk works it is saved."""
    async with sit() as here:
        await here.type("E h m")
        disk.full = True
        await here.type("escape")
        assert here.over == "WriteNote"
        assert "not saved" in here.text
        disk.full = False
        await here.type("escape")
        assert here.over == "ReadingScreen"
        assert here.review("c1")["note"] == "hm"


@pytest.mark.proves("note")
async def test_a_note_can_be_given_up(sit, disk):
    """A second `esc` on the same text closes the note, though the disk is still full."""
    async with sit() as here:
        await here.type("E h m")
        disk.full = True
        await here.type("escape escape")
        assert here.over == "ReadingScreen"
        await here.type("j")
        assert here.selected == "c2"
        disk.full = False


async def test_a_slow_disk_is_said_until_it_has_caught_up(sit, disk):
    """While changes are on their way the status line says *saving*; afterwards *saved*, without a further key."""
    async with sit() as here:
        disk.slow = 1.0
        await here.type("c n")
        disk.quick.clear()
        await here.type("m s")
        assert here.rows()[-1].endswith("saving · 0/8")
        assert "● sarcasm / irony" in here.text
        disk.quick.set()
        await here.until(lambda: here.rows()[-1].endswith(" saved · 0/8"))
        assert here.labels() == [("c1", "stance.against"), ("c1", "rhetoric.sarcasm_irony")]


async def test_what_a_slow_disk_lost_is_taken_back(sit, disk):
    """A disk that fails behind the writer's back: the label goes from the screen, and *not saved* is said."""
    async with sit() as here:
        disk.slow = 1.0
        await here.type("c n")
        disk.quick.clear()
        await here.type("m s")
        await here.until(disk.syncing.is_set)
        await here.type("m r j")
        assert "● rhetorical question" in here.text
        disk.broken = True
        disk.quick.set()
        await here.until(lambda: "not saved" in here.said)
        assert "● sarcasm / irony" in here.text
        assert "rhetorical question" not in here.text
        assert here.rows()[-1].endswith("not saved · 0/8")
        disk.broken = False
        await here.type("k m h")
        await here.until(lambda: here.rows()[-1].endswith(" saved · 0/8"))
        assert "not saved" not in here.text
        given = [label for _, label in here.labels()]
        assert given == ["stance.against", "rhetoric.sarcasm_irony", "rhetoric.appeal_pathos"]


async def test_a_slow_disk_that_is_full_says_so_at_once(sit, disk):
    """What there is no room for is not shown, though the disk has not taken yet what was given before; that stays."""
    async with sit() as here:
        disk.slow = 1.0
        await here.type("c n")
        disk.quick.clear()
        await here.type("m s")
        disk.full = True
        await here.type("m r")
        assert "not saved: no space left on device" in here.said
        assert "● sarcasm / irony" in here.text
        assert "rhetorical question" not in here.text
        disk.full = False
        disk.quick.set()
        await here.until(lambda: not here.workshop.store.saving)
        await here.type("m h")
        assert [label for _, label in here.labels()] == [
            "stance.against",
            "rhetoric.sarcasm_irony",
            "rhetoric.appeal_pathos",
        ]


@pytest.mark.proves("label", "note", "skip", "claim", "done", "undo", "revisit", "take_label")
async def test_a_second_instance_reads_only(sit, labels):
    """It shows the labels, says who holds the file and that `--labels` names another, and takes no change."""
    async with sit() as first:
        await first.type("c n")
        first.workshop.store.checkpoint()
    held = LabelStore.open(labels, who="ben")
    before = labels.read_bytes()
    try:
        async with sit() as here:
            assert "read-only" in here.said
            assert "ben" in here.said
            assert "--labels" in here.said
            assert "● claim: against" in here.text
            assert here.rows()[-1].endswith("read-only · 0/8")
            for keys in ("f a", "u", "R", "enter enter", "E", "S", "C", "j k"):
                await here.type(keys)
                assert here.over == "ReadingScreen"
            await here.type("f a")
            assert "--labels" in here.said
            assert "ad hominem" not in "\n".join(here.rows()[:-1])
            await here.type("D a")
            assert "● claim: against" in here.text
    finally:
        held.close()
    assert labels_in(documents(labels, "labels")) == [("c1", "stance.against")]
    assert labels.read_bytes() == before


async def test_the_label_file_may_be_behind(sit, disk, labels):
    """A full disk at the end of the program loses nothing that was saved: the history has it."""
    async with sit() as here:
        await here.type("c n")
        here.workshop.store.checkpoint()
        await here.type("m s")
        disk.full = True
        await here.type("j")
        disk.full = False
    assert labels_in(documents(labels, "labels")) == [("c1", "stance.against"), ("c1", "rhetoric.sarcasm_irony")]
