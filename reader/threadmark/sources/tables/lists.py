"""Where the comments lie in JSON: at its top, or in a list some levels below, as the answers of APIs have it.

{"status": "ok", "discussion": {"title": "Open on Sundays?", "comments": [{"id": 1, "body": "Who pays?"}]}}
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import Any, Final

from threadmark.sources.json_input.decoding import Value, decoded_at
from threadmark.sources.json_input.peeking import peek
from threadmark.sources.json_input.streaming import members
from threadmark.sources.json_input.streaming import rows as values_of
from threadmark.sources.opening import Opened
from threadmark.sources.source import Head
from threadmark.sources.tables.articles import about_of
from threadmark.sources.tables.names import Columns, find_columns, plain_name
from threadmark.sources.tables.nested import COMMENTS, REPLIES, has, listed, unwrapped
from threadmark.sources.tables.rows import NOTHING_KNOWN, About
from threadmark.sources.tables.values import identity

_DEEPEST: Final = 5
_LOOKED_AT: Final = 60
"""Fields of an object that are looked at."""
_FIRST: Final = 20
"""Objects of an array, or in lines, that are looked at, since the first may be articles without comments."""
_LISTS: Final = REPLIES | frozenset(
    {"data", "items", "results", "nodes", "edges", "entries", "messages", "posts", "list", "hits", "docs", "records"}
)
"""What lists that hold comments are called; one of another name must have what makes a thread of its objects."""
_SAID: Final = {
    "article title": "title",
    "article url": "url",
    "article date": "published",
    "article byline": "byline",
    "article text": "article",
    "comment count": "count",
}
"""Columns by which a row tells of its article."""

_THREAD: Final = "article id"
_ARTICLES: Final = frozenset({"article", "story", "post"})
"""What objects are called that tell of the article beside the list of its comments."""
_TITLES: Final = frozenset({"title", "headline"})
_NEXT_LINE: Final = re.compile(rb"(?<=\})\s*\n\s*(?=\{)")

NO_OBJECT: Final = "entries of lists of comments that are no objects (left out)"

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where comments lie in a file.

    Attributes:
        path: the keys down to a list of them; none where the file's values, one a line or in one array, are comments.
        outer: the keys down to a list of objects that each hold such a list; None where the file's values do.
        is_one: whether the file is one value with one list.
        several: whether there are seen to be several comments.
        names: the fields of the first comment.
    """

    path: Path = ()
    outer: Path | None = None
    is_one: bool = False
    several: bool = True
    names: tuple[str, ...] = ()


def layout_of(head: Head) -> Layout | None:
    """Where the comments lie in a file, as far as its head shows; None where it shows none."""
    value = peek(head)
    in_array = isinstance(value, list)
    is_one = not in_array and not _NEXT_LINE.search(head.data)
    values = value if in_array else [value] if is_one else _in_lines(head)
    firsts = [each for each in values[:_FIRST] if isinstance(each, dict) and each]
    # An article without comments has the looks of a comment; one with them is sure.
    surest = sorted(firsts, key=lambda each: not _is_article(each, head.columns))
    laid_out = ((each, _laid_out(each, head.columns, is_one=is_one)) for each in surest)
    found = next(
        (layout for each, layout in laid_out if layout and (layout.path or in_array or each is firsts[0])), None
    )
    if found is None:  # where columns are named, reading it says which there are
        return Layout(names=tuple(firsts[0])) if firsts and head.columns and not is_one else None
    if found.outer is None:
        return found
    if in_array:
        return replace(found, outer=("*", *found.outer))
    return found if is_one else None


def _in_lines(head: Head) -> list[Any]:
    """The first values of a file with one a line, as far as its head holds them."""
    return [peek(replace(head, data=data)) for data in _NEXT_LINE.split(head.data, _FIRST)[:_FIRST]]


def _laid_out(first: Mapping[str, Any], given: Mapping[str, str], *, is_one: bool) -> Layout | None:
    """Where the comments lie in a value: it is one itself, or holds a list of them."""
    below = _below(first, given)
    if _are_comments(COMMENTS, first, given) and not _is_article(first, given):
        return Layout(several=not is_one or below is not None, names=tuple(first))
    return below and replace(below, is_one=is_one and below.outer is None)


def _below(value: Mapping[str, Any], given: Mapping[str, str]) -> Layout | None:
    """The list of comments that lies nearest to the top of an object, in objects or in the first object of a list."""
    level: list[tuple[Path, Path | None, Mapping[str, Any]]] = [((), None, value)]
    for _ in range(_DEEPEST):
        deeper: list[tuple[Path, Path | None, Mapping[str, Any]]] = []
        for path, outer, fields in level[:_LOOKED_AT]:
            for key, held in islice(fields.items(), _LOOKED_AT):
                below = (*path, key)
                if isinstance(held, Mapping):
                    deeper.append((below, outer, held))
                elif isinstance(held, list) and (entry := _first_object(held)) is not None:
                    first = unwrapped(entry)
                    if _are_comments(key, first, given):
                        return Layout(below, outer, names=tuple(first))
                    if outer is None and first is entry:
                        deeper.append(((), below, first))
        level = deeper
    return None


def _first_object(entries: list[Any]) -> Mapping[str, Any] | None:
    """The first object of a list, of which some entries may be none."""
    return next((entry for entry in entries[:_FIRST] if isinstance(entry, Mapping)), None)


def _are_comments(key: str, first: Mapping[str, Any], given: Mapping[str, str]) -> bool:
    """Whether a list holds comments, by its name, its first object, and the columns that the command line names."""
    said = {what: column for what, column in given.items() if has(first, column)}
    if "text" in given:
        return "text" in said
    names = list(first)
    columns = find_columns((*names, *said.values()), said) if said else columns_of(tuple(first))
    if not columns.text or not isinstance(first[names[columns.text[0]]], str | None):
        return False
    return columns.are_comments or bool(said) or (columns.could_be_comments and plain_name(key) in _LISTS)


