"""One layer read from its file: TOML into what it declares and binds, with the line of each and what is wrong."""

from __future__ import annotations

import hashlib
import re
import tomllib
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, get_args

from threadmark.keys.codebook import (
    Choice,
    Dimension,
    Evidence,
    Family,
    LabelDefinition,
    LayerStamp,
    Required,
    TargetKind,
    TargetSort,
)
from threadmark.keys.fields import Table
from threadmark.keys.findings import Finding, shown
from threadmark.keys.lines import Lines
from threadmark.keys.names import Chord, never_arrives, normal_key, spelled
from threadmark.keys.reasons import Reason

if TYPE_CHECKING:
    from pathlib import Path

T_co = TypeVar("T_co", covariant=True)

TOO_LARGE = 4 << 20  # bytes; the largest shipped layer has 30 kB


class Placed(NamedTuple, Generic[T_co]):
    """Something a layer declares for a dimension, and its line."""

    dimension: str
    what: T_co
    line: int


class KeyEntry(NamedTuple):
    """A line of `[keys]`; `command` is empty where the chord is unbound."""

    chord: Chord
    command: str
    argument: str | None
    line: int


class Layer(NamedTuple):
    """One layer as it stands in its file, and what is wrong with it by itself."""

    stamp: LayerStamp
    dimensions: tuple[Placed[Dimension], ...]
    targets: tuple[Placed[TargetKind], ...]
    families: tuple[Placed[Family], ...]
    labels: tuple[Placed[LabelDefinition], ...]
    keys: tuple[KeyEntry, ...]
    findings: tuple[Finding, ...]
    replaces: tuple[str, ...] = ()
    """The layers below that are left out where this one is laid on them, by name."""
    reasons: tuple[Reason, ...] = ()
    """Why a comment can be skipped."""

    @property
    def declares(self) -> bool:
        """Whether it adds to the codebook."""
        return bool(self.dimensions or self.targets or self.families or self.labels)


def read_layer(path: Path) -> Layer:
    """Read a layer; whatever is wrong with it is among its findings.

    Raises:
        OSError: the file can't be read.
    """
    if not path.is_file():
        # A pipe would be waited for, so only an ordinary file is opened.
        raise (
            IsADirectoryError(21, "not a file", str(path))
            if path.exists()
            else FileNotFoundError(2, "no such file", str(path))
        )
    with path.open("rb") as file:
        said = file.read(TOO_LARGE + 1)
    return parse_layer(said, file=str(path), name=path.stem)


def parse_layer(said: bytes, *, file: str, name: str) -> Layer:
    """Read a layer from the bytes of its file; `name` is what it is called unless it says so itself."""
    digest = hashlib.sha256(said).hexdigest()
    text, findings = _text(said, file)
    return _Reader(Lines(text), _toml(text, file, findings), findings, file).layer(name, digest)


def _text(said: bytes, file: str) -> tuple[str, list[Finding]]:
    if len(said) > TOO_LARGE:
        return "", [Finding(file, 1, "not a layer", f"larger than {TOO_LARGE >> 20} MB")]
    try:
        return said.decode(), []
    except UnicodeDecodeError as error:
        return "", [Finding(file, said.count(b"\n", 0, error.start) + 1, "not a layer", "not UTF-8")]


def _toml(text: str, file: str, findings: list[Finding]) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+)", str(error))
        line = int(where[1]) if where else text.count("\n") + 1
        what = re.sub(r" \(at .*?\)\Z", "", str(error))
        findings.append(Finding(file, line, "not TOML", shown(what[:1].lower() + what[1:])[1:-1]))
    except RecursionError:
        findings.append(Finding(file, 1, "not a layer", "brackets nested too deep"))
    return {}


