"""Read XML in a stream, whoever wrote it: no entity is resolved, nothing is fetched, what is malformed is mended and told.

    faults = Faults()
    for comment in elements(opened, ("post",), faults):
        print(text_of(comment.find("{*}message")))
    faults.tell(report)

What an element holds is gone soon after the next one is asked for, so that a file of any size takes little memory.
`runs` gives the same ones together with their neighbors, for those who read many at a stroke.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, groupby, islice

from lxml import etree

from threadmark.sources.encodings import decoded
from threadmark.sources.opening import Opened
from threadmark.sources.xml_input.growing import Element, Growing
from threadmark.sources.xml_input.root import begin_of, root_at
from threadmark.thread.report import ImportReport

MALFORMED = "places where the XML is malformed (read as well as can be)"
CONTROLS = "control characters in the XML (left out)"
HALVES = "halves of characters in the XML (replaced)"
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r")) + b"\x7f"
_MOST_FAULTS = 10_000
_TOLD = 20
_PIECE = 1 << 16

# References to one half of a character (U+D800 to U+DFFF): the parser mends them to what can't be decoded.
_HALF = re.compile(
    rb"&#(?:[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}(?![0-9a-fA-F])"
    rb"|0*(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3])(?!\d));?"
)
_BEGUN = re.compile(rb"&(?:#(?:[xX][0-9a-fA-F]{0,16}|\d{0,16}))?\Z")
_LONGEST_REFERENCE = 20  # bytes; longer ones are cut between two pieces

_SUBSET = re.compile(rb"<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION)|<!DOCTYPE[^>]*\[", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
# Those whose markup is bytes of ASCII, so that what stands before the root can be looked at.
_READABLE = re.compile(
    r"us-ascii|ascii|iso-?8859-\d+|windows-125\d|cp125\d|koi8-[ru]|latin-?1|gbk|gb2312|gb18030|big5|shift-jis|euc-(?:jp|kr)",
    re.IGNORECASE,
)
_UTF_8 = re.compile(r"utf-?8", re.IGNORECASE)
# lxml shows the tree of a parser that is still being fed in events only, and those of elements are dear.
_SHOWS_THE_TREE = b"<?threadmark?>"


@dataclass(slots=True)
class Faults:
    """What was malformed in a file, kept until there is a report to tell it in.

    Attributes:
        mended: repairs by kind, with how often each was made.
        notes: what was found, and in which line.
        malformed: whether the parser has met anything that it had to mend, be it told since.
    """

    mended: dict[str, int] = field(default_factory=dict)
    notes: list[tuple[str, int | None]] = field(default_factory=list)
    malformed: bool = False

    def found(self, kind: str, times: int, note: str = "", line: int | None = None) -> None:
        """Count a fault; the first few also are told in words."""
        self.mended[kind] = self.mended.get(kind, 0) + times
        if note and len(self.notes) < _TOLD:
            self.notes.append((note, line))

    def tell(self, report: ImportReport) -> None:
        """Put what was found since the last time into a report."""
        for kind, times in self.mended.items():
            report.mend(kind, times)
        for note, line in self.notes:
            report.note(note, line)
        self.mended.clear()
        self.notes.clear()


def elements(opened: Opened, names: Sequence[str], faults: Faults, *, mixed: bool = False) -> Iterator[Element]:
    """The elements of some names, each once it is read to its end, and gone soon after the next is asked for.

    One with nothing in it that stands in another is taken for a reference, and comes with that other one only.

    Args:
        opened: the input.
        names: without their namespace, which may be any.
        faults: gets what was malformed, before the element that follows it.
        mixed: whether white space between two elements may stand between words.

    Raises:
        InputError: it is no XML, declares entities or elements of its own, or is damaged throughout.
    """
    return chain.from_iterable(runs(opened, names, faults, mixed=mixed))


def runs(opened: Opened, names: Sequence[str], faults: Faults, *, mixed: bool = False) -> Iterator[Sequence[Element]]:
    """The same elements, and those together that came together, are in one element and have one name."""
    chunks = opened.chunks()
    first = _checked(opened, next(chunks, b""), faults)
    parser = etree.XMLPullParser(
        events=("pi",),
        recover=True,
        huge_tree=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_blank_text=not mixed,
        remove_comments=True,
        encoding=_encoding(opened, first, faults),
    )
    tree = _Tree(parser, names)
    told = 0
    for piece in _pieces(first, chunks):
        parser.feed(_readable(piece, faults))
        told = _tell(opened, parser, told, faults)
        if (growing := tree.growing()) is not None:
            yield from _taken_out(growing.ended())
    with suppress(etree.XMLSyntaxError):
        parser.close()
    _tell(opened, parser, told, faults)
    if (growing := tree.growing()) is not None:
        yield from _taken_out(growing.rest())


def text_of(element: Element | None) -> str:
    """All text in an element; nothing where there is none. An entity that is not defined stays as it was written."""
    if element is None:
        return ""
    try:
        return "".join(map(str, element.itertext())) if len(element) else element.text or ""
    except UnicodeDecodeError:  # mended XML can hold half a character
        from lxml import etree  # noqa: PLC0415 -- hardly any file needs it

        return etree.tostring(element, method="text", encoding="utf-8", with_tail=False).decode("utf-8", "replace")


def _pieces(first: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The file in pieces that fit a processor's cache: the parser is a quarter quicker. None ends within a reference."""
    begun = b""
    for chunk in chain((first,), chunks):
        for start in range(0, len(chunk), _PIECE):
            piece = begun + chunk[start : start + _PIECE]
            reference = _BEGUN.search(piece, max(0, len(piece) - _LONGEST_REFERENCE))
            end = reference.start() if reference else len(piece)
            begun = piece[end:]
            yield piece[:end]
    if begun:
        yield begun


