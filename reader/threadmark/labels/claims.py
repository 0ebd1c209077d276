"""The claim that stances are toward: until somebody says it, the title or the first sentence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from threadmark.labels.records import Target

if TYPE_CHECKING:
    from threadmark.thread.model import Article


@dataclass(frozen=True, slots=True)
class StudyClaim:
    """The claim that a study sets for a thread; `claim_type` is fact, forecast, policy or value, where it says."""

    text: str
    claim_type: str | None = None


UNSAID: Final = "what the article claims"
"""For an article that is not there."""
_LONGEST: Final = 300
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[」』”’]*|$)", re.DOTALL)


def claim_id(text: str, claim_type: str | None = None) -> str:
    """The id of a claim: the same text has the same id, in every thread and on every machine.

    Args:
        text: the claim.
        claim_type: its type, where the same text is another type's claim already: that one is never edited.
    """
    said = text if claim_type is None else f"{text}\x1f{claim_type}"
    return "k-" + hashlib.sha256(said.encode()).hexdigest()[:12]


def own_claim(article: Article) -> str:
    """The text of the claim that comes by itself, on one line.

    >>> from threadmark.thread.model import Article
    >>> own_claim(Article(paragraphs=("The council voted on Tuesday. The mayor agreed.",)))
    'The council voted on Tuesday.'
    """
    if article.title:
        return article.title
    paragraph = next((paragraph for paragraph in article.paragraphs if paragraph.strip()), "")
    sentence = _SENTENCE.match(" ".join(paragraph.split()))
    if not sentence:
        return UNSAID
    said = sentence[0]
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1].rstrip() + "…"


def claim_in_force(targets: Iterable[Target]) -> Target | None:
    """The claim that was set or picked last."""
    claims = [target for target in targets if target.kind == "claim"]
    return max(reversed(claims), key=lambda claim: claim.created) if claims else None
