"""`--anonymise` and `--mask`: names become pseudonyms, links and e-mail addresses go, and spans stay on their words.

Names are replaced where they stand as authors and annotators, and in texts behind `@` and `u/`. A name that stands in a
text without a sign is left: nobody can tell it from a word. What a source gave besides (`extra`) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from msgspec import structs

from threadmark.exports.labelled import LabelledThread
from threadmark.exports.masking import Masked, Replacement
from threadmark.exports.passes import Pass
from threadmark.exports.pseudonyms import Pseudonyms
from threadmark.exports.selection import MASKS
from threadmark.labels.anchors import span_at
from threadmark.labels.records import Label, Review
from threadmark.thread.model import Article, Columns, Thread

LINKS, EMAILS = MASKS
LOST_EVIDENCE = "evidence in texts that are not known, which can't be made anonymous"
_LINK = r"(?P<link>(?:https?://|www\.)[^\s<>\"]*[^\s<>\".,;:!?')\]])"
_EMAIL = r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
_NAME = r"\w(?:[\w.-]*\w)?(?:@[\w-]+(?:\.[\w-]+)+)?"
_PLAIN = re.compile(_NAME)


class Mask:
    """Masks threads.

    Args:
        pseudonyms: None to leave names.
        masks: what else goes: `links`, `emails`.
    """

    def __init__(self, pseudonyms: Pseudonyms | None, masks: Sequence[str] = ()) -> None:
        self._pseudonyms = pseudonyms
        self._masks = frozenset(masks)

    def __call__(self, held: LabelledThread) -> LabelledThread:
        """A thread and what is labelled in it, masked.

        Raises:
            LabelFileError: a span's quote is not what stands there.
        """
        return _OfThread(held, self._pseudonyms, self._masks).masked()


class _OfThread:
    """Masks one thread, whose authors are known."""

    def __init__(self, held: LabelledThread, pseudonyms: Pseudonyms | None, masks: frozenset[str]) -> None:
        self._held = held
        self._pseudonyms = pseudonyms
        self._masks = masks
        authors = {author for author in (held.thread.authors if held.thread else ()) if author}
        self._authors = authors
        self._folded = {author.casefold(): author for author in sorted(authors)}
        self._pattern = self._compiled()
        self._texts: dict[tuple[str, str], Masked] = {}

    def masked(self) -> LabelledThread:
        """All of it."""
        held = self._held
        passes: list[Pass] = []
        for _, of_comment in groupby(map(self._pass, held.passes), lambda given: given.comment):
            passes += sorted(of_comment, key=lambda given: (given.annotator, given.round))
        targets = {name: self._mask(text).text for name, text in held.targets.items()}
        thread = held.thread and self._thread(held.thread)
        return replace(held, thread=thread, passes=passes, targets=targets)

    def _compiled(self) -> re.Pattern[str] | None:
        parts = [_LINK] if LINKS in self._masks else []
        if self._pseudonyms is not None or EMAILS in self._masks:
            parts.append(_EMAIL)  # also where it stays, so that its end is not taken for a name
        if self._pseudonyms is not None:
            odd = sorted(
                (name for name in self._authors if not _PLAIN.fullmatch(name)), key=lambda name: (-len(name), name)
            )
            names = "|".join([*(rf"{re.escape(name)}(?!\w)" for name in odd), _NAME])
            parts.append(rf"(?:(?<![\w.+-])@|(?<!\w)/?u/)(?P<name>{names})")
        return re.compile("|".join(parts), re.IGNORECASE) if parts else None

    def _mask(self, text: str) -> Masked:
        return Masked(text, self._replacements(text))

    def _replacements(self, text: str) -> list[Replacement]:
        if self._pattern is None:
            return []
        found: list[Replacement] = []
        for match in self._pattern.finditer(text):
            kind = match.lastgroup or ""
            if kind == "link":
                found.append((*match.span(), "[link]"))
            elif kind == "email" and EMAILS in self._masks:
                found.append((*match.span(), "[email]"))
            elif kind == "name" and self._pseudonyms is not None:
                found.append((*match.span("name"), self._pseudonyms.author(self._named(match["name"]))))
        return found

    def _named(self, name: str) -> str:
        """The author who is meant by a name in a text; the name itself where none is."""
        for meant in (name, name.partition("@")[0]):
            if meant in self._authors:
                return meant
            if (author := self._folded.get(meant.casefold())) is not None:
                return author
        return name

    def _pass(self, given: Pass) -> Pass:
        annotator = self._annotator(given.annotator)
        review = given.review and self._review(given.review, annotator)
        labels = tuple(self._label(label, annotator) for label in given.labels)
        return structs.replace(given, annotator=annotator, review=review, labels=labels)

    def _annotator(self, name: str) -> str:
        return name if self._pseudonyms is None else self._pseudonyms.annotator(name)

    def _review(self, review: Review, annotator: str) -> Review:
        note, reason = self._mask(review.note).text, self._mask(review.reason).text
        return structs.replace(review, annotator=annotator, note=note, reason=reason, session="")

    def _label(self, label: Label, annotator: str) -> Label:
        evidence = label.evidence
        if evidence and self._held.text(label.comment) is None:
            self._held.lossy(LOST_EVIDENCE, label.comment, len(evidence))
            evidence = ()
        elif evidence:
            moved = []
            for span in self._held.evidence(label):
                text = self._text(label.comment, span.part)
                moved.append(span_at(text.text, *text.moved(span.start, span.end), span.part))
            evidence = tuple(moved)
        return structs.replace(label, annotator=annotator, evidence=evidence, session="")

    def _text(self, comment: str, part: str) -> Masked:
        place = ("" if part != "comment" else comment, part)
        if place not in self._texts:
            self._texts[place] = self._mask(self._held.text(comment, part) or "")
        return self._texts[place]

    def _thread(self, thread: Thread) -> Thread:
        authors = [self._author(author) for author in thread.authors]
        every = range(len(thread))
        columns = Columns(
            thread.ids,
            thread.parents,
            thread.depths,
            thread.sizes,
            authors,
            [self._mask(text).text for text in thread.texts],
            thread.created,
            thread.scores,
            edited={at: edited for at in every if (edited := thread.edited(at)) is not None},
            roles={at: role for at in every if (role := thread.role(at)) is not None},
            deleted=frozenset(at for at in every if thread.deleted(at)),
            inferred=thread.inferred_links,
            extra={at: thread.extras(at) for at in every} if self._pseudonyms is None else {},
        )
        extra: Mapping[str, object] = thread.extra if self._pseudonyms is None else {}
        return Thread(thread.id, self._article(thread.article), columns, extra)

    def _article(self, article: Article) -> Article:
        return Article(
            title=article.title and self._mask(article.title).text,
            byline=self._author(article.byline),
            published=article.published,
            url=None if LINKS in self._masks else article.url,
            paragraphs=tuple(self._mask(paragraph).text for paragraph in article.paragraphs),
        )

    def _author(self, name: str | None) -> str | None:
        return name if self._pseudonyms is None or name is None else self._pseudonyms.author(name)