@lru_cache(maxsize=64)
def columns_of(names: tuple[str, ...]) -> Columns:
    """The columns that fields make; asked for several times of one file."""
    return find_columns(names)


def _is_article(fields: Mapping[str, Any], given: Mapping[str, str]) -> bool:
    """Whether an object with a text has a title, too, and a list that it calls its comments."""
    held = (
        value
        for name, value in fields.items()
        if value and isinstance(value, list | Mapping) and plain_name(name) == COMMENTS
    )
    first = _first_object(listed(next(held, None)) or [])
    if first is None or not _are_comments(COMMENTS, unwrapped(first), given):
        return False
    return not _TITLES.isdisjoint(map(plain_name, fields))


class Lists:
    """The comments of a file, streamed.

    Args:
        opened: the input.
        layout: where they lie.

    Attributes:
        notes: what was met and not read.
        mended: entries of lists that are no objects, counted.
    """

    def __init__(self, opened: Opened, layout: Layout) -> None:
        self._opened = opened
        self._layout = layout
        self._told: dict[str, tuple[int, Any]] = {}
        self._noted: set[Path] = set()
        self.notes: list[str] = []
        self.mended: Counter[str] = Counter()

    def comments(self) -> Iterator[Value]:
        """The comments, each with the line of the file on which it or what holds it begins."""
        if not self._layout.path:
            return values_of(self._opened)
        return self._objects(self._of_one() if self._layout.is_one else self._of_each())

    def about(self) -> About | None:
        """What the objects around a single list say of its article, as far as the file was read."""
        return _about(self._said())

    def _objects(self, entries: Iterator[Value]) -> Iterator[Value]:
        """The entries of lists that can be comments."""
        for entry in entries:
            if isinstance(entry.value, Mapping):
                yield entry
            else:
                self.mended[NO_OBJECT] += 1

    def _of_one(self) -> Iterator[Value]:
        """The comments of the list of a file that is one value."""
        for line, entry in self._entries(self._layout.path):
            yield Value(line, unwrapped(entry))

    def _of_each(self) -> Iterator[Value]:
        """The comments of all lists of a file, each with what the objects around its list say of the article."""
        outer = self._layout.outer
        for line, value in values_of(self._opened) if outer is None else self._entries(outer):
            held, said = value, dict[str, Any]()
            for depth, key in enumerate(self._layout.path):
                if not isinstance(held, Mapping):
                    break
                said |= _scalars(held)
                for name, beside in held.items():
                    if name != key and isinstance(beside, Mapping | list):
                        said |= self._look_over((*self._layout.path[:depth], name), beside)
                held = held.get(key)
            told = _as_columns(said)
            if _THREAD not in told:  # a page of a thread, of which what holds the pages tells
                told = _as_columns(self._said()) | told
            entries = listed(held)
            if not entries:
                self.notes.append(f"holds no comments: the article of line {line}")
            for entry in entries or []:
                each = unwrapped(entry)
                yield Value(line, {**told, **each} if isinstance(each, Mapping) else each)

    def _entries(self, way: Path) -> Iterator[Value]:
        """The entries of the list at the end of a way; what is said beside the way is kept, or looked over."""
        place = (*way, "*")
        for part in members(self._opened, ".".join(place)):
            if part.data is None:
                continue
            value = decoded_at(self._opened, part.data, part.line, last=False)
            if part.path == place:
                yield Value(part.line, value)
            elif isinstance(value, Mapping | list):
                for name, said in self._look_over(part.path, value).items():
                    self._tell(len(part.path) + 1, name, said)
            elif part.path[:-1] == way[: len(part.path) - 1] and "*" not in part.path:
                self._tell(len(part.path), plain_name(part.path[-1]), value)

    def _tell(self, depth: int, name: str, value: Any) -> None:
        """Keep what an object on the way to the list says; the nearer to the list, the truer."""
        if depth >= self._told.get(name, (0,))[0]:
            self._told[name] = depth, value

    def _said(self) -> dict[str, Any]:
        return {name: value for name, (_, value) in self._told.items()}

    def _look_over(self, path: Path, value: Any) -> dict[str, Any]:
        """What a part beside the way says as the article; it is noted, once, where it may hold comments, too."""
        if path not in self._noted and _below({COMMENTS: value}, self._opened.head.columns) is not None:
            self._noted.add(path)
            self.notes.append(f"not read, though there may be comments in it: {'.'.join(path)}")
        is_article = isinstance(value, Mapping) and "*" not in path and plain_name(path[-1]) in _ARTICLES
        return _scalars(value) if is_article else {}


def _scalars(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {plain_name(name): value for name, value in fields.items() if isinstance(value, str | int | float)}


def _about(said: Mapping[str, Any]) -> About | None:
    about = about_of(list(said.values()), {name: place for place, name in enumerate(said)})
    return None if about == NOTHING_KNOWN else about


def _as_columns(said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of an article as fields of each of its comments."""
    about = _about(said)
    told = {} if about is None else {name: getattr(about, field) for name, field in _SAID.items()}
    thread = next((found for name in ("id", "url", "weburl") if (found := identity(said.get(name)))), None)
    if thread is None:
        thread = _by_words(identity(said.get("title")), about.article if about else None)
    return {name: value for name, value in {_THREAD: thread, **told}.items() if value is not None}


def _by_words(title: str | None, text: str | None) -> str | None:
    """What to call a thread by its article's words: two may have one title, and only their texts set them apart."""
    if text is None:
        return title
    told_apart = sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{title or 'article'} {told_apart}"
