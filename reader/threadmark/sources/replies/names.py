"""Whom a comment speaks to at its beginning: `@name`, `Bob, …`, `Bob: …`, *In reply to Bob*, `Bob wrote:`."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum
from typing import NamedTuple

from threadmark.sources.flat_text.names import is_interjection
from threadmark.sources.replies.words import UNSPACED_LETTER
from threadmark.thread.model import Thread

_LONGEST = 60
_SLACK = 4
"""Characters of white space and signs that a text may have in a name and its owner has not."""
_SHORTEST = 3
"""Characters of a name that is known without a sign before it."""
_SHORTEST_UNSPACED = 2
_NOBODY = frozenset({"", "[deleted]", "[removed]", "deleted", "removed", "anonymous", "guest", "unknown"})
_AUTHOR_ROLES = frozenset({"author", "op", "submitter"})
_MOST_ADDRESS = 0.5
_ADDRESSING = 5
"""Comments that begin with a name, from which on whom half of them name is taken for the article's author."""
_LONG_TITLE = 8
"""Characters of a title that is told from a name."""

AT = re.compile(r"[\s.·:–—-]{0,4}(?:[@＠]|/?[uU]/)(?=\w)")
IN_REPLY = re.compile(
    r"""\W{0,4}(?:(?:(?:
    (?:in\s)?(?:reply|response|answer)\sto|repl(?:ied|ies|ying)\sto|responding\sto|originally\sposted\sby|quote\sfrom
    |(?:en\s)?réponse\sà|(?:als\s)?antwort\s(?:auf|an)|in\srisposta\sa|en\srespuesta\sa|respondiendo\sa
    |em\sresposta\sa|(?:in\s)?antwoord\sop|(?:som\s)?svar\s(?:på|til)|(?:w\s)?odpowied(?:ź|zi)\s(?:na|do|dla)
    |(?:в\s)?ответ\sна|(?-i:R[Ee])(?=:)
    )\b|回复|回覆|回應|回应|返信)\s?[:：]?|[↩↪⤷↳➥])\s{0,2}""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER_IN_REPLY = re.compile(r"\s*(?:$|\n|[:：,，.;!—–#-]|['’]s\b|<|\(|wrote\b|said\b)", re.IGNORECASE)
_GREETING = re.compile(
    r"\s*(?:(?:hi|hello|hey|dear|thanks|thank\syou|sorry|yes|no|yeah|ok|okay|well|and|but|so|oh|hallo|lieber|liebe"
    r"|salut|cher|chère|hola|ciao|caro|cara|привет),?\s)?",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(r"\s?[,，、:：](?!//)|\s[–—-]{1,2}\s|\s?…|\s?\.\.\.")
_WROTE = re.compile(
    r"(?:wrote|writes|said|says|schrieb|schreibt|a\sécrit|écrit|escribió|ha\sscritto|skrev|schreef|написал\w?)"
    r"[^\n]{0,20}?:\s*\n{1,3}>",
    re.IGNORECASE,
)
_WORD_END = re.compile(r"(?<=[\w)\]])(?!\w)")
_WORD = re.compile(r"\W?\w+")
_UNKNOWN = re.compile(r"[\w.@-]*\w")
_FLOOR = re.compile(r"\s{0,2}(?:comment|post|reply)?\s?#(\d{1,6})\b", re.IGNORECASE)
_ADDRESS = re.compile(r"<[^<>\n]{1,80}>|\([^()\n]{1,80}\)|\[[^\[\]\n]{1,80}\]")


class How(Enum):
    """How a comment names whom it speaks to; the value is the cue's name."""

    AT = "@name"
    NAME = "name"
    IN_REPLY = "in reply to"
    WROTE = "name wrote"


class Addressed(NamedTuple):
    """Whom a comment speaks to.

    Attributes:
        how: how it names them.
        names: as in `Authors.comments`, one or several; none where only a number is given.
        floor: the number of the comment that it names, from 1.
        of_article: whether it is the article, or who wrote it.
    """

    how: How
    names: tuple[str, ...] = ()
    floor: int | None = None
    of_article: bool = False


def key(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.casefold().split()).removeprefix("/").removeprefix("u/").lstrip("@＠")


class Authors:
    """Who wrote in a thread, and whom comments speak to.

    Attributes:
        comments: the comments of each author, ascending, by the name as it is compared.
        of_article: who wrote the article, as far as is known.
    """

    def __init__(self, thread: Thread) -> None:
        self._thread = thread
        self._keys: dict[str | None, str | None] = {None: None}
        self.comments: dict[str, list[int]] = {}
        for index, author in enumerate(thread.authors):
            if author not in self._keys:
                known = key(author or "")
                self._keys[author] = None if known in _NOBODY else known
            name = self._keys[author]
            if name is not None:
                self.comments.setdefault(name, []).append(index)
        self.of_article = {key(thread.article.byline or "")} - _NOBODY
        self.of_article |= {
            name for index in range(len(thread)) if thread.role(index) in _AUTHOR_ROLES and (name := self.own(index))
        }
        self._names = {name: name for name in (*self.comments, *self.of_article)}
        for name in list(self._names):
            before_host = name.partition("@")[0]  # as in user@host, called @user
            self._names.setdefault(before_host, name)
        self._first_words = {word[0] for name in self._names if (word := _WORD.match(name))}
        self._longest = min(_LONGEST, max(map(len, self._names), default=0))
        self._title = key(thread.article.title or "")
        if not self.of_article:
            self.of_article = self._addressed_by_most()

    def own(self, index: int) -> str | None:
        """The name of a comment's author, as it is compared; None for nobody."""
        return self._keys[self._thread.authors[index]]

    def addressed(self, index: int) -> Addressed | None:
        """Whom a comment speaks to, if that is somebody else who is known."""
        text = self._thread.texts[index]
        found = self._in_reply(text) or self._at(text) or self._bare(text) or self._wrote(text)
        if found is None or not found.names:
            return found
        others = tuple(name for name in found.names if name != self.own(index))
        return found._replace(names=others) if others else None

    def _addressed_by_most(self) -> set[str]:
        """Who wrote the article, where it doesn't say: the one whom most comments speak to that begin with a name."""
        said = Counter(at.names[0] for text in self._thread.texts if (at := self._at(text)))
        ((name, times),) = said.most_common(1) or [("", 0)]
        most = times >= _MOST_ADDRESS * said.total() and said.total() >= _ADDRESSING
        return {name} if most else set()

    def _in_reply(self, text: str) -> Addressed | None:
        start = IN_REPLY.match(text)
        if start is None:
            return None
        at = start.end()
        if (floor := _FLOOR.match(text, at)) is not None:
            return Addressed(How.IN_REPLY, floor=int(floor[1]))
        line = text[at:].partition("\n")[0]
        if len(self._title) >= _LONG_TITLE and key(line.strip("\"'“”«»")).startswith(self._title):
            return Addressed(How.IN_REPLY, of_article=True)
        at += len(line) - len(line.lstrip("@＠\"'“”«»"))
        found = self._name_at(text, at)
        if found is None or not _AFTER_IN_REPLY.match(text, found[1]):
            return None
        return self._to(*found, How.IN_REPLY, text)

    def _at(self, text: str) -> Addressed | None:
        """Whom a text begins with; of several those who wrote no article, if it is not the first who did."""
        names: list[str] = []
        at = end = 0
        while (start := AT.match(text, at)) is not None:
            found = self._name_at(text, start.end())
            at = found[1] if found else (_UNKNOWN.match(text, start.end()) or start).end()
            if found:
                names.append(found[0])
                end = at
        if not names:
            return None
        if names[0] in self.of_article:
            return self._to(names[0], end, How.AT, text)
        others = tuple(name for name in names if name not in self.of_article)
        return self._to(others[0], end, How.AT, text)._replace(names=others)

    def _bare(self, text: str) -> Addressed | None:
        greeting = _GREETING.match(text)
        start = greeting.end() if greeting else 0
        found = self._name_at(text, start) if text[start : start + 1].isalnum() else None
        if found is None or not _AFTER_NAME.match(text, found[1]):
            return None
        said = text[start : found[1]]
        long_enough = len(said) >= (_SHORTEST_UNSPACED if UNSPACED_LETTER.search(said) else _SHORTEST)
        if not long_enough or said.isdecimal() or is_interjection(said):
            return None
        return self._to(*found, How.NAME, text)

    def _wrote(self, text: str) -> Addressed | None:
        """The name in the line above the first quote."""
        if ">" not in text or (verb := _WROTE.search(text)) is None:
            return None
        line = _ADDRESS.sub(" ", text[text.rfind("\n", 0, verb.start()) + 1 : verb.start()])
        line = line[-2 * _LONGEST :].strip()
        for start in range(len(line)):
            if start and line[start - 1].isalnum():
                continue
            found = self._name_at(line, start)
            if found and found[1] == len(line):
                return Addressed(How.WROTE, (found[0],))
        return None

    def _to(self, name: str, end: int, how: How, text: str) -> Addressed:
        floor = _FLOOR.match(text, end)
        if floor is None:
            return Addressed(how, (name,), of_article=name in self.of_article)
        return Addressed(how, (name,), floor=int(floor[1]))

    def _name_at(self, text: str, start: int) -> tuple[str, int] | None:
        """The longest known name that stands at a place of a text, and where it ends."""
        first = _WORD.match(text, start)
        if first is None or (first[0].isascii() and first[0].casefold() not in self._first_words):
            return None
        window = text[start : start + self._longest + _SLACK]
        ends = [found.end() for found in _WORD_END.finditer(window)]
        if not window.isascii():
            ends += [end for end in range(1, len(window) + 1) if UNSPACED_LETTER.match(window[end - 1])]
            ends.sort()
        for end in reversed(ends):
            name = self._names.get(key(window[:end]))
            if name is not None and (end < len(window) or _WORD_END.match(text, start + end)):
                return name, start + end
        return None
