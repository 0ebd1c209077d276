"""Threads dealt to the parts of a split: all of a thread to one part, by a hash, not by lot.

Where a thread goes depends on its id and the seed alone, so threads that come later move none of those that are there.
Shares are therefore met only nearly, and the more nearly the more threads there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from threadmark.errors import UsageError

NAMES = {2: ("train", "test"), 3: ("train", "validation", "test")}


def shares_of(said: str) -> tuple[int, ...]:
    """`80/10/10` as whole numbers.

    Raises:
        UsageError: they are not two or three that make 100.
    """
    try:
        shares = tuple(int(part) for part in said.split("/"))
    except ValueError:
        shares = ()
    if len(shares) not in NAMES or sum(shares) != 100 or min(shares) < 1:  # noqa: PLR2004 -- per cent
        raise UsageError(f"{said} is no split", next_step="two or three shares that make 100, such as 80/10/10")
    return shares


def dealt(threads: Iterable[str], shares: Sequence[int], seed: int) -> dict[str, frozenset[str]]:
    """The threads of each part.

    >>> {part: len(threads) for part, threads in dealt(map(str, range(1000)), (80, 10, 10), 7).items()}
    {'train': 812, 'validation': 96, 'test': 92}
    """
    names = NAMES[len(shares)]
    parts: dict[str, set[str]] = {name: set() for name in names}
    for thread in threads:
        digest = hashlib.sha256(f"{seed}\x1f{thread}".encode()).digest()
        drawn = int.from_bytes(digest[:8], "big") * 100 >> 64
        for name, share in zip(names, shares, strict=True):
            if drawn < share:
                parts[name].add(thread)
                break
            drawn -= share
    return {name: frozenset(of_part) for name, of_part in parts.items()}
