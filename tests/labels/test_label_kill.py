"""A process that labels is killed at any moment; THREADMARK_KILLS sets how often."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time

import pytest
from tinydb import TinyDB

from threadmark.labels.store import LabelStore

KILLS = int(os.environ.get("THREADMARK_KILLS", "30"))
LABELLER = """
import sys
from pathlib import Path
from threadmark.labels.records import Label, put
from threadmark.labels.store import LabelStore

store = LabelStore.open(Path(sys.argv[1]), ticker=iter(range(10**9)).__next__)
assert not store.read_only
number = int(sys.argv[2])
def label(number):
    return Label("lane", f"c{number}", "ana", 1, "fallacy", None, "straw_man")
print("begins", flush=True)
while True:
    edits = [put(label(number + more)) for more in range(1 + number % 3)]
    store.commit(edits, annotator="ana", session="s-1")
    store.wait()  # on a slow disk the status line says *saving* until this is so
    print(number, flush=True)
    number += 10
    if store.checkpoint_due():
        store.begin_checkpoint()
"""
"""Each batch brings one to three labels, and is told once it is acknowledged; a checkpoint is written all the time."""


def expected(number):
    """The labels of the batch that begins with a number."""
    return {f"c{number + more}" for more in range(1 + number % 3)}


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment(path, seed):
    """Every acknowledged batch is there whole, at most the one in flight beside them, and every file opens."""
    rng = random.Random(seed)
    acknowledged, number = set(), 0
    for _ in range(max(1, KILLS // 3)):
        labeller = subprocess.Popen(
            [sys.executable, "-c", LABELLER, str(path), str(number)], stdout=subprocess.PIPE, text=True
        )
        assert labeller.stdout.readline() == "begins\n"
        time.sleep(rng.uniform(0, 0.03))
        labeller.kill()
        told = [int(line) for line in labeller.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
        labeller.wait()
        labeller.stdout.close()
        for batch in told:
            acknowledged |= expected(batch)
        number = (told[-1] if told else number - 10) + 10
        in_flight = expected(number)
        store = LabelStore.open(path)
        found = {label.comment for label in store.labels()}
        store.close()
        assert acknowledged <= found
        assert found - acknowledged in (set(), in_flight)
        if found > acknowledged:
            acknowledged |= in_flight
            number += 10
        if path.exists():
            with TinyDB(path) as db:
                assert {document["comment"] for document in db.table("labels").all()} == found
    assert acknowledged
