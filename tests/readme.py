"""The README's tables that the program knows best: its keys, and the formats that it reads.

`python -m tests.readme` puts them in their places.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from threadmark.keys.layers import load_keymap
from threadmark.keys.table import key_table
from threadmark.places import shipped
from threadmark.sources.registry import sources

README = Path(__file__).parent.parent / "README.md"


def with_keys(text: str) -> str:
    """The README with the key table as it is now, between its two marks."""
    return _with(text, "keys", key_table(load_keymap(search=[shipped("keymaps")])))


def with_formats(text: str) -> str:
    """The README with the formats that are read now, between its two marks."""
    rows = "\n".join(f"| `{source.name}` | {source.title} |" for source in sources())
    return _with(text, "formats", f"| `--from` | what it reads |\n|---|---|\n{rows}\n")


def _with(text: str, mark: str, table: str) -> str:
    place = re.compile(rf"(?s)(?<=<!-- {mark} -->\n).*(?=<!-- end of {mark} -->)")
    return place.sub(lambda _: f"\n{table}\n", text)


def main() -> int:
    """Write the README anew."""
    README.write_text(with_formats(with_keys(README.read_text(encoding="utf-8"))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
