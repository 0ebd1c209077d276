"""`--no-text`: labels without anybody's words, for texts that must not be passed on."""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs

from threadmark.exports.labelled import LabelledThread
from threadmark.exports.passes import Pass
from threadmark.labels.records import Label
from threadmark.thread.model import Article, Columns, Thread


def without_text(held: LabelledThread) -> LabelledThread:
    """A thread without texts, titles and targets' texts, its spans without quotes and surroundings, without notes.

    Raises:
        LabelFileError: a span's quote is not what stands there; afterwards nobody could tell.
    """
    passes = [_silent_pass(held, given) for given in held.passes]
    thread = held.thread and _silent_thread(held.thread)
    return replace(held, thread=thread, passes=passes, targets={}, has_text=False)


def _silent_pass(held: LabelledThread, given: Pass) -> Pass:
    review = given.review and structs.replace(given.review, note="", reason="")
    return structs.replace(given, labels=tuple(_silent_label(held, label) for label in given.labels), review=review)


def _silent_label(held: LabelledThread, label: Label) -> Label:
    if not label.evidence:
        return label
    spans = (structs.replace(span, quote="", prefix="", suffix="") for span in held.evidence(label))
    return structs.replace(label, evidence=tuple(spans))


def _silent_thread(thread: Thread) -> Thread:
    article = thread.article
    return Thread(
        thread.id,
        Article(byline=article.byline, published=article.published, url=article.url),
        Columns(
            thread.ids,
            thread.parents,
            thread.depths,
            thread.sizes,
            thread.authors,
            [""] * len(thread),
            thread.created,
            thread.scores,
            edited={},
            roles={index: role for index in range(len(thread)) if (role := thread.role(index)) is not None},
            deleted=frozenset(index for index in range(len(thread)) if thread.deleted(index)),
            inferred=thread.inferred_links,
            extra={},
        ),
    )
