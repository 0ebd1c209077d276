"""Which mails belong together: those that name each other, or a mail that nobody has, among the ids before them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from threadmark.sources.mail.headers import Headers, bare_subject, is_reply


class Conversations:
    """Gathers mails, in the order of the file, and tells then which are of one conversation.

    Of a mail it keeps a few numbers, so that an archive of any size can be looked through before it is read.
    """

    def __init__(self) -> None:
        self._groups = array("q")  # of each mail and of each id that is named: another of the same conversation
        self._known: dict[int, int] = {}  # by hash of an id
        self._subjects: dict[int, int] = {}  # by hash of a bare subject
        self._mails = array("q")

    def add(self, headers: Headers) -> None:
        """Add the next mail."""
        references = headers.references
        group = self._group(headers.id)
        self._mails.append(group)
        for reference in references:
            self._join(group, self._group(reference))
        subject = headers.subject
        mark = hash(bare_subject(subject).casefold())
        if not references and is_reply(subject) and mark in self._subjects:
            self._join(group, self._subjects[mark])
        else:
            self._subjects.setdefault(mark, group)

    def together(self) -> Iterator[array[int]]:
        """The mails of each conversation, by their place in the file; conversations in the order of their first."""
        found: dict[int, array[int]] = {}
        for place, group in enumerate(self._mails):
            found.setdefault(self._first(group), array("q")).append(place)
        for group in list(found):
            yield found.pop(group)

    def _group(self, mail_id: str | None) -> int:
        new = len(self._groups)
        group = new if mail_id is None else self._known.setdefault(hash(mail_id), new)
        if group == new:
            self._groups.append(new)
        return group

    def _first(self, group: int) -> int:
        groups = self._groups
        while groups[group] != group:
            groups[group] = group = groups[groups[group]]
        return group

    def _join(self, one: int, other: int) -> None:
        one, other = self._first(one), self._first(other)
        self._groups[max(one, other)] = min(one, other)
