import json

import pytest
from hypothesis import HealthCheck, given, settings
from tests.sources.real_threads import assert_converts, assert_read_or_refused, in_pre_order, made_threads, mutated

from threadmark.errors import InputError
from threadmark.sources.reading import open_threads
from threadmark.sources.source import GoldLabel
from threadmark.thread.build import MISSING_PARENT


def article(comments, number=427):
    """An article with its comments."""
    return {
        "id": number,
        "title": "Why the pool closes",
        "date": "16 March 2018",
        "author": "Maria M.",
        "link": "https://example.org/pool",
        "content": "<p>It leaks.</p><p>It <em>creaks</em>.</p>",
        "comments": comments,
    }


def comment(comment_id, parent, fallacy, text):
    """A comment on it."""
    return {
        "id": comment_id,
        "news_id": 427,
        "worker_id": f"W{comment_id}",
        "respond_to": parent,
        "fallacy": fallacy,
        "comment": text,
    }


SAMPLE = [
    article(
        [
            comment("6078", "", "slippery slope", "First the pool, then the town."),
            comment("6079", "6078", "none", "The town has other plans."),
            comment("6080", "9999", "appeal to nature", "Rivers are free."),
        ]
    ),
    article([], number=428),
]


@pytest.fixture
def read(tmp_path):
    """A function that reads articles."""

    def read_(value):
        (tmp_path / "dev.json").write_text(json.dumps(value, indent=1), encoding="utf-8")
        return list(open_threads(tmp_path / "dev.json"))

    return read_


def test_articles_and_their_comments_are_threads(read):
    """With a day for a date, paragraphs, and an answer to nobody hung under the article."""
    full, empty = read(SAMPLE)
    made = full.thread.article
    assert (full.thread.id, made.title, made.byline, made.published) == (
        "427",
        "Why the pool closes",
        "Maria M.",
        "2018-03-16",
    )
    assert (made.url, made.paragraphs) == ("https://example.org/pool", ("It leaks.", "It creaks."))
    assert [(c.id, c.parent, c.author, c.text) for c in full.thread] == [
        ("6078", None, "W6078", "First the pool, then the town."),
        ("6079", "6078", "W6079", "The town has other plans."),
        ("6080", None, "W6080", "Rivers are free."),
    ]
    assert full.report.mended == {MISSING_PARENT: 1}
    assert (empty.thread.id, len(empty.thread)) == ("428", 0)


def test_fallacies_are_labels(read):
    """One a comment, none among them, in the words of the corpus."""
    assert read(SAMPLE)[0].gold == (
        GoldLabel("6078", "fallacy", "slippery slope", "fallacies-cocolofa"),
        GoldLabel("6079", "fallacy", "none", "fallacies-cocolofa"),
        GoldLabel("6080", "fallacy", "appeal to nature", "fallacies-cocolofa"),
    )


def test_a_long_article_hides_its_comments_from_the_first_look(read):
    """Its text may be all that the head of the file holds."""
    long = article(SAMPLE[0]["comments"]) | {"content": "<p>word</p>" * 20_000}
    (reading,) = read([long])
    assert (reading.report.format, len(reading.thread)) == ("cocolofa", 3)


def test_what_is_no_article_is_refused_with_its_line(read):
    """A text among the articles is a mistake in the file."""
    with pytest.raises(InputError, match=r"dev\.json:\d+: an article is no object"):
        read([*SAMPLE, "x"])
    with pytest.raises(InputError, match="a comment is no object"):
        read([article([comment("1", "", "none", "a"), 3])])


def test_it_converts_without_loss(read, tmp_path):
    """Both articles."""
    read(SAMPLE)
    assert_converts(tmp_path / "dev.json", tmp_path)


def written(made):
    """Invented comments below an article."""
    comments = [
        comment(str(c.number), "" if c.parent is None else str(c.parent), "none", c.text) | {"worker_id": c.author}
        for c in made
    ]
    return [article(comments)]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made_threads())
def test_what_is_written_is_read(tmp_path, made):
    """Comments of a made thread are that thread again."""
    (tmp_path / "made.json").write_text(json.dumps(written(made)), encoding="utf-8")
    (reading,) = open_threads(tmp_path / "made.json")
    assert [(c.id, c.parent, c.author, c.text) for c in reading.thread] == [
        (str(c.number), None if c.parent is None else str(c.parent), c.author, c.text) for c in in_pre_order(made)
    ]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutated([json.dumps(SAMPLE).encode()]))
def test_no_bytes_make_it_fail(tmp_path, data):
    """Whatever befalls a file, it is read or refused."""
    assert_read_or_refused(data, tmp_path, "cocolofa", "json")
