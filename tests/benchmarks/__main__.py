"""Measure and print one table; the exit status is 1 when a figure is not what it must be."""

from __future__ import annotations

import argparse
import pkgutil
import sys
from importlib import import_module

import tests.benchmarks
from tests.benchmarks.figure import Figure, Measures, table

RUNS = 5


def main() -> int:
    """Measure what the command line names."""
    modules, by_hand = _modules("FIGURES"), _modules("BY_HAND")
    names = [name for measures in (*modules.values(), *by_hand.values()) for name in measures]
    known = [*dict.fromkeys((*modules, *names))]
    parser = argparse.ArgumentParser(
        "python -m tests.benchmarks",
        description="Time the program against its floors.",
        epilog="Only where they are named, since they take minutes or a browser: "
        f"{', '.join(name for measures in by_hand.values() for name in measures)}.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"figures, or modules of them: {', '.join(known)}")
    parser.add_argument("--runs", type=int, default=RUNS, help="runs, whose medians are printed (default: %(default)s)")
    given = parser.parse_args()
    if strange := [name for name in given.names if name not in known]:
        parser.error(f"no figure is called {', '.join(strange)}; there are {', '.join(known)}")
    if given.runs < 1:
        parser.error("--runs must be 1 or more")

    figures: list[Figure] = []
    wanted = set(given.names)
    chosen = [
        (name, measure)
        for module, measures in modules.items()
        for name, measure in measures.items()
        if not wanted or {module, name} & wanted
    ]
    chosen += [item for measures in by_hand.values() for item in measures.items() if item[0] in wanted]
    for name, measure in chosen:
        sys.stderr.write(f"measuring {name} …\n")
        figures += [Figure(*row) for row in measure(given.runs)]
    sys.stdout.write(f"{table(figures)}\n")
    return 0 if all(figure.holds for figure in figures) else 1


def _modules(attribute: str) -> dict[str, Measures]:
    """The modules of this package that measure something, with what the attribute holds."""
    found = {}
    for each in pkgutil.iter_modules(tests.benchmarks.__path__):
        if each.name not in ("__main__", "blank"):
            found[each.name] = getattr(import_module(f"tests.benchmarks.{each.name}"), attribute, {})
    return {name: measures for name, measures in found.items() if measures}


if __name__ == "__main__":
    sys.exit(main())
