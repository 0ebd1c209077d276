"""Labelled threads without a disk: one with everything in it, and as many as hypothesis likes."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from threadmark.exports.contents import Contents
from threadmark.exports.labelled import Labelled, LabelledThread
from threadmark.exports.passes import Pass
from threadmark.exports.registry import export_named
from threadmark.exports.tally import Tally
from threadmark.labels.anchors import span_at
from threadmark.labels.records import Answer, Label, Review
from threadmark.thread import Article
from threadmark.thread.build import ThreadBuilder
from threadmark.thread.report import ImportReport

CREATED, UPDATED = "2025-11-04T09:30:00.000Z", "2025-11-04T09:31:00.000Z"
CLAIMS = {"claim:k-1": "The lane should be closed.", "claim:k-2": "It will be closed. 🚧"}
TEXTS = {
    "c1": "Closing it punishes drivers.\n\nNobody asked the shops.\tNobody.",
    "c2": "🙄 So you'd rather kids get run over? Classic.",
    "c3.x/y": '👩‍👩‍👧 q\u0301\u0323te\u0301 東京の車、=1+1 "quoted" <b>&amp;</b>\n𝕏𝕏 end',
    "c4": "long " * 4000 + "🙂 tail",
}


@dataclass(frozen=True, slots=True)
class InMemory(Labelled):
    """Labelled threads that were read already."""

    held: tuple[LabelledThread, ...] = ()

    def _held(self):
        return iter(self.held)


def a_thread(texts, thread_id="lane"):
    """A thread in which each comment answers the one before it."""
    builder = ThreadBuilder(ImportReport())
    above = None
    for comment, text in texts.items():
        builder.add(comment, above, "bob" if above is None else "ana_k", text)
        above = comment
    paragraphs = ("The council voted on Tuesday. 🏛", "The lane carries 900 cars a day.")
    return builder.build(Article("Council votes to close Mill Lane", paragraphs=paragraphs), thread_id=thread_id)


def labelled_of(thread, labels, reviews=(), codebooks=()):
    """Labels and reviews of a thread, as exports are given them."""
    keys = {(each.comment, each.annotator, each.round) for each in (*labels, *reviews)}
    passes = [
        Pass(
            *key,
            next((each for each in reviews if (each.comment, each.annotator, each.round) == key), None),
            tuple(each for each in labels if (each.comment, each.annotator, each.round) == key),
        )
        for key in sorted(keys, key=lambda key: (thread.index(key[0]), *key))
    ]
    tally, path = Tally(), Path("labels.json")
    contents = Contents(labels, reviews, (), (), codebooks)
    held = LabelledThread(thread.id, thread, passes, CLAIMS, path, tally)
    return InMemory(path, {}, {}, contents, print, tally, held=(held,))


def label(thread, comment, dimension, name, *spans, by="ana", round_=1, target=None, either=None):
    """A label with evidence at some places of its comment."""
    text = thread.texts[thread.index(comment)]
    evidence = tuple(span_at(text, start, end) for start, end in spans)
    stamps = {"created": CREATED, "updated": UPDATED}
    return Label(thread.id, comment, by, round_, dimension, target, name, evidence, either, **stamps)


def everything():
    """Two annotators, two rounds, evidence over signs of every length, either/or, notes, none, left open, not seen."""
    thread = a_thread(TEXTS)
    tail = TEXTS["c4"].index("🙂")
    three = thread.texts[2]
    labels = [
        label(thread, "c1", "fallacy", "family.person", (0, 42), (8, 16), target=None),
        label(thread, "c1", "stance", "against", target="claim:k-1"),
        label(thread, "c1", "stance", "favor", target="claim:k-2"),
        label(thread, "c2", "fallacy", "false_dilemma", (5, 35), either=1),
        label(thread, "c2", "fallacy", "straw_man", either=1),
        label(thread, "c2", "stance", "attack", (0, 1), target="comment:c1"),
        label(thread, "c2", "fallacy", "none", by="Zoë.b@example.org"),
        label(thread, "c2", "fallacy", "straw_man", (0, 35), by="ana", round_=2),
        label(thread, "c3.x/y", "rhetoric", "sarcasm", (0, 5), (6, 11), (len(three) - 6, len(three)), by="ben"),
        label(thread, "c3.x/y", "stance", "neutral", target="named:roads", by="ben"),
        label(thread, "c4", "rhetoric", "repetition", (tail, tail + 6), by="ben"),
    ]
    open_answer = Answer("rhetoric", None, asked=True, outcome="skipped")
    reviews = [
        Review("lane", "c2", "ana", 1, "done", note='a "note"\nwith two lines', answers=(open_answer,), seconds=12.5),
        Review("lane", "c4", "ana", 1, "skipped"),
    ]
    return labelled_of(thread, labels, reviews)


def written(name, labelled, **options):
    """The files that a format writes, by their paths; of a format of one file it is called as the format."""
    export = export_named(name)
    chosen = export.checked({key.replace("_", "-"): value for key, value in options.items()})
    if export.pieces is not None:
        return {name: b"".join(export.pieces(labelled, chosen))}
    return {file.path: b"".join(file.pieces) for file in export.files(labelled, chosen)}


def lines(data):
    """The objects of JSON Lines."""
    return [json.loads(line) for line in data.splitlines()]


def told(labelled, *, bare_too=True):
    """What must come back: comment, annotator, round, dimension, target, label, and the spans with their words."""
    return sorted(
        (
            each.comment,
            each.annotator,
            each.round,
            each.dimension,
            each.target,
            each.label,
            tuple(sorted((span.start, span.end, span.quote) for span in each.evidence)),
        )
        for held in labelled.held
        for given in held.passes
        for each in given.labels
        if bare_too or each.evidence
    )


def marked(labelled):
    """The words of all evidence, counted."""
    return Counter(
        span.quote for held in labelled.held for each in held.passes for label in each.labels for span in label.evidence
    )


_SIGNS = st.sampled_from(
    ["a", "b", " ", "\n", "\t", ".", "é", "q\u0301", "京", "🙄", "👩‍👧", "𝕏", '"', "<", "&", "|", ";"]
)
_TEXTS = st.lists(_SIGNS, min_size=1, max_size=12).map("".join)
_QUESTIONS = st.sampled_from(
    [
        ("fallacy", None, ("straw_man", "ad_hominem", "family.person", "none")),
        ("rhetoric", None, ("sarcasm", "metaphor")),
        ("stance", "claim:k-1", ("favor", "against")),
        ("stance", "claim:k-2", ("favor", "against")),
        ("stance", "comment:c0", ("attack", "support")),
        ("stance", "named:roads", ("favor",)),
    ]
)


@st.composite
def labelled_threads(draw):
    """A thread of a few comments in every script, with labels anywhere."""
    texts = {f"c{number}": draw(_TEXTS) for number in range(draw(st.integers(1, 3)))}
    thread = a_thread(texts)
    labels = {}
    for _ in range(draw(st.integers(0, 6))):
        comment = draw(st.sampled_from(thread.ids))
        length = len(thread.texts[thread.index(comment)])
        dimension, target, names = draw(_QUESTIONS)
        ends = st.lists(st.integers(0, length), min_size=2, max_size=2, unique=True).map(sorted).map(tuple)
        spans = draw(st.lists(ends, max_size=2, unique=True)) if length else []
        one = label(
            *(thread, comment, dimension, draw(st.sampled_from(names)), *sorted(spans)),
            by=draw(st.sampled_from(["ana", "b.$é/n"])),
            round_=draw(st.sampled_from([1, 1, 2])),
            target=target,
        )
        labels[one.comment, one.annotator, one.round, one.dimension, one.target, one.label] = one
    return labelled_of(thread, list(labels.values()))
