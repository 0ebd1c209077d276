"""What the entries of an Atom feed have in common (RFC 4287), in whatever namespace."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from threadmark.sources.xml_input.elements import text_of
from threadmark.sources.xml_input.growing import Element


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote an entry.

    Attributes:
        name: as shown.
        uri: the address of a page about them.
    """

    name: str | None
    uri: str | None


def text(entry: Element, name: str) -> str | None:
    """The text of a part of an entry, HTML where it is HTML; None where it is missing or empty."""
    part = entry.find(f"{{*}}{name}")
    if part is None:
        return None
    if part.get("type") == "xhtml":
        return "".join(etree.tostring(inner, encoding="unicode") for inner in part)
    return text_of(part).strip() or None


def link(entry: Element, rel: str) -> str | None:
    """The address of the first link of a kind."""
    for each in entry.iterfind("{*}link"):
        if (each.get("rel") or "alternate") == rel:
            return each.get("href")
    return None


def person(entry: Element) -> Person:
    """The author of an entry."""
    author = entry.find("{*}author")
    if author is None:
        return Person(None, None)
    return Person(text(author, "name"), text(author, "uri"))
