"""Labels out and in again: what a label file holds, and the folder to read an export into."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from threadmark.exports.registry import export_named
from threadmark.imports.bringing import Brought, import_labels
from threadmark.keys.layers import load_keymap
from threadmark.labels.records import key_of
from threadmark.labels.store import LabelStore
from threadmark.places import shipped

KEYMAP = load_keymap(search=[shipped("keymaps")])


class Fact(NamedTuple):
    """One thing that a label file says.

    `of` is what it is about: thread, comment, annotator and round first, or thread and name of a target.
    """

    kind: str
    of: tuple
    value: object


def facts(labels: Path) -> set[Fact]:
    """All that a label file says, but for where it came from: sessions, codebook, how a label was given.

    A comment that has labels and no review counts as done, which is what an import makes of it.
    """
    with closing(LabelStore.open(labels, read_only=True)) as store:
        given, reviews, targets = list(store.labels()), list(store.reviews()), list(store.targets())
    found = set()
    passes = {(each.thread, each.comment, each.annotator, each.round): None for each in given}
    for each in given:
        spans = {(span.part, span.start, span.end, span.quote, span.prefix, span.suffix) for span in each.evidence}
        key = key_of(each)
        found |= {
            Fact("label", key, (frozenset(spans), each.either)),
            Fact("times", key, (each.created, each.updated)),
            Fact("seen", key, each.context),
        }
    passes |= {(each.thread, each.comment, each.annotator, each.round): each for each in reviews}
    labelled = {each.of[:4] for each in found}
    for key, review in passes.items():
        left = (review.status, review.reason, review.revisit, review.note, review.seconds) if review else DONE
        found.add(Fact("review" if key in labelled else "review without labels", key, left))
        answers = review.answers if review else ()
        found |= {Fact("asked", (*key, each.dimension, each.target), each.outcome) for each in answers if each.asked}
    toward = {(each.of[0], each.of[5]) for each in found if each.kind == "label"}
    for each in targets:
        name = f"{each.kind}:{each.id}"
        if (each.thread, name) in toward:
            found.add(Fact("target", (each.thread, name), each.text))
    return found


DONE = ("done", "", False, "", 0.0)
LOSSES: dict[str, Callable[[Fact], bool]] = {
    "what was visible": lambda fact: fact.kind == "seen",
    "when each label was given": lambda fact: fact.kind == "times",
    "comments without a word": lambda fact: fact.of[1] == "c7",
    "comments with signs that XML has not": lambda fact: False,  # cleaning leaves none
    "spans (classification) or labels without any (sequence)": lambda fact: False,  # intent has both
    "comments looked at that have no label": lambda fact: fact.kind == "review without labels",
    "questions left open": lambda fact: fact.kind == "asked" and fact.value == "skipped",
}
"""What of the thread with everything in it the formats declare to lose, in their words."""


def declared(name: str) -> list[str]:
    """The losses that a format declares; one that is not in the list here fails."""
    return [clause for clause in re.split("[,;] ", export_named(name).loses) if clause]


def kept(labels: Path, name: str) -> set[Fact]:
    """What a label file says, but for what a format declares to lose."""
    lost = [LOSSES[clause] for clause in declared(name)]
    return {fact for fact in facts(labels) if not any(is_lost(fact) for is_lost in lost)}


def held(labels: Path, *, either: bool = True):
    """The labels of a file, as far as a format has to bring them back."""
    with closing(LabelStore.open(labels, read_only=True)) as store:
        return {
            (
                *(each.thread, each.comment, each.annotator, each.round, each.dimension, each.target, each.label),
                tuple(
                    sorted(
                        (span.part, span.start, span.end, span.quote, span.prefix, span.suffix)
                        for span in each.evidence
                    )
                ),
                each.either if either else None,
            )
            for each in store.labels()
        }


def brought_back(exported: Path, threads: Path, **options) -> tuple[Path, Brought]:
    """A new label file beside copies of the threads, and what came of an export read into it."""
    folder = threads / "again"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path in threads.glob("*.thread.json"):
        shutil.copy(path, folder)
    return folder / "labels.json", import_labels(exported, folder / "labels.json", KEYMAP, **options)
