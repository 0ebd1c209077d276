"""Commands about what stances are toward."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from threadmark.keys.codebook import CLAIM_TYPES
from threadmark.tui.ask import AskLine
from threadmark.tui.commands.doing import labels, needs_comment
from threadmark.tui.targets import pick_target

if TYPE_CHECKING:
    from threadmark.thread import Article
    from threadmark.tui.desk import Desk

_SENTENCES = 12  # offered for the claim
_UNTYPED = "none of these"


@labels("claim")
def claim(desk: Desk, _: str | None) -> None:
    """Set the article's claim, or pick it from the article's sentences."""
    now = desk.round.claim
    offered = _candidates(desk.thread.article)

    def take(text: str | None) -> None:
        if text and text.strip():
            desk.one_key(
                "is the claim a fact, a forecast, a policy or a value?",
                {**{kind[0] if kind != "forecast" else "o": kind for kind in CLAIM_TYPES}, "enter": _UNTYPED},
                lambda kind: desk.write(lambda: desk.round.set_claim(text, None if kind == _UNTYPED else kind)),
            )

    question = "the article's claim, as one sentence that can be agreed with"
    desk.ask(AskLine(question, now.text if now else "", offered), take)


@labels("targets")
@needs_comment
def targets(desk: Desk, _: str | None) -> None:
    """List the named targets, or add one."""
    pick_target(desk)


def _candidates(article: Article) -> list[str]:
    """Sentences of the article that could be its claim: the title, then its first sentences."""
    from threadmark.tui.marking.units import Units  # noqa: PLC0415 -- text segmentation, when it is asked for

    texts = (text.replace("\n", " ") for text in article.paragraphs)
    sentences = (text[start:end] for text in texts for start, end in Units(text).sentences)
    return list(dict.fromkeys([*([article.title] if article.title else []), *islice(sentences, _SENTENCES)]))
