"""What a study hides from its annotators: who wrote a comment, how it was voted on."""

from __future__ import annotations

from functools import cached_property

from threadmark.thread import Thread


class Veil:
    """Authors and scores of a thread as they are shown.

    Args:
        thread: the thread.
        pseudonyms: show `author 1`, `author 2` … in the order in which they first appear, the same all through it.
        scores: whether scores are shown.
    """

    def __init__(self, thread: Thread, *, pseudonyms: bool = False, scores: bool = True) -> None:
        self._thread = thread
        self._pseudonyms = pseudonyms
        self._scores = scores

    def over(self, thread: Thread) -> Veil:
        """The same veil over another version of the thread."""
        return Veil(thread, pseudonyms=self._pseudonyms, scores=self._scores)

    @property
    def hidden(self) -> tuple[str, ...]:
        """What is hidden, as it is stored with each label."""
        return (*(["authors"] if self._pseudonyms else []), *([] if self._scores else ["scores"]))

    def author(self, index: int) -> str:
        """The author of a comment."""
        name = self._thread.authors[index]
        if name is None:
            return "unknown"
        return self._names[name] if self._pseudonyms else name

    def score(self, index: int) -> int | None:
        """The score of a comment; None where it is hidden or not known."""
        return self._thread.scores[index] if self._scores else None

    @cached_property
    def _names(self) -> dict[str, str]:
        known = dict.fromkeys(author for author in self._thread.authors if author is not None)
        return {author: f"author {number}" for number, author in enumerate(known, 1)}
