"""The README's key table, made from the registry of commands and the default layers.

`python -m tests.readme` puts it in its place.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from threadmark.keys.layers import load_keymap
from threadmark.keys.table import key_table
from threadmark.places import shipped

README = Path(__file__).parent.parent / "README.md"
_PLACE = re.compile(r"(?s)(?<=<!-- keys -->\n).*(?=<!-- end of keys -->)")


def with_keys(text: str) -> str:
    """The README with the key table as it is now, between its two marks."""
    table = key_table(load_keymap(search=[shipped("keymaps")]))
    return _PLACE.sub(lambda _: f"\n{table}\n", text)


def main() -> int:
    """Write the README anew."""
    README.write_text(with_keys(README.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
