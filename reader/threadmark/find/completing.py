"""What could stand where the cursor is in a filter that is being typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from threadmark.find.conditions import OPERATORS, STATES, Named
from threadmark.find.folding import fold
from threadmark.find.marks import MARKS
from threadmark.find.pieces import Piece, Sign, pieces
from threadmark.find.vocabulary import FIELDS, LABEL, LabelField, label_fields

if TYPE_CHECKING:
    from threadmark.keys.codebook import Codebook

_Offer: TypeAlias = tuple[str, str]  # a word and its help

_ENOUGH: Final = 2
_AUTHORS: Final = 50
_OPERATORS: Final = dict(
    zip(OPERATORS, ("what follows must not hold", "one side must hold", "both sides must hold"), strict=True)
)
_BOUNDS: Final = {"<": "less", "<=": "this or less", ">": "more", ">=": "this or more"}


@dataclass(frozen=True, slots=True)
class Completion:
    """What could be typed.

    Attributes:
        text: what it is; a field ends with its colon and waits for more.
        start: where in the filter it begins, code points.
        end: where what it takes the place of ends.
        help: what it means.
    """

    text: str
    start: int
    end: int
    help: str

    def applied(self, text: str) -> tuple[str, int]:
        """A filter with this in it, and where the cursor is then."""
        return text[: self.start] + self.text + text[self.end :], self.start + len(self.text)


def completions(
    text: str,
    cursor: int,
    codebook: Codebook,
    authors: Iterable[str] = (),
    saved: Mapping[str, str] | None = None,
) -> list[Completion]:
    """What could stand at the cursor, the likeliest first; nothing in a phrase or a regular expression.

    Args:
        text: the filter as far as it is typed, whether it can be understood or not.
        cursor: where in it, code points.
        codebook: the labels that there are.
        authors: the thread's, as they are shown; at most 50 of them are offered.
        saved: saved filters by their names, which stand for their words.
    """
    piece = _under(text, cursor)
    labels = label_fields(codebook)
    if piece is None:
        offered = [*_saved(saved or {}, "", alone=not text.strip()), *_words(labels)]
        return [Completion(word, cursor, cursor, help_) for word, help_ in offered]
    if piece.form == "pattern" or (piece.form == "phrase" and piece.field is None):
        return []
    if piece.field is None:
        stem = text[piece.start : cursor]
        alone = not (text[: piece.start] + text[piece.end :]).strip()
        named = _saved(saved or {}, stem, alone=alone)
        offered = [*named, *_starting(_words(labels), stem), *(_within(labels, stem) if len(stem) >= _ENOUGH else ())]
        return [Completion(word, piece.start, piece.end, help_) for word, help_ in offered]
    stem = text[piece.value_start : cursor].removeprefix('"')
    end = piece.end if piece.closed else cursor  # what follows a quote that is open need not belong to it
    values = _values(piece.field.casefold(), stem, labels, authors)
    return [Completion(word, piece.value_start, end, help_) for word, help_ in values]


def _under(text: str, cursor: int) -> Piece | None:
    """What is being typed at the cursor; None between pieces."""
    for piece in pieces(text):
        if piece.start < cursor <= piece.end:
            if isinstance(piece, Sign):
                return None
            is_after_quote = piece.form == "phrase" and piece.closed and cursor == piece.end
            is_in_field_name = piece.field is not None and cursor < piece.value_start
            if is_in_field_name:
                return Piece(None, piece.field or "", "bare", piece.start, piece.start, piece.value_start)
            return None if is_after_quote else piece
    return None


def _words(labels: Mapping[str, LabelField]) -> list[_Offer]:
    """All that a condition can begin with."""
    return [
        *((state, MARKS[state].help) for state in STATES),
        *((f"{field.name}:", field.help) for field in labels.values()),
        *((f"{field}:", help_) for field, help_ in FIELDS.items()),
        *_OPERATORS.items(),
    ]


def _saved(saved: Mapping[str, str], stem: str, *, alone: bool) -> list[_Offer]:
    """Saved filters with a word in their name that begins with what was typed; beside others in parentheses."""
    wanted = fold(stem)
    return [
        (words if alone else f"({words})", f"saved as {name}")
        for name, words in saved.items()
        if any(word.startswith(wanted) for word in fold(name).split())
    ]


def _within(labels: Mapping[str, LabelField], stem: str) -> Iterator[_Offer]:
    """Conditions whose second half begins with what was typed: `sarc` is offered `rhetoric:sarcasm_irony`."""
    wanted = fold(stem)
    for condition, mark in MARKS.items():
        if condition.partition(":")[2].startswith(wanted):
            yield condition, mark.help
    for field in labels.values():
        if field.name != LABEL:
            for word, meaning in field.meanings.items():
                if word.startswith(wanted):
                    yield f"{field.name}:{word}", meaning.help


def _values(field: str, stem: str, labels: Mapping[str, LabelField], authors: Iterable[str]) -> list[_Offer]:
    """What can stand after a field."""
    if field in labels:
        return _likely([(word, meaning.help) for word, meaning in labels[field].meanings.items()], stem)
    match field:
        case "has" | "is":
            marks = [(*word.split(":"), mark.help) for word, mark in MARKS.items() if word.startswith(f"{field}:")]
            return _starting([(word, help_) for _, word, help_ in marks], stem)
        case "author":
            names = _likely([(name, "") for name in authors], stem)[:_AUTHORS]
            return [(str(Named("author", name)).removeprefix("author:"), help_) for name, help_ in names]
        case "depth" | "score" | "created":
            return _starting(_BOUNDS.items(), stem)
        case _:
            return []


def _starting(offers: Iterable[_Offer], stem: str) -> list[_Offer]:
    wanted = fold(stem)
    return [offer for offer in offers if offer[0].startswith(wanted)]


def _likely(offers: Iterable[_Offer], stem: str) -> list[_Offer]:
    """Those that begin with what was typed, then those that have it in them or in what they mean."""
    wanted = fold(stem)
    first: list[_Offer] = []
    more: list[_Offer] = []
    for offer in offers:
        word, help_ = map(fold, offer)
        if word.startswith(wanted):
            first.append(offer)
        elif wanted in word or wanted in help_:
            more.append(offer)
    return [*first, *more]
