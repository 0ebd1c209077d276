"""One table of a layer, its fields taken one by one by their types; what nobody takes is an unknown field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from threadmark.keys.codebook import CLAIM_TYPES, Confusion, Crosswalk, Relation
from threadmark.keys.findings import shown
from threadmark.keys.names import never_arrives, normal_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from threadmark.keys.lines import Lines

    Find = Callable[[int, str, str], None]

# Controls other than newline and tab, and what turns the direction of text around.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class Table:
    """One table of a layer: each field is taken by its type, and what nobody took is unknown."""

    def __init__(self, values: dict[str, Any], name: str, number: int, lines: Lines, find: Find) -> None:
        self._values = values
        self._name = name
        self._number = number
        self._lines = lines
        self._find = find
        self._taken: set[str] = set()
        self.line = lines.table(name, number)

    def text(self, field: str, *, default: str = "", needed: bool = False) -> str:
        """A text; `default` where it is left out, which is a finding when it is `needed`."""
        value = self._take(field, str, "text in quotes")
        if value is None:
            if needed and field not in self._values:
                self._wrong(field, "missing", f"the {self._name} has no {field}")
            return default
        return self._safe(field, value)

    def id(self, field: str, *, default: str | None = None) -> str:
        """A name that other tables and label files refer to; needed unless there is a default."""
        value = self.text(field, default=default or "", needed=default is None)
        if value and not (value.isascii() and value.isidentifier() and value == value.lower()):
            self._wrong(field, "wrong value", f"{field} {shown(value)} is not of lower-case letters, digits and _")
        return value

    def flag(self, field: str) -> bool:
        """True or false; false where it is left out."""
        return bool(self._take(field, bool, "true or false"))

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts; empty where it is left out."""
        values = self._take(field, list, "a list of texts in quotes") or []
        if not all(isinstance(value, str) for value in values):
            self._wrong(field, "wrong type", f"{field} is a list of texts in quotes")
            return ()
        return tuple(self._safe(field, value) for value in values)

    def one_of(self, field: str, options: tuple[str, ...], default: str | None) -> Any:
        """One of a few words; needed unless there is a default."""
        value = self.text(field, default=default or "", needed=default is None)
        if value in options:
            return value
        if field in self._values:
            self._wrong(field, "wrong value", f"{field} {shown(value)} is none of {', '.join(options)}")
        return default or options[0]

    def key(self, field: str, *, needed: bool = False) -> str | None:
        """The name of one key as the program knows it, `None` where it is left out."""
        written = self.text(field, needed=needed)
        if not written:
            return None
        key = normal_key(written)
        if key is None:
            self._wrong(field, "unknown key", f"{shown(written)} is the name of no key")
        elif why := never_arrives(key):
            self._wrong(field, "never arrives", f"{key} {why}")
        return key

    def confusions(self, field: str) -> tuple[Confusion, ...]:
        """A list of labels by uid, each with what sets it apart."""
        values = self._take(field, list, "a list of { uid = …, difference = … }") or []
        found = []
        for value in values:
            if not isinstance(value, dict) or set(value) != {"uid", "difference"} or not _all_text(value.values()):
                self._wrong(field, "wrong type", f"{field} is a list of {{ uid = …, difference = … }}")
                return ()
            found.append(Confusion(self._safe(field, value["uid"]), self._safe(field, value["difference"])))
        return tuple(found)

    def crosswalk(self, field: str) -> tuple[Crosswalk, ...]:
        """A table of other schemes, each with its names for this and how they relate to ours."""
        values = self._take(field, dict, "a table of schemes") or {}
        relations = get_args(Relation)
        found = []
        for scheme, value in values.items():
            if not isinstance(value, dict) or set(value) != {"names", "rel"}:
                self._wrong(scheme, "wrong type", f"{shown(scheme)} is {{ names = […], rel = … }}")
            elif not isinstance(value["names"], list) or not _all_text(value["names"]):
                self._wrong(scheme, "wrong type", f"the names of {shown(scheme)} are a list of texts in quotes")
            elif value["rel"] not in relations:
                self._wrong(scheme, "wrong value", f"rel {shown(value['rel'])} is none of {', '.join(relations)}")
            else:
                names = tuple(self._safe(scheme, name) for name in value["names"])
                found.append(Crosswalk(self._safe(scheme, scheme), names, value["rel"]))
        return tuple(found)

    def called(self, field: str) -> tuple[tuple[str, str], ...]:
        """A table of names by type of claim."""
        values = self._take(field, dict, "a table of names") or {}
        if not set(values) <= set(CLAIM_TYPES) or not _all_text(values.values()):
            self._wrong(field, "wrong value", f"{field} has names for {', '.join(CLAIM_TYPES)}")
            return ()
        return tuple((kind, self._safe(field, name)) for kind, name in values.items())

    def end(self) -> None:
        """Report the fields that nobody asked for."""
        for field in self._values:
            if field not in self._taken:
                self._wrong(field, "unknown field", f"a {self._name} has no field {shown(field)}")

    def _take(self, field: str, kind: type, words: str) -> Any:
        self._taken.add(field)
        value = self._values.get(field)
        if value is None or isinstance(value, kind):
            return value
        self._wrong(field, "wrong type", f"{field} is {words}")
        return None

    def _safe(self, field: str, text: str) -> str:
        if _UNSAFE.search(text):
            self._wrong(field, "control", f"{field} holds a control character: {shown(text)}")
            return shown(text)[1:-1]
        return text

    def _wrong(self, field: str, kind: str, what: str) -> None:
        self._find(self._lines.field(self._name, self._number, field), kind, what)


def _all_text(values: Any) -> bool:
    return all(isinstance(value, str) for value in values)
