"""Cut a flat text into its article and its comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from threadmark.sources.flat_text import times
from threadmark.sources.flat_text.article import date_line
from threadmark.sources.flat_text.author_lines import AuthorLine, Found, Mark, find
from threadmark.sources.flat_text.names import is_buttons, likes, tells_buttons
from threadmark.sources.replies.indents import indent_of

_SET_APART = 3
"""Comments are set apart by empty lines when one author line in so many has one before it."""

_CELL_SIGNS = 2


@dataclass(slots=True)
class CommentPart:
    """A comment as it stands in the text.

    Attributes:
        line: the index of its first line.
        author: its author line; None for text before the first of them.
        answers: the name of the one replied to.
        when: the time printed with it.
        score: the likes or points printed with it.
        indent: the columns of space before its first line.
        body: its lines, without the author's.
    """

    line: int
    author: AuthorLine | None = None
    answers: str | None = None
    when: str | None = None
    score: int | None = None
    indent: int = 0
    body: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The body without empty lines at its ends."""
        return "\n".join(self.body).strip("\n")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line whose reading is in doubt.

    Attributes:
        line: its index.
        text: what it was taken for, and why.
    """

    line: int
    text: str


@dataclass(slots=True)
class Cut:
    """A text cut apart.

    Attributes:
        article: the lines before the comments.
        comments: in the order of the text.
        doubts: lines whose reading is in doubt.
        left_out: lines of page buttons that are in no comment, with how often each stood there.
    """

    article: Sequence[str]
    comments: list[CommentPart] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def cut(lines: Sequence[str]) -> Cut:
    """Cut a text apart; every line is in the article, in a comment, or told of in `doubts` and `left_out`."""
    date = date_line(lines)
    found = find(lines, 0 if date is None else date + 1)
    begin, once_from = _beginning(lines, found, date)
    if begin is None:
        table = "; a table is read by --map text=COLUMN, and so on" if _is_like_a_table(lines) else ""
        return Cut(lines, doubts=[Doubt(0, f"no line names an author, so all of it is read as the article{table}")])
    cutter = _Cutter(lines, found, once_from, Cut(lines[:begin]))
    for index in range(begin, len(lines)):
        cutter.take(index, lines[index].strip())
    doubts = [Doubt(index, f'"{lines[index].strip()}" stays text: {why}') for index, why in found.doubts.items()]
    cutter.cut.doubts += [doubt for doubt in doubts if doubt.line >= begin]
    cutter.cut.doubts.sort(key=lambda doubt: doubt.line)
    return cutter.cut


def _is_like_a_table(lines: Sequence[str]) -> bool:
    """Whether the first two lines have as many cells, three at least: its columns may have names that nobody knows.

    Spreadsheets put a line `sep=;` before them.
    """
    rows = lines[1:3] if lines and lines[0].lower().startswith("sep=") else lines[:2]
    first, second = (*rows, "", "")[:2]
    return any(first.count(sign) == second.count(sign) >= _CELL_SIGNS for sign in ",;|\t")


def _beginning(lines: Sequence[str], found: Found, date: int | None) -> tuple[int | None, int]:
    """Where the comments begin (None for nowhere), and from where on names that are seen once count.

    The comments begin after the last empty line before the first author line.
    """
    region = _region(lines, found, date)
    often = sorted(index for index in found.authors if index >= region)
    once_from = region
    if often and not _set_apart(lines, often):
        # The comments are one block: a word alone on a line above its empty line is a heading of the article.
        once_from = max(region, _after_empty(lines, often[0]) or 0)
    first = min([*often[:1], *[index for index in found.once if index >= once_from]], default=None)
    if first is None:
        return None, once_from
    begin = _after_empty(lines, first)
    return (first if begin is None or begin < region else begin), once_from


def _region(lines: Sequence[str], found: Found, date: int | None) -> int:
    """From where on an author line can be: below the first empty line under the article's beginning."""
    top = date if date is not None else next((index for index, line in enumerate(lines) if line.strip()), 0)
    if date is None and top in found.authors:
        return top  # there is no article
    empty = next((index for index in range(top, len(lines)) if not lines[index].strip()), None)
    if empty is None or not any(line.strip() for line in lines[empty:]):
        return top if date is None else top + 1
    return empty + 1


