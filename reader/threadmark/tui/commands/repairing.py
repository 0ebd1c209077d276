"""Commands that repair a thread, at a bench."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from threadmark.thread.repairing import accepted, attached, merged, split
from threadmark.tui.ask import PickOne
from threadmark.tui.commands.doing import needs_comment
from threadmark.tui.parents import ARTICLE, parent_finder

if TYPE_CHECKING:
    from threadmark.tui.bench import Bench

AtBench: TypeAlias = "Callable[[Bench, str | None], None]"

REPAIRING: dict[str, AtBench] = {}
"""What each command does at a bench, beside those that do the same anywhere."""


def _repairs(name: str) -> Callable[[AtBench], AtBench]:
    def register(doing: AtBench) -> AtBench:
        REPAIRING[name] = doing
        return doing

    return register


@_repairs("attach")
@needs_comment
def attach(bench: Bench, _: str | None) -> None:
    """Attach the comment to another parent: likely ones first, others by typing."""
    thread, index = bench.thread, bench.selected

    def take(parent: int | None) -> None:
        if parent is None:
            return
        there = None if parent == ARTICLE else parent
        said = "now top-level" if there is None else f"now a reply to {bench.reading.veil.author(there)}"
        bench.repair(lambda: attached(thread, index, there, bench.signed()), said)

    question = f"whom does {bench.reading.veil.author(index)} answer?"
    found = parent_finder(thread, bench.reading.veil, index, bench.suggested(index))
    bench.ask(PickOne(question, found), take)


@_repairs("accept_link")
@needs_comment
def accept_link(bench: Bench, _: str | None) -> None:
    """Take an inferred link as given."""
    thread, index = bench.thread, bench.selected
    bench.repair(lambda: accepted(thread, index, bench.signed()), "accepted")


@_repairs("split_comment")
@needs_comment
def split_comment(bench: Bench, _: str | None) -> None:
    """Cut the comment in two, before one of its lines."""
    thread, index = bench.thread, bench.selected
    lines = thread.texts[index].split("\n")

    def found(words: str) -> list[tuple[str, int]]:
        wanted = words.casefold()
        return [(line, at) for at, line in enumerate(lines) if at and line.strip() and wanted in line.casefold()]

    def take(line: int | None) -> None:
        if line is not None:
            bench.repair(
                lambda: split(thread, index, line, None, bench.signed()), "cut in two; the second has no author"
            )

    if len(lines) == 1:
        bench.say("this comment has one line only")
    else:
        bench.ask(PickOne("with which line does the second comment begin?", found), take)


@_repairs("merge_comment")
@needs_comment
def merge_comment(bench: Bench, _: str | None) -> None:
    """Merge the comment with the one before it."""
    thread, index = bench.thread, bench.selected
    before = thread.ids[index - 1] if index else None
    bench.repair(lambda: merged(thread, index, bench.signed()), "merged with the comment before", selected=before)


@_repairs("undo")
def undo(bench: Bench, _: str | None) -> None:
    """Undo the last repair."""
    bench.undo()


@_repairs("redo")
def redo(bench: Bench, _: str | None) -> None:
    """Redo what was undone last."""
    bench.redo()
