from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadmark.labels.anchors import anchored, span_at
from threadmark.thread import Article


@pytest.fixture
def relabelled(build_thread, make):
    """A label whose evidence was marked in one text, anchored in another."""

    def relabel(old, quote, new, part="comment", article=None):
        start = old.index(quote)
        label = make("c1", evidence=(span_at(old, start, start + len(quote), part),))
        found, unsettled = anchored(build_thread([("c1", None, new)], article), 0, label)
        return found.evidence[0], unsettled

    return relabel


def test_evidence_that_stands_is_left(relabelled):
    """A quote that is where it was is no news."""
    span, unsettled = relabelled("So you'd rather kids get run over?", "kids", "So you'd rather kids get run over?")
    assert (span.start, span.end, unsettled) == (16, 20, [])


def test_moved_evidence_is_found_and_told(relabelled):
    """A quote that moved is found again, and said."""
    span, (told,) = relabelled("rather kids get", "kids", "Well, rather kids get")
    assert (span.start, span.end, span.prefix) == (13, 17, "Well, rather ")
    assert told.moved_to == 13
    assert str(told) == 'comment c1, fallacy.ad_hominem: "kids" is at 13 now, not 7'


def test_the_surroundings_tell_two_places_apart(relabelled):
    """Of several places the one with the same surroundings is taken; without one the span stays and is reported."""
    span, _ = relabelled("a lane here, a lane there", "lane", "! a lane here, a lane there")
    assert span.start == 4
    span, (told,) = relabelled("a lane here", "lane", "lane, lane")
    assert (span.start, told.moved_to) == (2, None)
    assert "is gone from the text" in str(told)


def test_evidence_in_the_article(relabelled):
    """A span of a paragraph is looked for in that paragraph, by the number that the screen shows."""
    article = Article(paragraphs=("First one.", "The lane carries 900 cars."))
    span, unsettled = relabelled("The lane carries 900 cars.", "900 cars", "x", "article:2", article)
    assert (span.quote, unsettled) == ("900 cars", [])
    for part in ("article:x", "elsewhere"):
        _, (told,) = relabelled("The lane carries 900 cars.", "900 cars", "900 cars", part, article)
        assert told.moved_to is None


def test_evidence_in_another_paragraph(relabelled):
    """Where paragraphs came or went, the quote is looked for in all of them; of several, its surroundings decide."""
    said = "The lane carries 900 cars."

    def now(*paragraphs, part="article:2"):
        span, (told,) = relabelled(said, "900 cars", "900 cars", part, Article(paragraphs=paragraphs))
        return span.part, span.start, told.moved_to, str(told).partition(": ")[2]

    moved = '"900 cars" is in paragraph 3 of the article now, not in paragraph 2'
    assert now("First one.", "Came later.", said) == ("article:3", 17, 17, moved)
    assert now("900 cars?", "Not 900 cars.", said) == ("article:3", 17, 17, moved)
    assert now(said, part="article:9")[:3] == ("article:1", 17, 17)
    assert now("900 cars", "Nothing.", "900 cars")[:3] == ("article:2", 17, None)
    assert now("First one.", "Now 900 cars.", "Third.")[:3] == ("article:2", 4, 4)
    assert now("First one.")[2:] == (None, '"900 cars" is gone from the text')


def test_a_round_reports_unsettled_evidence(begin, opened, make, commit):
    """A round tells which evidence was not where it was, and shows it where it is; the file keeps what it has."""
    store = opened()
    label = make("c5", evidence=(span_at("Or maybe read the plan.", 9, 13),))
    commit(store, label)
    here = begin(store)
    assert [str(told) for told in here.unsettled] == ['comment c5, fallacy.ad_hominem: "read" is at 6 now, not 9']
    assert here.labels(4)[0].evidence[0].start == 6
    assert list(store.labels()) == [label]


@given(st.text(min_size=1, max_size=40), st.data())
def test_a_span_quotes_its_text(text, data):
    """A span's quote is what stands at its place, in code points, whatever the script."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = span_at(text, start, end)
    assert text[span.start : span.end] == span.quote
    assert text.startswith(span.prefix + span.quote + span.suffix, start - len(span.prefix))
