"""What an annotator did in a thread before: batches from the history, newest first, read from its end as they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from threadmark.errors import LabelFileError
from threadmark.labels.disk import words_of
from threadmark.labels.drafting import Batch, Effect
from threadmark.labels.history import PROGRAM, BrokenLineError, Change, backwards, decode
from threadmark.labels.unhurried import PIECE


class _Head(Struct, frozen=True, gc=False):
    batch: str


_decode_head = msgspec.json.Decoder(_Head).decode


def batches_backwards(
    path: Path, end: int, effect_of: Callable[[Change], Effect], *, annotator: str, thread: str
) -> Iterator[Batch | None]:
    """The batches up to byte `end`, the last one first; None wherever who reads may pause.

    What merely happened is left out, and what others did or what was done elsewhere is hardly looked at.

    Args:
        path: the history.
        end: how much of it.
        effect_of: what a line says.
        annotator: who made the batches.
        thread: the thread that they are in.

    Raises:
        LabelFileError: the history can't be read, or a line is no change.
    """
    last: Change | None = None
    effects: list[Effect] = []
    other = ""
    try:
        for number, line in enumerate(backwards(path, end) if end else (), 1):
            if number % PIECE == 0:
                yield None
            if other and _decode_head(line).batch == other:
                continue
            change = decode(line)
            if last is not None and change.batch != last.batch:
                yield _batch(last, effects)
                last, effects = None, []
            if last is None and (change.annotator != annotator or change.via == PROGRAM or change.key[:1] != (thread,)):
                other = change.batch
                continue
            last = last or change
            effects.append(effect_of(change))
    except OSError as problem:
        raise _unreadable(path, words_of(problem)) from problem
    except (BrokenLineError, msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise _unreadable(path, str(problem)) from problem
    if last is not None:
        yield _batch(last, effects)


def _batch(last: Change, effects: list[Effect]) -> Batch:
    """The batch that ended with a line; its effects were found backwards."""
    return Batch(last.batch, last.kind, last.via, last.annotator, last.undoes, tuple(reversed(effects)), last.session)


def _unreadable(path: Path, what: str) -> LabelFileError:
    return LabelFileError(
        f"what was done before can't be read: {what}",
        where=str(path),
        next_step="labels are kept all the same; only undo needs it",
    )
