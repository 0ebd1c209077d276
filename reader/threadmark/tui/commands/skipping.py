"""Skipping a comment, or a branch, and saying why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.keys.reasons import WRITTEN, reason_words
from threadmark.tui.ask import AskLine
from threadmark.tui.commands.doing import labels, needs_comment

if TYPE_CHECKING:
    from threadmark.tui.desk import Desk

_WRITTEN, _NONE = "a reason in words", "no reason"


@labels("skip")
@needs_comment
def skip(desk: Desk, _: str | None) -> None:
    """Skip this comment, or its branch: a key says why, `enter` or the same key again doesn't."""
    index, whole = desk.selected, desk.giving.for_branch
    if not desk.can_write():
        return
    size = desk.thread.sizes[index]
    what = f"these {size:,} comments, the whole branch," if whole else "this comment"
    question = f"why {'are' if whole else 'is'} {what} skipped?"

    def write(reason: str | None) -> None:
        if reason is not None:
            _skip(desk, index, reason, whole=whole)

    known = {reason.name.lower(): reason.id for reason in desk.keymap.reasons}

    def take(name: str) -> None:
        if name == _WRITTEN:
            desk.ask(AskLine(question), write)
        else:
            write(known.get(name, ""))

    if not known:  # a study's own stack may have none
        desk.ask(AskLine(question), write)
        return
    keys = {reason.key: reason.name.lower() for reason in desk.keymap.reasons}
    again = {key: _NONE for key in desk.keymap.keys_of("skip") if " " not in key}
    desk.one_key(question, {**keys, WRITTEN: _WRITTEN, "enter": _NONE}, take, again)


def _skip(desk: Desk, index: int, reason: str, *, whole: bool) -> None:
    place = desk.round.place
    outcome = desk.write(lambda: desk.round.skip_branch(index, reason) if whole else desk.round.skip(index, reason))
    if outcome is None:
        return
    there = desk.next_after(index, place)
    if there is None:
        return
    desk.go(there)
    if reason.strip() and outcome.comments:
        desk.say(f"{outcome.said}: {reason_words(desk.keymap, reason)}")
