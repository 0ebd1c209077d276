"""What tests of the filter language share: the shipped codebook, a small thread, what was said about it."""

from __future__ import annotations

import pytest
from tests.find.lane import CODEBOOK, SaidSoFar, a_label, build_thread

from threadmark.labels.records import Span
from threadmark.thread import Inferred


@pytest.fixture(scope="session")
def codebook():
    """The shipped codebook."""
    return CODEBOOK


@pytest.fixture(scope="session")
def lane():
    """Seven comments.

    c0 bob ─ c1 Ana K. (moderator) ─ c2 Bob
           └ c3 nobody known, deleted, no text
    c4 Bob Smith ─ c5 Zoë, whom she answers is inferred
    c6 zoe
    """
    return build_thread(
        [
            {
                "author": "bob",
                "text": "Closing Mill\n Lane punishes drivers.",
                "created": "2024-03-12T10:00:00Z",
                "score": 14,
            },
            {
                "author": "Ana K.",
                "parent": "c0",
                "text": "Mill Lane? See https://lane.example/plan (page 3).",
                "created": "2024-03-12T23:59:59Z",
                "score": -3,
                "role": "Moderator",
            },
            {
                "author": "Bob",
                "parent": "c1",
                "text": "A café on the lane, and a mill. It’s “done”.",
                "created": "2024-03-13T00:00:00Z",
                "score": 0,
            },
            {"author": None, "parent": "c0", "text": "", "deleted": True},
            {"author": "Bob Smith", "text": "Straße statt Auto", "created": "2024-12-31T23:59:30Z", "score": 3},
            {
                "author": "Zoë",
                "parent": "c4",
                "text": "todo: read the PLAN or not",
                "inferred": Inferred("author pair", 0.7),
                "created": "2025-01-01T00:00:00Z",
            },
            {"author": "zoe", "text": "lane", "score": 4},
        ]
    )


@pytest.fixture(scope="session")
def said(lane):
    """What ana said about it."""
    span = Span(0, 7, "Closing")
    return SaidSoFar(
        lane,
        {
            0: (
                a_label("c0", "stance", "against", "claim:k1"),
                a_label("c0", "rhetoric", "sarcasm_irony", evidence=(span,)),
                a_label("c0", "fallacy", "none"),
            ),
            1: (
                a_label("c1", "stance", "disagree", "comment:c0"),
                a_label("c1", "stance", "cant_tell", "claim:k1"),
                a_label("c1", "fallacy", "ad_hominem"),
                a_label("c1", "fallacy", "family.support"),
            ),
            2: (a_label("c2", "stance", "no_stance", "comment:c1"), a_label("c2", "fallacy", "no_argument")),
            4: (a_label("c4", "stance", "not_addressed", "claim:k1"), a_label("c4", "flag", "off_topic")),
            5: (a_label("c5", "stance", "cant_tell", "comment:c4"),),
        },
        {0: "done", 1: "skipped", 2: "done"},
        {2: "ask again"},
        {2, 4},
    )
