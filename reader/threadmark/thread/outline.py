"""What of a thread is folded or filtered out and so hidden, and which comment comes next.

Flags a comment, folded and visible, in byte arrays: finding the next visible one and hiding a branch are single
calls into C, so a branch of 50,000 folds as quickly as one of five.

A comment is visible when no comment above it is folded and, where there is a filter, when its `Sieve` shows it. Motions
stop at what meets the filter, and at a folded comment that hides such.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from threadmark.thread.model import Thread
from threadmark.thread.sieve import Sieve, last_of_both, next_of_both


class Outline:
    """Folds over a thread. All indices are those of the thread; every motion stays on visible comments.

    A motion that has nowhere to go returns None.

    Attributes:
        thread: the thread.
        sieve: what the filter leaves; None where there is none.
    """

    __slots__ = ("_folded", "_stops", "_visible", "sieve", "thread")

    def __init__(self, thread: Thread) -> None:
        self.thread = thread
        self.sieve: Sieve | None = None
        self._folded = bytearray(len(thread))
        self._visible = bytearray(b"\1") * len(thread)
        self._stops = self._visible  # where motions stop, if it is visible; without a filter the same flags

    # what is folded

    def is_folded(self, index: int) -> bool:
        """Whether the replies to a comment are hidden by its own fold."""
        return bool(self._folded[index])

    def is_visible(self, index: int) -> bool:
        """Whether no comment above is folded, and the filter shows it."""
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
        """The comment itself when it is visible; else the outermost folded one that hides it, or the one shown before."""
        if self._visible[index]:
            return index
        before = self._visible.rfind(1, 0, index)
        return before if before >= 0 else self._visible.find(1, index)

    def fold(self, index: int) -> bool:
        """Hide the replies to a comment; False where there is nothing to hide or it is done already."""
        if self._folded[index] or self.thread.sizes[index] == 1:
            return False
        self._folded[index] = 1
        if self._visible[index]:
            self._visible[index + 1 : self.thread.end(index)] = bytes(self.thread.sizes[index] - 1)
        self._mark_stop(index)
        return True

    def unfold(self, index: int) -> bool:
        """Show the replies to a comment again, with the folds among them as they were; False where it is not folded."""
        if not self._folded[index]:
            return False
        self._folded[index] = 0
        if self._visible[index]:
            self._show(index + 1, self.thread.end(index))
        self._mark_stop(index)
        return True

    def _show(self, start: int, end: int) -> None:
        self._visible[start:end] = self.sieve.shown[start:end] if self.sieve else b"\1" * (end - start)
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
        self._restore()

    def fold_all(self) -> None:
        """Fold everything: only top-level comments stay visible."""
        self.fold_to_depth(1)

    def unfold_all(self) -> None:
        """Unfold everything."""
        self.fold_only(())

    def fold_only(self, comments: Iterable[int]) -> None:
        """Fold just these comments."""
        self._folded = bytearray(len(self.thread))
        for index in comments:
            if self.thread.sizes[index] > 1:
                self._folded[index] = 1
        self._visible = bytearray(len(self.thread))
        self._show(0, len(self.thread))
        self._restore()

    def reveal(self, index: int) -> list[int]:
        """Unfold what hides a comment; the comments that were unfolded, outermost first.

        A comment that the filter hides is shown by `keep`, and has to be.
        """
        opened = []
        while not self._visible[index]:
            above = self.hidden_by(index)
            self.unfold(above)
            opened.append(above)
        return opened

    # the filter

    @property
    def is_filtered(self) -> bool:
        """Whether there is a filter."""
        return self.sieve is not None

    def meets(self, index: int) -> bool:
        """Whether a comment meets the filter; every one does where there is none."""
        return self.sieve is None or bool(self.sieve.meeting[index])

    def is_context(self, index: int) -> bool:
        """Whether a comment is shown only because of one below it that meets the filter."""
        return self.sieve is not None and self.sieve.is_context(index)

    def filtered_out(self, index: int) -> int:
        """How many comments below this one the filter hides."""
        if self.sieve is None:
            return 0
        return self.thread.sizes[index] - 1 - self.sieve.shown.count(1, index + 1, self.thread.end(index))

    def sift(self, meeting: bytearray | None, kept: int = 0) -> None:
        """Show only the comments that are flagged and what they answer; None shows all again.

        Args:
            meeting: one byte a comment, 1 where it meets the filter.
            kept: a comment that is shown in any case.
        """
        self.sieve = None if meeting is None else Sieve(self.thread, meeting, kept)
        self._show(0, len(self.thread))
        self._restore()

    def keep(self, index: int) -> bool:
        """Show this comment whether it meets the filter or not, and no longer the one before; whether that changed any."""
        return self.sieve is not None and self._follow(self.sieve.keep(index))

    def judge(self, verdicts: Iterable[tuple[int, bool]]) -> bool:
        """Take over whether these comments meet the filter now; whether any came or went."""
        if self.sieve is None:
            return False
        judged = dict(verdicts)
        changed = self._follow(self.sieve.judge(judged.items()))
        for index in judged:
            self._mark_stop(index)
            for above in self.thread.ancestors(index) if self._folded.find(1) >= 0 else ():
                if self._folded[above]:
                    self._mark_stop(above)
        return changed

    def _follow(self, changed: list[int]) -> bool:
        """Take over what the sieve shows of these comments, which are ascending."""
        parents, shown = self.thread.parents, self.sieve.shown if self.sieve else self._visible
        for index in changed:
            above = parents[index]
            self._visible[index] = shown[index] and (above < 0 or (self._visible[above] and not self._folded[above]))
        return bool(changed)

    def _restore(self) -> None:
        """Work out where motions stop, after many folds or the filter changed."""
        if self.sieve is None:
            self._stops = self._visible
            return
        shown = self.sieve.shown
        visible = int.from_bytes(self._visible, "little") & int.from_bytes(shown, "little")
        self._visible = bytearray(visible.to_bytes(len(shown), "little"))
        self._stops = bytearray(self.sieve.meeting)
        for index in self.folded_comments():
            self._mark_stop(index)

    def _mark_stop(self, index: int) -> None:
        if self.sieve is not None:
            meeting = self.sieve.meeting
            hides = self._folded[index] and meeting.find(1, index, self.thread.end(index)) >= 0
            self._stops[index] = meeting[index] or hides

    # rows of a screen

    def top(self) -> int | None:
        """The first visible comment."""
        return _found(self._visible.find(1))

    def below(self, index: int) -> int | None:
        """The next visible comment, whether motions stop there or not."""
        return _found(self._visible.find(1, index + 1))

    def above(self, index: int) -> int | None:
        """The previous visible comment, whether motions stop there or not."""
        return _found(self._visible.rfind(1, 0, index))

    # motions

    def first(self) -> int | None:
        """The first comment."""
        return self._next(0)

    def last(self) -> int | None:
        """The last comment."""
        return self._last(len(self.thread))

    def next(self, index: int) -> int | None:
        """The next comment."""
        return self._next(index + 1)

    def previous(self, index: int) -> int | None:
        """The previous comment."""
        return self._last(index)

    def next_sibling(self, index: int) -> int | None:
        """The next comment at this level or above; with a filter, the next outside of this branch."""
        return self._next(self.thread.end(index))

    def previous_sibling(self, index: int) -> int | None:
        """The previous comment at this level, else the parent; with a filter, the highest in the branch before."""
        parents = self.thread.parents
        parent = parents[index]
        if self.sieve is None:
            at = index - 1
            while at > parent and parents[at] != parent:
                at = parents[at]
            return _found(at)
        before = self.previous(index)
        above = -1 if before is None else parents[before]
        while above > parent:
            before = above if self._stops[above] else before
            above = parents[above]
        return before

    def parent(self, index: int) -> int | None:
        """The parent."""
        return self.thread.parent(index)

    def first_reply(self, index: int) -> int | None:
        """The first reply, where it is visible; with a filter, the first below that meets it."""
        return self._next(index + 1, self.thread.end(index))

    def top_level(self, index: int) -> int:
        """The top-level comment of the branch that a comment is in."""
        parents: array[int] = self.thread.parents
        while parents[index] >= 0:
            index = parents[index]
        return index

    def next_top_level(self, index: int) -> int | None:
        """The next top-level comment; with a filter, the first that meets it below one of the next."""
        return self.next_sibling(self.top_level(index))

    def previous_top_level(self, index: int) -> int | None:
        """The top-level comment of this branch; from there the one before. With a filter, the first that meets it there."""
        top = self.top_level(index)
        first = self._next(top, index)
        if first is not None or top == 0:
            return first
        before = self._last(top)
        return None if before is None else self._next(self.top_level(before))

    def _next(self, start: int, end: int | None = None) -> int | None:
        if self.sieve is None:
            return _found(self._visible.find(1, start, len(self._visible) if end is None else end))
        return next_of_both(self._visible, self._stops, start, end)

    def _last(self, end: int) -> int | None:
        if self.sieve is None:
            return _found(self._visible.rfind(1, 0, end))
        return last_of_both(self._visible, self._stops, end)


def _found(index: int) -> int | None:
    return None if index < 0 else index
