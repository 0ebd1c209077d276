"""Label files of two annotators over an invented thread."""

from __future__ import annotations

import json

import pytest
from tests.report.hostile import TEXTS

from threadmark.keys.layers import load_keymap
from threadmark.labels.round import Round
from threadmark.labels.store import LabelStore
from threadmark.places import shipped
from threadmark.sources.reading import open_threads
from threadmark.tui.workshop import SourceRecord

THREAD = {
    "format": "threadmark-thread",
    "version": 1,
    "id": "lane",
    "title": "The lane should close",
    "article": ["The council will close the lane.", "Shops were not asked."],
    "comments": [
        {"id": "c1", "author": "bob", "created": "2024-03-12T10:00:00Z", "text": "No, <b>never</b>."},
        {"id": "c2", "parent": "c1", "author": "ana_k", "created": "2024-03-12T11:00:00Z", "text": "Why not?"},
        {
            "id": "c3",
            "parent": "c2",
            "author": "bob",
            "created": "2024-03-12T22:00:00Z",
            "text": "Because 😀 you drive.",
        },
        {"id": "c4", "author": "Gull", "text": "Typical."},
    ],
}
GIVEN = {
    "ana": {
        "c1": [("stance", "claim", "against"), ("rhetoric", None, "none"), ("fallacy", None, "none")],
        "c2": [("stance", "parent", "disagree"), ("rhetoric", None, "rhetorical_question"), ("fallacy", None, "none")],
        "c3": [("stance", "parent", "disagree"), ("fallacy", None, "ad_hominem"), ("fallacy", None, "tu_quoque")],
    },
    "ben": {
        "c1": [("stance", "claim", "against"), ("fallacy", None, "none")],
        "c2": [("stance", "parent", "agree")],
        "c3": [("fallacy", None, "ad_hominem")],
    },
}


@pytest.fixture
def study(tmp_path):
    """A folder with the thread and what two annotators gave it."""
    source = tmp_path / "lane.thread.json"
    source.write_text(json.dumps(THREAD), encoding="utf-8")
    [reading] = open_threads(source)
    keymap = load_keymap(search=[shipped("keymaps")])
    store = LabelStore.open(tmp_path / "labels.json")
    record = SourceRecord(reading.thread, reading.report, store.path).get
    for annotator, labels in GIVEN.items():
        work = Round(store, reading.thread, keymap.codebook, annotator=annotator, session="s", source=record)
        for comment, given in labels.items():
            index = reading.thread.index(comment)
            for label in given:
                work.give(index, *label)
            work.add_seconds(index, 12)
            work.done(index)
            work.done(index)
    store.close()
    return tmp_path


@pytest.fixture
def hostile(tmp_path):
    """A study in which authors, texts, notes and the annotator are hostile."""
    comments = [
        {"id": f"c{number}", "author": text[:60], "text": text, "created": "2024-03-12T10:00:00Z"}
        for number, text in enumerate(TEXTS)
    ]
    thread = {
        "format": "threadmark-thread", "version": 1, "id": "x", "title": TEXTS[0], "article": list(TEXTS),
        "comments": comments,
    }  # fmt: skip
    source = tmp_path / "x.thread.json"
    source.write_text(json.dumps(thread), encoding="utf-8")
    [reading] = open_threads(source)
    store = LabelStore.open(tmp_path / "labels.json")
    book = load_keymap(search=[shipped("keymaps")]).codebook
    record = SourceRecord(reading.thread, reading.report, store.path).get
    work = Round(store, reading.thread, book, annotator=TEXTS[1], session="s", source=record)
    for index, text in enumerate(TEXTS):
        work.give(index, "fallacy", None, "ad_hominem")
        work.set_note(index, text)
    store.close()
    return tmp_path
