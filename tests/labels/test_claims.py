from __future__ import annotations

import pytest

from threadmark.labels.claims import UNSAID, claim_id, claim_in_force, own_claim
from threadmark.labels.records import Target, later, stamp
from threadmark.thread import Article


@pytest.mark.parametrize(
    ("paragraph", "claim"),
    [
        ("The council voted. The mayor agreed.", "The council voted."),
        ("Prices rose by 3.5 percent. Nobody knew.", "Prices rose by 3.5 percent."),
        ('"Close it!" she said. Then left.', '"Close it!"'),
        ("No full stop at all", "No full stop at all"),
        ("市議会は可決した。市長は同意した。", "市議会は可決した。"),
        ("Really?! Yes.", "Really?!"),
        ("x" * 400, "x" * 299 + "…"),
        ("   ", UNSAID),
    ],
)
def test_first_sentence(paragraph, claim):
    """Without a title the first sentence is the claim, in any script, and not longer than a claim can be."""
    assert own_claim(Article(paragraphs=(paragraph,))) == claim


def test_title_before_sentence():
    """A title is the claim; without anything there are words for it."""
    assert own_claim(Article(title="Lane closed", paragraphs=("It is.",))) == "Lane closed"
    assert own_claim(Article()) == UNSAID


def test_claim_ids_are_stable():
    """The same words have the same id everywhere."""
    assert claim_id("Mill Lane should be closed.") == "k-6d93b6602110"


def test_the_claim_set_last_is_in_force():
    """Of several claims the one set or picked last is in force; named targets are none."""
    targets = [
        Target("k-1", "lane", "claim", "a", created="2024-03-12T10:00:00.002Z"),
        Target("k-2", "lane", "claim", "b", created="2024-03-12T10:00:00.001Z"),
        Target("mayor", "lane", "named", "c", created="2024-03-12T10:00:00.009Z"),
    ]
    assert claim_in_force(targets).id == "k-1"
    assert claim_in_force(targets[2:]) is None


def test_times():
    """Times have milliseconds and a Z, and one can always be later than another."""
    assert stamp(1_710_237_600.5) == "2024-03-12T10:00:00.500Z"
    assert later("2024-03-12T10:00:00.000Z", than="2024-03-12T10:00:00.999Z") == "2024-03-12T10:00:01.000Z"
    assert later("2024-03-12T10:00:02.000Z", than="2024-03-12T10:00:00.999Z") == "2024-03-12T10:00:02.000Z"
