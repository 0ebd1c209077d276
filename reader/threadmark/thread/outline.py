"""What of a thread is folded and so hidden, and which comment comes next.

Two flags a comment, folded and visible, in byte arrays: finding the next visible one and hiding a branch are single
calls into C, so a branch of 50,000 folds as quickly as one of five.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from threadmark.thread.model import Thread


class Outline:
    """Folds over a thread. All indices are those of the thread; every motion stays on visible comments.

    A motion that has nowhere to go returns None.
    """

    __slots__ = ("_folded", "_visible", "thread")

    def __init__(self, thread: Thread) -> None:
        self.thread = thread
        self._folded = bytearray(len(thread))
        self._visible = bytearray(b"\1") * len(thread)

    # what is folded

    def is_folded(self, index: int) -> bool:
        """Whether the replies to a comment are hidden by its own fold."""
        return bool(self._folded[index])

    def is_visible(self, index: int) -> bool:
        """Whether no comment above is folded."""
        return bool(self._visible[index])

    @property
    def visible_flags(self) -> bytearray:
        """One byte a comment, 1 where it is visible; to be read, not written."""
        return self._visible

    def folded_comments(self) -> Iterator[int]:
        """The indices of all folded comments, hidden ones too."""
        at = self._folded.find(1)
        while at >= 0:
            yield at
            at = self._folded.find(1, at + 1)

    def hidden_by(self, index: int) -> int:
        """The outermost folded comment that hides a comment; the comment itself when it is visible."""
        return index if self._visible[index] else self._visible.rfind(1, 0, index)

    def fold(self, index: int) -> bool:
        """Hide the replies to a comment; False where there is nothing to hide or it is done already."""
        if self._folded[index] or self.thread.sizes[index] == 1:
            return False
        self._folded[index] = 1
        if self._visible[index]:
            self._visible[index + 1 : self.thread.end(index)] = bytes(self.thread.sizes[index] - 1)
        return True

    def unfold(self, index: int) -> bool:
        """Show the replies to a comment again, with the folds among them as they were; False where it is not folded."""
        if not self._folded[index]:
            return False
        self._folded[index] = 0
        if self._visible[index]:
            self._show(index + 1, self.thread.end(index))
        return True

    def _show(self, start: int, end: int) -> None:
        self._visible[start:end] = b"\1" * (end - start)
        inner = self._folded.find(1, start, end)
        while inner >= 0:
            after = self.thread.end(inner)
            self._visible[inner + 1 : after] = bytes(after - inner - 1)
            inner = self._folded.find(1, after, end)

    def toggle(self, index: int) -> bool:
        """Fold or unfold a comment; False where it has no replies."""
        return self.unfold(index) or self.fold(index)

    def fold_to_depth(self, depth: int) -> None:
        """Fold every comment at a depth and below it, so that nothing deeper is visible."""
        sizes, depths = self.thread.sizes, self.thread.depths
        self._folded = bytearray(level >= depth and size > 1 for level, size in zip(depths, sizes, strict=True))
        self._visible = bytearray(level <= depth for level in depths)

    def fold_all(self) -> None:
        """Fold everything: only top-level comments stay visible."""
        self.fold_to_depth(1)

    def unfold_all(self) -> None:
        """Unfold everything."""
        self._folded = bytearray(len(self.thread))
        self._visible = bytearray(b"\1") * len(self.thread)

    def fold_only(self, comments: Iterator[int]) -> None:
        """Fold just these comments."""
        self.unfold_all()
        for index in comments:
            if self.thread.sizes[index] > 1:
                self._folded[index] = 1
        if len(self.thread):
            self._show(0, len(self.thread))

    def reveal(self, index: int) -> list[int]:
        """Unfold what hides a comment; the comments that were unfolded, outermost first."""
        opened = []
        while not self._visible[index]:
            above = self.hidden_by(index)
            self.unfold(above)
            opened.append(above)
        return opened

    # motions

    def first(self) -> int | None:
        """The first comment."""
        return 0 if len(self.thread) else None

    def last(self) -> int | None:
        """The last visible comment."""
        return _found(self._visible.rfind(1))

    def next(self, index: int) -> int | None:
        """The next visible comment."""
        return _found(self._visible.find(1, index + 1))

    def previous(self, index: int) -> int | None:
        """The previous visible comment."""
        return _found(self._visible.rfind(1, 0, index))

    def next_sibling(self, index: int) -> int | None:
        """The next comment at this level or above."""
        after = self.thread.end(index)
        return after if after < len(self.thread) else None

    def previous_sibling(self, index: int) -> int | None:
        """The previous comment at this level, else the parent."""
        parents = self.thread.parents
        parent, at = parents[index], index - 1
        while at > parent and parents[at] != parent:
            at = parents[at]
        return _found(at)

    def parent(self, index: int) -> int | None:
        """The parent."""
        return self.thread.parent(index)

    def first_reply(self, index: int) -> int | None:
        """The first reply, where it is visible."""
        return index + 1 if self.thread.sizes[index] > 1 and self._visible[index + 1] else None

    def top_level(self, index: int) -> int:
        """The top-level comment of the branch that a comment is in."""
        parents: array[int] = self.thread.parents
        while parents[index] >= 0:
            index = parents[index]
        return index

    def next_top_level(self, index: int) -> int | None:
        """The next top-level comment."""
        return self.next_sibling(self.top_level(index))

    def previous_top_level(self, index: int) -> int | None:
        """The top-level comment of this branch; from there the one before."""
        top = self.top_level(index)
        return top if top != index else self.previous_sibling(index)


def _found(index: int) -> int | None:
    return None if index < 0 else index
