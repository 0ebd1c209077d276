"""What a filter says: `author:bob stance:against depth:>3 todo has:evidence "mill lane"`.

    filter  = either
    either  = every { "or" every }
    every   = one { ["and"] one }
    one     = ( "-" | "not" ) one | "(" either ")" | condition

Words side by side must all hold, and that binds tighter than *or*. A condition is a word or a "phrase" of the text, a
/regular expression/, a state (`todo`), or a field and what it takes (`author:bob`). The words of the language are looked
for in the text when they stand in quotes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

from threadmark.find.bounds import number_bounds, time_bounds
from threadmark.find.conditions import OPERATORS, STATES, Contains, Matches, Named, TextField, Within
from threadmark.find.errors import FindError, unknown
from threadmark.find.filters import Filter
from threadmark.find.known import NumberField
from threadmark.find.labelled import Labelled
from threadmark.find.marks import MARKS, Marked
from threadmark.find.needles import Pattern, Words
from threadmark.find.pieces import Piece, Sign, pieces
from threadmark.find.terms import Every, Term, all_of, any_of, negated
from threadmark.find.vocabulary import FIELDS, label_fields

if TYPE_CHECKING:
    from threadmark.keys.codebook import Codebook

_DEEPEST: Final = 50
_LIKE: Final = {
    "depth": "depth takes a number: 3, >3, <=3, 2..4",
    "score": "score takes a number: 3, >3, <=3, -2..4",
    "created": "created takes a date: 2024-03-12, >2024-03, 2024-03-01..2024-03-12, 2024-03-12T10:00",
}


def parse(text: str, codebook: Codebook) -> Filter:
    """The filter that a text says; an empty one holds for every comment.

    Args:
        text: as it was typed.
        codebook: the labels that there are.

    Raises:
        FindError: it is not understood; the error says where, and what could stand there.
    """
    return Filter(_Parser(text, codebook).filter())


class _Parser:
    """Reads pieces from left to right."""

    def __init__(self, text: str, codebook: Codebook) -> None:
        self._text = text
        self._pieces = list(pieces(text))
        self._at = 0
        self._deep = 0
        self._labels = label_fields(codebook)

    def filter(self) -> Term:
        if not self._pieces:
            return Every()
        term = self._either()
        if self._at < len(self._pieces):
            stray = self._pieces[self._at]
            raise FindError("nothing is open for ) to close", stray.start, stray.end, next_step='write ")" to find one')
        return term

    def _either(self) -> Term:
        terms = [self._every()]
        while self._passes("or"):
            terms.append(self._every())
        return any_of(terms)

    def _every(self) -> Term:
        terms = [self._one()]
        while self._passes("and") or self._goes_on():
            terms.append(self._one())
        return all_of(terms)

    def _one(self) -> Term:
        is_negated = False
        while self._passes("not", "-"):
            is_negated = not is_negated
            sign = self._pieces[self._at - 1]
            if isinstance(sign, Sign) and not self._text[sign.end : sign.end + 1].strip():
                raise FindError(
                    "- stands alone", sign.start, sign.end, next_step='put it before what to leave out, or write "-"'
                )
        term = self._group() if self._passes("(") else self._condition()
        return negated(term) if is_negated else term

    def _group(self) -> Term:
        opening = self._pieces[self._at - 1]
        self._deep += 1
        if self._deep > _DEEPEST:
            raise FindError(f"more than {_DEEPEST} parentheses deep", opening.start, opening.end)
        term = self._either()
        if not self._passes(")"):
            raise FindError("( is not closed", opening.start, opening.end, next_step="add ) where it ends")
        self._deep -= 1
        return term

    def _goes_on(self) -> bool:
        """Whether another term follows."""
        return self._word() not in (None, "or", "and", ")")

    def _passes(self, *words: str) -> bool:
        """Go past one of these words or signs, if it is next."""
        found = self._word() in words
        self._at += found
        return found

    def _word(self) -> str | None:
        """The next sign or operator; empty for a condition, None at the end."""
        if self._at == len(self._pieces):
            return None
        piece = self._pieces[self._at]
        if isinstance(piece, Sign):
            return piece.sign
        operator = piece.said.casefold()
        return operator if piece.form == "bare" and piece.field is None and operator in OPERATORS else ""

    def _condition(self) -> Term:
        if self._word() != "":
            raise self._missing()
        piece = self._pieces[self._at]
        assert isinstance(piece, Piece)  # noqa: S101 -- signs and the end are words that are not empty
        self._at += 1
        if not piece.closed:
            raise FindError('" is not closed', piece.value_start, piece.end, next_step='add " where the phrase ends')
        if piece.field is None:
            return self._in_text(piece)
        return self._in_field(piece, piece.field.casefold())

    def _missing(self) -> FindError:
        """The error for what is not there: after an operator or a sign, before an operator, in parentheses."""
        before = self._pieces[self._at - 1] if self._at else None
        after = self._pieces[self._at] if self._at < len(self._pieces) else None
        if before is None and after is not None:
            what = f"nothing stands before {self._text[after.start : after.end]}"
        else:
            what = f"nothing stands after {self._text[before.start : before.end] if before else ''}"
        start = after.start if after else len(self._text)
        return FindError(what, start, after.end if after else start, next_step='words in "quotes" are looked for')

    def _in_text(self, piece: Piece) -> Term:
        if piece.form == "bare" and piece.said.casefold() in STATES:
            return Marked(piece.said.casefold())
        return _about_text(piece)

    def _in_field(self, piece: Piece, field: str) -> Term:
        known = [*FIELDS, *self._labels]
        if field not in known:
            what = f"there is no field {piece.field}"
            raise unknown(
                what, field, known, piece.start, piece.value_start, else_='write it in "quotes" to find it in the text'
            )
        if not piece.said:
            raise FindError(f"nothing stands after {field}:", piece.end, piece.end, known=self._takes(field))
        if field in self._labels:
            return self._labelled(piece, field)
        return self._on_thread(piece, field)

    def _on_thread(self, piece: Piece, field: str) -> Term:
        match field:
            case "text":
                return _about_text(piece)
            case "author" | "id" | "role":
                return _matching(field, piece) if piece.form == "pattern" else Named(field, piece.said)
            case "has" | "is":
                return self._marked(piece, field)
            case _:
                return _within(cast("NumberField", field), piece)

    def _marked(self, piece: Piece, field: str) -> Term:
        said = piece.said.casefold()
        if field == "is" and said in STATES:
            return Marked(said)
        if f"{field}:{said}" not in MARKS:
            raise unknown(f"there is no {field}:{piece.said}", said, self._takes(field), piece.value_start, piece.end)
        return Marked(f"{field}:{said}")

    def _labelled(self, piece: Piece, field: str) -> Term:
        labels = self._labels[field]
        word = labels.find(piece.said)
        if word is None:
            what = f"{field} has no label {piece.said}" if field != "label" else f"there is no label {piece.said}"
            raise unknown(what, piece.said, labels.meanings, piece.value_start, piece.end)
        return Labelled(field, word, labels.meanings[word].choices)

    def _takes(self, field: str) -> Sequence[str]:
        """The words that can stand after a field, where they are known."""
        if field in self._labels:
            return tuple(self._labels[field].meanings)
        marks = tuple(mark.partition(":")[2] for mark in MARKS if mark.startswith(f"{field}:"))
        return (*marks, *STATES) if field == "is" else marks


def _about_text(piece: Piece) -> Term:
    if piece.form == "pattern":
        return _matching("text", piece)
    if not Words(piece.said).folded:
        raise FindError("there is nothing to look for", piece.value_start, piece.end)
    return Contains(piece.said)


def _matching(field: TextField, piece: Piece) -> Matches:
    Pattern(piece.said, piece.value_start + len("/"))
    return Matches(field, piece.said)


def _within(field: NumberField, piece: Piece) -> Within:
    try:
        low, high = (time_bounds if field == "created" else number_bounds)(piece.said)
    except ValueError as error:
        raise FindError(
            f"{field} can't be {piece.said}", piece.value_start, piece.end, next_step=_LIKE[field]
        ) from error
    return Within(field, piece.said, low, high)