class _Reader:
    """Turns the values of one file into a layer, and notes what is wrong on the way."""

    def __init__(self, lines: Lines, values: dict[str, Any], findings: list[Finding], file: str) -> None:
        self._values = values
        self._lines = lines
        self._file = file
        self._findings = findings

    def layer(self, name: str, digest: str) -> Layer:
        known = {"layer", "dimension", "target", "family", "label", "reason", "keys"}
        for other in self._values.keys() - known:
            line = self._lines.table(other)
            line = line if line > 1 else self._lines.field(other, 0, other)
            self._find(line, "unknown table", f"{shown(other)} is none of {', '.join(sorted(known))}")
        stamp, replaces = self._stamp(name, digest)
        dimensions = tuple(self._dimension(table) for table in self._tables("dimension"))
        targets = tuple(self._target(table) for table in self._tables("target"))
        families: list[Placed[Family]] = []
        labels: list[Placed[LabelDefinition]] = []
        for table in self._tables("family"):
            self._family(table, families, labels)
        labels.extend(self._label(table) for table in self._tables("label"))
        reasons = tuple(self._reason(table) for table in self._tables("reason"))
        keys = tuple(self._keys())
        findings = tuple(self._findings)
        return Layer(stamp, dimensions, targets, tuple(families), tuple(labels), keys, findings, replaces, reasons)

    def _find(self, line: int, kind: str, what: str) -> None:
        self._findings.append(Finding(self._file, line, kind, what))

    def _tables(self, name: str) -> list[Table]:
        found = self._values.get(name, [])
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            self._find(self._lines.table(name), "wrong type", f"{name} is a list of tables; write [[{name}]]")
            return []
        return [self._table(entry, name, number) for number, entry in enumerate(found)]

    def _table(self, values: dict[str, Any], name: str, number: int) -> Table:
        return Table(values, name, number, self._lines, self._find)

    def _stamp(self, name: str, digest: str) -> tuple[LayerStamp, tuple[str, ...]]:
        values = self._values.get("layer", {})
        if not isinstance(values, dict):
            self._find(self._lines.table("layer"), "wrong type", "layer is a table; write [layer]")
            values = {}
        table = self._table(values, "layer", 0)
        called = table.text("name", default=name)
        stamp = LayerStamp(
            called, table.text("title", default=called), table.text("version", default="0"), digest, self._file
        )
        replaces = table.texts("replaces")
        table.end()
        return stamp, replaces

    def _dimension(self, table: Table) -> Placed[Dimension]:
        name = table.text("name", needed=True)
        dimension = Dimension(
            id=table.id("id"),
            name=name,
            choice=table.one_of("choice", get_args(Choice), None),
            leader=table.key("leader"),
            required=table.one_of("required", get_args(Required), "never"),
            none=table.text("none") or None,
            question=table.text("question", default=f"{name.lower()}?"),
            definition=table.text("definition"),
            rules=table.texts("rules"),
            evidence=table.one_of("evidence", get_args(Evidence), "optional"),
        )
        table.end()
        return Placed(dimension.id, dimension, table.line)

    def _target(self, table: Table) -> Placed[TargetKind]:
        name = table.text("name", default=table.id("id"))
        target = TargetKind(
            id=table.id("id"),
            kind=table.one_of("kind", get_args(TargetSort), None),
            leader=table.key("leader", needed=True) or "",
            scale=table.id("scale"),
            required=table.one_of("required", get_args(Required), "never"),
            none=table.text("none") or None,
            name=name,
            question=table.text("question", default=f"{name.lower()}?"),
        )
        # Stance is the one dimension of its sort in most stacks, so a target need not name it.
        dimension = table.id("dimension", default="stance")
        table.end()
        return Placed(dimension, target, table.line)

    def _family(self, table: Table, families: list[Placed[Family]], labels: list[Placed[LabelDefinition]]) -> None:
        dimension, family, key = table.id("dimension"), table.id("id"), table.key("key")
        name, definition = table.text("name", default=family), table.text("definition")
        label = self._definition(table, dimension, f"family.{family}", family, key, name, definition)
        table.end()
        families.append(Placed(dimension, Family(family, name, key, definition), table.line))
        if key is not None:
            labels.append(Placed(dimension, label, table.line))

    def _label(self, table: Table) -> Placed[LabelDefinition]:
        dimension = table.id("dimension")
        label = self._definition(
            table,
            dimension,
            table.id("id"),
            table.text("family") or None,
            table.key("key"),
            table.text("name", needed=True),
            table.text("definition"),
        )
        table.end()
        return Placed(dimension, label, table.line)

    def _definition(
        self,
        table: Table,
        dimension: str,
        label: str,
        family: str | None,
        key: str | None,
        name: str,
        definition: str,
    ) -> LabelDefinition:
        return LabelDefinition(
            id=label,
            dimension=dimension,
            scale=table.text("scale") or None,
            family=family,
            key=key,
            name=name,
            definition=definition,
            yes_when=table.text("yes_when"),
            not_when=table.text("not_when"),
            confused_with=table.confusions("confused_with"),
            example=table.text("example"),
            note=table.text("note"),
            exclusive=table.flag("exclusive"),
            extended=table.flag("extended"),
            crosswalk=table.crosswalk("crosswalk"),
            called=table.called("called"),
        )

    def _reason(self, table: Table) -> Reason:
        reason = Reason(
            table.id("id"),
            table.key("key", needed=True) or "",
            table.text("name", needed=True),
            table.text("definition"),
            self._file,
            table.line,
        )
        table.end()
        return reason

    def _keys(self) -> list[KeyEntry]:
        values = self._values.get("keys", {})
        if not isinstance(values, dict):
            self._find(self._lines.table("keys"), "wrong type", "keys is a table; write [keys]")
            return []
        places = self._lines.fields("keys")
        entries: dict[Chord, KeyEntry] = {}
        for written, bound in values.items():
            line = places.get(written) or self._lines.field("keys", 0, written)
            if not isinstance(bound, str):
                self._find(line, "wrong type", f"{shown(written)} is bound to a command's name in quotes")
                continue
            chord = self._chord(written, line)
            if chord is None:
                continue
            if chord in entries:
                self._find(line, "clash", f"{spelled(chord)} is bound on line {entries[chord].line} already")
                continue
            command, _, argument = bound.strip().partition(" ")
            entries[chord] = KeyEntry(chord, command, argument.strip() or None, line)
        return list(entries.values())

    def _chord(self, written: str, line: int) -> Chord | None:
        keys = []
        for part in written.split():
            key = normal_key(part)
            if key is None:
                self._find(line, "unknown key", f"{shown(part)} is the name of no key")
                return None
            if why := never_arrives(key):
                self._find(line, "never arrives", f"{key} {why}")
                return None
            keys.append(key)
        if not keys:
            self._find(line, "unknown key", "an empty chord")
            return None
        return tuple(keys)