class _Tree:
    """The tree that a parser builds, shown by the instruction that was put before it."""

    def __init__(self, parser: etree.XMLPullParser, names: Sequence[str]) -> None:
        self._parser = parser
        self._names = names
        self._instruction: Element | None = None
        self._growing: Growing | None = None

    def growing(self) -> Growing | None:
        """The same tree each time; None before it has begun."""
        for _, instruction in self._parser.read_events():
            assert isinstance(instruction, Element)  # noqa: S101 -- for the type checker: there are no other events
            self._instruction = instruction
        if self._growing is None and self._instruction is not None:
            root = self._instruction.getroottree().getroot()
            self._growing = None if root is None else Growing(root, self._names)
        return self._growing


def _taken_out(ended: Sequence[Element]) -> Iterator[Sequence[Element]]:
    """The same elements in runs, each of which is taken out of the tree afterwards."""
    for (parent, _), run in groupby(ended, lambda element: (element.getparent(), element.tag)):
        together = list(run)
        yield together
        if parent is not None:
            _take_out(parent, together)


def _take_out(parent: Element, run: Sequence[Element]) -> None:
    """Take elements out of their parent; at one stroke, where they are neighbors."""
    first = parent.index(run[0])
    last = first + len(run) - 1
    if last < len(parent) and parent[last] is run[-1]:
        del parent[first : last + 1]
    else:
        for element in run:
            parent.remove(element)


def _checked(opened: Opened, data: bytes, faults: Faults) -> bytes:
    """The beginning of the file without what comes before the XML, once it is sure that no entity is declared in it."""
    begin = begin_of(data)
    if begin is None:
        raise opened.refusal("is not XML")
    if junk := data[:begin].strip():
        faults.found(MALFORMED, 1, f"{len(junk)} bytes before the XML begins were left out", 1)
    data = data[begin:]
    root = root_at(data, 0)
    if _SUBSET.search(data, 0, root if root is not None else len(data)):
        raise opened.refusal(
            "declares entities or elements of its own (an internal DTD subset), which is not safe to read",
            next_step="save it again without the <!DOCTYPE ...>",
        )
    if root is None:
        raise opened.refusal("is not XML: no element follows its beginning")
    return data[:root] + _SHOWS_THE_TREE + data[root:]


def _encoding(opened: Opened, first: bytes, faults: Faults) -> str:
    """The encoding to read in, whatever is declared."""
    if opened.encoding is not None:  # it was unwrapped to UTF-8
        return "utf-8"
    declared = _ENCODING.match(first)
    name = declared[1].decode() if declared else decoded(first)[1] or "utf-8"
    if _UTF_8.fullmatch(name):
        return "utf-8"
    if _READABLE.fullmatch(name.replace("_", "-")):
        with suppress(LookupError):
            etree.XMLParser(encoding=name)
            opened.encoding = name.lower()
            return name
    if declared:
        faults.found(MALFORMED, 1, f"the declared encoding {name} was not believed; read as UTF-8", 1)
    return "utf-8"


def _readable(chunk: bytes, faults: Faults) -> bytes:
    """A chunk without what XML forbids and its parser falls over: control characters, references to half a character."""
    if b"&#" in chunk:
        chunk, halves = _HALF.subn(b"&#xFFFD;", chunk)
        if halves:
            faults.found(HALVES, halves)
    kept = chunk.translate(None, _CONTROLS)
    if len(kept) != len(chunk):
        faults.found(CONTROLS, len(chunk) - len(kept))
    return kept


def _tell(opened: Opened, parser: etree.XMLPullParser, told: int, faults: Faults) -> int:
    """Tell what the parser met since the last time; how much it met in all."""
    log = parser.feed_error_log
    total = len(log)
    if total > _MOST_FAULTS:
        raise opened.refusal("is too damaged: malformed in more than 10,000 places")
    line = 0
    for entry in islice(log, told, None):
        if entry.line != line:  # one slip makes several errors
            line = entry.line
            faults.malformed = True
            faults.found(MALFORMED, 1, f"malformed XML: {entry.message.strip()}", line)
    return total
