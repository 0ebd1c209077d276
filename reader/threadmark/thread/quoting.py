"""Which paragraphs of the article a comment quotes or names.

A quote is found by its text: what stands in quotation marks, or on lines that begin with `>`, and occurs in the
article. White space, letter case and the typography of quotes, dashes and ellipses don't count, nor do signs at its
ends; words are matched whole, and what is so short that luck could have put it there is left alone.

    >>> quotes = Quotes(Article(paragraphs=("The lane carries 900 cars a day.", "It closes in May.")))
    >>> [(at.paragraph, at.start, at.end) for at in quotes.of("“the lane carries …” – no, read the last paragraph!")]
    [(0, 0, 16), (1, 0, 0)]
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TypeAlias
from unicodedata import category

from threadmark.thread.model import Article

# Scripts written without spaces between words, and Hangul, whose particles cling to the word that is quoted.
_UNSPACED = "\u0e00-\u0fff\u1000-\u11ff\u1780-\u17ff\u2e80-\u2fff\u3005-\u3007\u3021-\u31ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"  # fmt: skip
_UNSPACED_LETTER = re.compile(f"[{_UNSPACED}]")
_SPACE_BESIDE_UNSPACED = re.compile(f"(?<=[{_UNSPACED}]) | (?=[{_UNSPACED}])")
_WORD_START = re.compile(r"(?<![^\W_])[^\W_]")
_WORD_START_ANY_SCRIPT = re.compile(rf"(?<![^\W_])[^\W_]|[{_UNSPACED}]|(?<=[{_UNSPACED}])[^\W_]")

_SAME = str.maketrans(
    {
        **dict.fromkeys('"＂“”„‟«»‘’‚‛‹›「」『』｢｣〝〞〟′″´`', "'"),  # one sign: a quote in a quote changes its marks
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        "…": "...",
        **dict.fromkeys("\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff", ""),  # never seen, and lost when copied
    }
)
_QUOTED_LINE_MARK = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_QUOTED_LINE = re.compile(r"^[ \t]*((?:>[ \t]?)+)(.*)$", re.MULTILINE)

_ELISION = re.compile(r"\[[^\[\]\n]{0,60}\]|\(?(?:…|\.(?: ?\.){2,})\)?")
_NEWLINE = re.compile(r"\n")

# Signs by family, and which way each faces: 2 opens, -2 closes; 1 and -1 too where the neighbours don't tell better
# (German closes with “, Swedish opens with ”, Danish with »); 0 does what is due.
_SIGNS = {
    **dict.fromkeys('"＂', ("double", 0)),
    **dict.fromkeys("“„", ("double", 1)),
    "”": ("double", -1),
    "〝": ("double", 2),
    "〞": ("double", -2),
    "〟": ("double", -2),
    "«": ("angle", 1),
    "»": ("angle", -1),
    "‹": ("small angle", 1),
    "›": ("small angle", -1),
    "‘": ("single", 1),
    "‚": ("single", 1),
    "’": ("single", -2),  # ’ is an apostrophe most of the time
    "「": ("corner", 2),
    "｢": ("corner", 2),
    "」": ("corner", -2),
    "｣": ("corner", -2),
    "『": ("white corner", 2),
    "』": ("white corner", -2),
}
_ALWAYS = 2
_SIGN = re.compile(f"[{''.join(_SIGNS)}]")
_BEGINS = ">" + "".join(sign for sign, (_, faces) in _SIGNS.items() if faces > -_ALWAYS)
_NESTED = 4

_LONG_ENOUGH = 15
_WORDS_ENOUGH = 3
_WORDS_LONG_ENOUGH = 10
_UNSPACED_ENOUGH = 6

_NOT_SORTED = 50_000
_BEFORE_SORTING = 200
_SORTED_BY = 24
_WINDOWS = 16
_FEW = 8
_MOST_PLACES = 20_000

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NEXT = "next"  # next to last
_NAMED = re.compile(
    rf"""(?<!\w)(?:(?P<own>my|your|our)\s{{1,3}})?(?:
    (?:¶|paragraphs?|para\.)\s{{0,3}}(?P<number>[0-9]{{1,5}})(?!\w|[.,][0-9])
    |(?:(?:(?P<nth>[0-9]{{1,5}})(?:st|nd|rd|th)|(?P<ordinal>(?a:{"|".join(_ORDINALS)}|{_NEXT}(?=.to))))
        (?P<back>[\s-](?:to|from)[\s-](?:the[\s-])?last)?
    |last|final)[\s-]{{1,3}}para(?:graph)?(?!\w))""",
    re.IGNORECASE | re.VERBOSE,
)

_Passage: TypeAlias = tuple[int, int]  # start and end in the comment's text
_Known: TypeAlias = dict[str, tuple[int, int] | None]  # where a folded passage is: the paragraph, and where in it


@dataclass(frozen=True, slots=True)
class Quoted:
    """A place of the article that a comment quotes or names, and where it does so; ends are exclusive.

    Attributes:
        paragraph: from 0.
        start: code points into the paragraph; 0 where it is only named.
        end: the same; 0 where the paragraph is only named.
        comment_start: code points into the comment's text.
        comment_end: the same.
    """

    paragraph: int
    start: int
    end: int
    comment_start: int
    comment_end: int


def folded(text: str) -> str:
    """A text as it is compared: case, typography and white space made alike, marks of quoted lines taken as space."""
    if ">" in text:
        text = _QUOTED_LINE_MARK.sub(" ", text)
    text = " ".join(text.translate(_SAME).casefold().split())
    return text if text.isascii() else _SPACE_BESIDE_UNSPACED.sub("", text)


class Quotes:
    """Finds in comments what they quote of one article; the work on the article is done when the first quote is met.

    Time is linear in the length of a comment. The first few hundred quotes cost a search of the article each, the
    others don't.
    """

    def __init__(self, article: Article) -> None:
        self._paragraphs = article.paragraphs

    def of(self, text: str) -> tuple[Quoted, ...]:
        """What a comment quotes and names, in the order of its text.

        A quote counts from three words of together 10 characters, from 15 characters, or from 6 in scripts without
        spaces. One that occurs several times is the first. One that is not in the article as a whole is cut at
        elisions (`…`, `[…]`, words in brackets), then at the ends of lines, and each part is looked for.
        """
        if not self._paragraphs:
            return ()
        covered = bytearray(len(text))
        found = list(self._quoted(text, covered))
        found += self._named(text, covered)
        return tuple(sorted(found, key=lambda quoted: quoted.comment_start))

    def count(self, texts: Iterable[str]) -> Counter[int]:
        """How many of these comments quote each paragraph (from 0); those that only name it are not counted.

        For a thread in slices, add up what comes of each slice of its texts.
        """
        counts: Counter[int] = Counter()
        if self._paragraphs:
            for text in _that_may_quote(list(texts)):
                counts.update({quoted.paragraph for quoted in self._quoted(text, bytearray(len(text)))})
        return counts

    def _quoted(self, text: str, covered: bytearray) -> Iterator[Quoted]:
        """What a comment quotes, a whole passage before a part, a wider before one inside it.

        Args:
            text: the comment's.
            covered: one byte a character, set where it is not the comment's own words.
        """
        known: _Known = {}
        blocks = list(_blocks(text)) if ">" in text else []
        sought = sorted([*blocks, *_in_marks(text)], key=lambda passage: (passage[0], -passage[1]))
        missed: list[_Passage] = []
        for cut in (_ELISION, _NEWLINE, None):
            for start, end in sought:
                quoted = self._match(text, start, end, known) if covered.find(1, start, end) < 0 else None
                if quoted:
                    _cover(covered, quoted.comment_start, quoted.comment_end)
                    yield quoted
                elif covered.find(0, start, end) >= 0:
                    missed.append((start, end))
            if cut:
                sought, missed = _cut_at(cut, text, missed)
        for start, end in blocks:
            _cover(covered, start, end)

    def _match(self, text: str, start: int, end: int, known: _Known) -> Quoted | None:
        while start < end and not text[start].isalnum():
            start += 1
        while start < end and not _in_word(text[end - 1]):
            end -= 1
        passage = folded(text[start:end])
        if passage not in known:
            known[passage] = self._folded.first(passage) if _is_long_enough(passage) else None
        found = known[passage]
        if found is None:
            return None
        paragraph, first = found
        origins = self._origins[paragraph]
        return Quoted(paragraph, origins[first], origins[first + len(passage) - 1] + 1, start, end)

    def _named(self, text: str, covered: bytearray) -> Iterator[Quoted]:
        """The paragraphs that a comment names in its own words."""
        for reference in _NAMED.finditer(text):
            paragraph = _paragraph_named(reference, len(self._paragraphs))
            start, end = reference.span()
            if paragraph is not None and covered.find(1, start, end) < 0:
                yield Quoted(paragraph, 0, 0, start, end)

    @cached_property
    def _folded(self) -> _FoldedArticle:
        return _FoldedArticle([folded(paragraph) for paragraph in self._paragraphs])

    @cached_property
    def _origins(self) -> _Origins:
        return _Origins(self._paragraphs)


class _Origins(dict[int, Sequence[int]]):
    """For each paragraph that was quoted, where each character of its folded text stands in it, worked out once."""

    def __init__(self, paragraphs: tuple[str, ...]) -> None:
        super().__init__()
        self._paragraphs = paragraphs

    def __missing__(self, paragraph: int) -> Sequence[int]:
        self[paragraph] = origins = _origins(self._paragraphs[paragraph])
        return origins


class _FoldedArticle:
    """Finds passages in folded paragraphs.

    They are sought from the beginning of the text. In a long one, after a few hundred, it pays to sort the places where
    words start by what follows them, and the others are sought in that order.
    """

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self._text = "\n".join(paragraphs)
        self._starts = [0, *accumulate(len(paragraph) + 1 for paragraph in paragraphs[:-1])]
        self._word_start = _WORD_START if self._text.isascii() else _WORD_START_ANY_SCRIPT
        self._sought = 0

    def first(self, passage: str) -> tuple[int, int] | None:
        """The paragraph and the place in it where a folded passage first stands in whole words; None for nowhere.

        A passage, or its rarest words, may be in any number of places without being whole there; after 20,000 of them
        it is given up.
        """
        self._sought += 1
        in_order = self._sought > _BEFORE_SORTING and len(self._text) > _NOT_SORTED
        place = self._sought_in_order(passage) if in_order else self._sought_in_text(passage)
        if place is None:
            return None
        paragraph = bisect_right(self._starts, place) - 1
        return paragraph, place - self._starts[paragraph]

    def _sought_in_text(self, passage: str) -> int | None:
        text, place = self._text, -1
        for _ in range(_MOST_PLACES):
            place = text.find(passage, place + 1)
            if place < 0:
                return None
            if self._is_whole(place, place + len(passage)):
                return place
        return None

    def _sought_in_order(self, passage: str) -> int | None:
        words = [match.start() for match in self._word_start.finditer(passage)]
        low, high, shift, length = 0, len(self._places), 0, 0
        for word in [*words[:: len(words) // _WINDOWS + 1], words[-1]]:
            window = passage[word : word + _SORTED_BY]
            window_low, window_high = self._range(window)
            if window_high - window_low < high - low:
                low, high, shift, length = window_low, window_high, word, len(window)
            if high - low <= _FEW:
                break
        candidates = (place - shift for place in self._places[low : min(high, low + _MOST_PLACES)])
        places = (place for place in candidates if place >= 0 and self._is_at(passage, place))
        # Words that are alike as far as they were sorted by are in the order of the article.
        return next(places, None) if length == _SORTED_BY else min(places, default=None)

    def _range(self, window: str) -> tuple[int, int]:
        text, length = self._text, len(window)
        low = bisect_left(self._places, window, key=lambda place: text[place : place + length])
        return low, bisect_right(self._places, window, lo=low, key=lambda place: text[place : place + length])

    @cached_property
    def _places(self) -> array[int]:
        text = self._text
        places = [match.start() for match in self._word_start.finditer(text)]
        places.sort(key=lambda place: text[place : place + _SORTED_BY])
        return array("I", places)

    def _is_at(self, passage: str, place: int) -> bool:
        return self._text.startswith(passage, place) and self._is_whole(place, place + len(passage))

    def _is_whole(self, start: int, end: int) -> bool:
        return _is_edge(self._text, start) and _is_edge(self._text, end)


def _is_edge(text: str, at: int) -> bool:
    """Whether no word goes on across a place of a text."""
    around = text[max(0, at - 1) : at + 1]
    return len(around) == 1 or not all(map(_in_word, around)) or bool(_UNSPACED_LETTER.search(around))


def _in_word(sign: str) -> bool:
    """Whether this is a letter, a digit or a mark on one; vowel signs are part of a word in many scripts."""
    return sign.isalnum() or category(sign).startswith("M")


def _is_long_enough(passage: str) -> bool:
    """Whether a folded passage can't be in the article by luck."""
    if len(passage) >= _LONG_ENOUGH:
        return True
    if len(passage) >= _WORDS_LONG_ENOUGH and passage.count(" ") >= _WORDS_ENOUGH - 1:
        return True
    return len(_UNSPACED_LETTER.findall(passage)) >= _UNSPACED_ENOUGH


