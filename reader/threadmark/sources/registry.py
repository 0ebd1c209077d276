"""Which source reads a file. A format is one module of this package that offers a `SOURCE`; nothing else names it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from threadmark.errors import no_such
from threadmark.sources import native
from threadmark.sources.source import Certainty, Head, Sniffed, Source


def sources() -> Iterator[Source]:
    """Every source: the native one first, the others by module name. Imports them all, so it is not for the start."""
    import threadmark.sources as package  # noqa: PLC0415 -- a native file never needs it

    return iter(_in_folders(tuple(package.__path__)))


@cache
def _in_folders(folders: tuple[str, ...]) -> tuple[Source, ...]:
    """The sources in the package's folders, listed once: a listing takes longer than most files take to be told."""
    from importlib import import_module  # noqa: PLC0415 -- a native file never needs them
    from pkgutil import iter_modules  # noqa: PLC0415

    import threadmark.sources as package  # noqa: PLC0415

    names = sorted(module.name for module in iter_modules(folders))
    found = (getattr(import_module(f"{package.__name__}.{name}"), "SOURCE", None) for name in names)
    return (native.SOURCE, *(source for source in found if source is not None and source is not native.SOURCE))


def named(name: str) -> Source:
    """The source of this name.

    Raises:
        UsageError: there is none.
    """
    if name == native.SOURCE.name:
        return native.SOURCE
    known = {source.name: source for source in sources()}
    if name not in known:
        raise no_such("format", name, known)
    return known[name]


def recognised(head: Head) -> tuple[Source, Sniffed] | None:
    """The source that is surest of a file, and its verdict; None when no source knows it.

    Where the native source is certain, the others are not even imported.
    """
    verdict = native.SOURCE.sniff(head)
    if verdict and verdict.certainty is Certainty.CERTAIN:
        return native.SOURCE, verdict
    best: tuple[Source, Sniffed] | None = None
    for source in sources():
        verdict = source.sniff(head)
        if verdict and (best is None or _rank(source, verdict) > _rank(*best)):
            best = source, verdict
    return best


def by_columns(source: Source) -> bool:
    """Whether a source reads tables of whatever origin, by the names of their columns."""
    return getattr(source, "by_columns", False)


def _rank(source: Source, verdict: Sniffed) -> tuple[Certainty, bool]:
    return verdict.certainty, not by_columns(source)