def _set_apart(lines: Sequence[str], authors: Sequence[int]) -> bool:
    """Whether comments have empty lines between them."""
    after_empty = sum(1 for index in authors[1:] if not lines[index - 1].strip())
    return len(authors) > 1 and after_empty * _SET_APART >= len(authors) - 1


def _after_empty(lines: Sequence[str], index: int) -> int | None:
    """The index after the last empty line above this one; None where there is none."""
    return next((above + 1 for above in range(index - 1, -1, -1) if not lines[above].strip()), None)


class _Cutter:
    """Goes down the lines of the comments, one at a time."""

    def __init__(self, lines: Sequence[str], found: Found, once_from: int, result: Cut) -> None:
        self.cut = result
        self._lines = lines
        self._found = found
        self._once_from = once_from
        self._buttons = Counter(map(_digitless, filter(is_buttons, filter(None, map(str.strip, lines)))))
        self._comment: CommentPart | None = None
        self._named_at = -1  # the line that last told something about the comment, before its text
        self._authors: set[str] = set()

    def take(self, index: int, line: str) -> None:
        """Read the next line, stripped."""
        author = self._found.authors.get(index)
        if author is None and index in self._found.once:
            author = self._once(index)
        comment = self._comment
        if author is not None:
            self._take_author(index, author)
        elif not line:
            if comment is not None:
                comment.body.append("")
        elif is_buttons(line) and self._is_of_the_page(index, line):
            self.cut.left_out[line] += 1
            if comment is not None and comment.score is None:
                comment.score = likes(line)
        elif comment is not None and self._right_below_name(index) and times.is_time(line):
            comment.when = comment.when or line
            self._named_at = index
        else:
            self._take_text(index)

    def _right_below_name(self, index: int) -> bool:
        return self._comment is not None and self._named_at == index - 1 and not self._comment.body

    def _take_author(self, index: int, author: AuthorLine) -> None:
        comment = self._comment
        if comment is not None and comment.author is not None and self._right_below_name(index):
            if author.mark is Mark.NONE and comment.answers is None:
                comment.answers = author.name
                self._named_at = index
                return
            if author.name == comment.author.name and comment.answers is None:
                self._doubt(index, f'"{author.name}" stands there twice, and is read as one name')
                comment.when, comment.score = author.when, author.score
                self._named_at = index
                return
        self._comment = CommentPart(
            index, author, when=author.when, score=author.score, indent=indent_of(self._lines[index])
        )
        self.cut.comments.append(self._comment)
        self._authors.add(author.name)
        self._named_at = index

    def _take_text(self, index: int) -> None:
        if self._comment is None:
            self._doubt(index, "no name stands above this text, so the comment has no author")
            self._comment = CommentPart(index, indent=indent_of(self._lines[index]))
            self.cut.comments.append(self._comment)
        self._comment.body.append(self._lines[index].rstrip())

    def _once(self, index: int) -> AuthorLine | None:
        """The author line of a name seen once, where a comment can begin."""
        author = self._found.once.get(index) if index >= self._once_from else None
        if author is None:
            return None
        if why := self._why_no_name(index):
            self._doubt(index, f'"{author.name}" stays text: {why}')
            return None
        self._doubt(index, f'"{author.name}" is seen once, and read as a name')
        return author

    def _why_no_name(self, index: int) -> str | None:
        following = self._found.authors.get(index + 1)
        if self._right_below_name(index):
            return "it follows a name, and nobody called so wrote before"
        if following is not None and following.mark is Mark.NONE and following.name not in self._authors:
            return "the name that follows it begins a comment of its own"
        return None

    def _is_of_the_page(self, index: int, line: str) -> bool:
        """Whether a line was printed by the page: more than one bare word, or a word that comes again and again."""
        if tells_buttons(line) or self._buttons[_digitless(line)] > 1:
            return True
        self._doubt(index, f'"{line}" stays text: it could be a button of the page, and is there once')
        return False

    def _doubt(self, index: int, text: str) -> None:
        self.cut.doubts.append(Doubt(index, text))


def _digitless(line: str) -> str:
    return "".join("0" if sign.isdecimal() else sign for sign in line.casefold())