def _that_may_quote(texts: Sequence[str]) -> list[str]:
    """The texts with a sign that can begin a quote; it is sought in all at once, so the others cost next to nothing."""
    joined = "".join(texts)
    ends = list(accumulate(map(len, texts)))
    found = set()
    for sign in _BEGINS:
        at = joined.find(sign)
        while at >= 0:
            index = bisect_right(ends, at)
            found.add(index)
            at = joined.find(sign, ends[index])
    return [texts[index] for index in sorted(found)]


def _blocks(text: str) -> Iterator[_Passage]:
    """Starts and ends of what stands on lines beginning with `>`, as long as they are as deep and not empty."""
    start = end = depth = -1
    for line in _QUOTED_LINE.finditer(text):
        line_depth = line[1].count(">") if line[2].strip() else -1
        if line.start() == end + 1 and line_depth == depth:
            end = line.end()
            continue
        if depth > 0:
            yield start, end
        start, end, depth = line.start(2), line.end(), line_depth
    if depth > 0:
        yield start, end


def _in_marks(text: str) -> Iterator[_Passage]:
    """Starts and ends of what stands between quotation marks, to a depth of four."""
    opened: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=_NESTED))
    for sign in _SIGN.finditer(text):
        at, after = sign.span()
        family, faces = _SIGNS[sign[0]]
        before_sign, after_sign = text[at - 1 : at] or " ", text[after : after + 1] or " "
        within_word = before_sign.isalnum() and after_sign.isalnum()
        if family == "single" and within_word and not _UNSPACED_LETTER.match(before_sign):
            continue
        if abs(faces) < _ALWAYS:
            if after_sign.isalnum() and not before_sign.isalnum():
                faces = 1
            elif not after_sign.isalnum() and not before_sign.isspace():
                faces = -1
        starts = opened[family]
        if faces > 0 or (faces == 0 and not starts):
            starts.append(after)
        elif starts:
            yield starts.pop(), at


