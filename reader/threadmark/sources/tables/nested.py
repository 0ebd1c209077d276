"""Replies that lie inside the comments they answer, in a list of objects like the comments themselves.

{"id": 1, "text": "Open on Sundays!", "replies": [{"id": 2, "text": "Who pays?"}]}

Instaloader calls such a list `answers`, the New York Times `replies`, the Guardian `responses`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from threadmark.sources.tables.names import plain_name
from threadmark.sources.tables.rows import Row, bare

UNFOLLOWED: Final = "lists that may hold replies, in a form that can't be followed (kept as a field)"
COMMENTS: Final = "comments"
REPLIES: Final = frozenset(
    {
        *("replies", "reply", "responses", "answers", "children", "kids", COMMENTS, "subcomments", "childcomments"),
        *("previewchildcomments", "edgethreadedcomments", "threadedcomments", "nested", "nestedcomments"),
        *("commentreplies", "replycomments", "replycomment", "replieslist", "replylist", "childs", "descendants"),
        *("antworten", "reponses", "respuestas", "respostas", "risposte", "reacties"),
    }
)
"""What lists of replies are called, without signs and in small letters."""
_WRAPPED: Final = ("data", "nodes", "edges", "items", "results", COMMENTS, "list")
"""Where the list lies in an object with its pages and counts, as GraphQL and Facebook's Graph give it."""


_CONTAINERS: Final = (list, dict)
_MOST_NAMES: Final = 10_000
_ALONE: Final = (-1,)


class Branch(NamedTuple):
    """A comment that stands by itself in the file, and all that lies inside it, parents before children.

    Attributes:
        comments: their fields, without the replies.
        above: for each the place here of the one it lies in; -1 for the first.
    """

    comments: Sequence[dict[str, Any]]
    above: Sequence[int]


def inner(fields: Mapping[str, Any], path: str) -> Any:
    """What lies in an object at keys set apart by dots; None where nothing does."""
    value: Any = fields
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def unwrapped(entry: Any) -> Any:
    """An entry of a list, out of the `node` that GraphQL puts it into."""
    return entry["node"] if isinstance(entry, Mapping) and isinstance(entry.get("node"), Mapping) else entry


def listed(value: Any) -> list[Any] | None:
    """The list that a field holds, by itself or wrapped; None where it holds none."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in _WRAPPED if isinstance(value.get(key), list)), None)
    return value if isinstance(value, list) else None


def has(fields: Any, name: str) -> bool:
    """Whether an object has a field, or what a path with dots names."""
    return isinstance(fields, Mapping) and (name in fields or ("." in name and inner(fields, name) is not None))


class Unfolder:
    """Unfolds objects into branches.

    Args:
        text: the field of the comments' texts.
        first: the first objects of the file, which show in what fields there are lists.

    Attributes:
        mended: lists that could not be followed, counted.
    """

    def __init__(self, text: str, first: Iterable[Mapping[str, Any]]) -> None:
        self._text = text
        self._nesting = {
            name
            for each in first
            for name, value in each.items()
            if isinstance(value, list) and value and any(has(unwrapped(entry), text) for entry in value)
        }
        self._known = set(self._nesting)
        self.mended: Counter[str] = Counter()

    def __call__(self, top: dict[str, Any]) -> Branch:
        """The branch of an object that stands by itself; its lists of replies are taken out of it."""
        if not self._may_nest(top):
            return Branch([top], _ALONE)
        comments: list[dict[str, Any]] = []
        above: list[int] = []
        waiting = [(top, -1)]
        while waiting:
            fields, over = waiting.pop()
            waiting += [(each, len(comments)) for each in reversed(self._taken(fields))]
            comments.append(fields)
            above.append(over)
        return Branch(comments, above)

    def _may_nest(self, fields: Mapping[str, Any]) -> bool:
        """Whether an object has a field that may hold replies; what its fields are called is looked at once."""
        if not fields.keys() <= self._known:
            if len(self._known) > _MOST_NAMES:
                self._known = set(self._nesting)
            self._nesting.update(name for name in fields.keys() - self._known if plain_name(name) in REPLIES)
            self._known.update(fields)
        return bool(self._nesting) and any(isinstance(fields.get(name), _CONTAINERS) for name in self._nesting)

    def _taken(self, fields: dict[str, Any]) -> list[dict[str, Any]]:
        """Take the replies out of an object."""
        found: list[dict[str, Any]] = []
        for name in [name for name in fields if name in self._nesting] if self._may_nest(fields) else ():
            entries = listed(fields[name])
            if entries is None:
                continue
            if entries and (plain_name(name) not in REPLIES or not any(map(self._is_comment, entries))):
                self._count(any(isinstance(entry, Mapping) for entry in entries))
                continue
            found += [unwrapped(entry) for entry in entries if isinstance(entry, dict)]
            rest = [entry for entry in entries if not isinstance(entry, dict)]
            self._count(bool(rest))
            kept = rest or ({} if isinstance(fields[name], list) else _without(fields[name], entries))
            if kept:
                fields[name] = kept
            else:
                del fields[name]
        return found

    def _count(self, times: int) -> None:
        if times:
            self.mended[UNFOLLOWED] += times

    def _is_comment(self, entry: Any) -> bool:
        return has(unwrapped(entry), self._text)


def _without(wrapper: Mapping[str, Any], entries: list[Any]) -> dict[str, Any]:
    """What a wrapper says beside the list in it."""
    return {name: value for name, value in wrapper.items() if value is not entries}


def linked(branch: Branch, make: Callable[[dict[str, Any]], Row]) -> Iterator[Row]:
    """The rows of a branch, each with the parent that it lies in.

    Where a row names a parent of its own in the same branch it is taken, unless the nesting says more, or it lies below
    the row: lists of two levels hold replies to replies beside each other.

    Args:
        branch: the branch.
        make: makes a row of an object's fields.
    """
    rows = list(map(make, branch.comments))
    above = branch.above
    depths: list[int] = []
    for over in above:
        depths.append(depths[over] + 1 if over >= 0 else 1)
    # Behind the last of what lies in each comment, which comes right after it.
    ends = list(range(1, len(rows) + 1))
    for place in range(len(rows) - 1, 0, -1):
        ends[above[place]] = max(ends[above[place]], ends[place])
    shared = Counter(bare(row.id) for row in rows if row.id is not None)
    places = {own: place for place, row in enumerate(rows) if row.id is not None and shared[own := bare(row.id)] == 1}
    for place, (row, over) in enumerate(zip(rows, above, strict=True)):
        row.depth = depths[place]
        if over < 0:
            continue
        row.thread = row.thread or rows[over].thread
        said = places.get(bare(row.parent)) if row.parent is not None else None
        if said is None or place <= said < ends[place] or depths[said] < depths[over]:
            row.parent = rows[over].id
    yield from rows