def _cut_at(cut: re.Pattern[str], text: str, passages: list[_Passage]) -> tuple[list[_Passage], list[_Passage]]:
    """The parts of passages that can be cut, and the passages that can't."""
    parts: list[_Passage] = []
    whole: list[_Passage] = []
    for start, end in passages:
        cuts = [match.span() for match in cut.finditer(text, start, end)]
        if cuts:
            parts += [(before[1], after[0]) for before, after in pairwise([(start, start), *cuts, (end, end)])]
        else:
            whole.append((start, end))
    return parts, whole


def _cover(covered: bytearray, start: int, end: int) -> None:
    covered[start:end] = b"\1" * (end - start)


def _paragraph_named(reference: re.Match[str], paragraphs: int) -> int | None:
    """The paragraph (from 0) that a reference names; None where there is none, or it is one of a comment's own."""
    if reference["own"]:
        return None
    number, nth, ordinal = reference.group("number", "nth", "ordinal")
    if ordinal:
        count = 2 if ordinal.casefold() == _NEXT else _ORDINALS.index(ordinal.casefold()) + 1
    else:
        count = int(number or nth or 1)
    from_last = reference["back"] or not (number or nth or ordinal)
    place = paragraphs - count if from_last else count - 1
    return place if 0 <= place < paragraphs else None


def _origins(text: str) -> array[int]:
    """Where each character of the folded text stands in a text: `folded`, done again with places."""
    blank = _QUOTED_LINE_MARK.sub(lambda mark: " " * len(mark[0]), text)
    origins = array("I")
    last = ""
    for word in re.finditer(r"\S+", blank):
        signs = word[0]
        if signs.isascii():
            piece = array("I", range(*word.span()))
        else:
            pieces = [sign.translate(_SAME).casefold() for sign in signs]
            signs = "".join(pieces)
            piece = array("I", [at for at, made in enumerate(pieces, word.start()) for _ in made])
        if not signs:
            continue
        if last and not _UNSPACED_LETTER.match(last) and not _UNSPACED_LETTER.match(signs):
            origins.append(word.start() - 1)
        origins += piece
        last = signs[-1]
    return origins
