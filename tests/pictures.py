"""The README's picture: the program's own screen, with a sample thread and a few labels, drawn by the program itself.

`python -m tests.pictures` draws it anew, into docs/screen.svg.
"""

from __future__ import annotations

import asyncio
import html
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from threadmark.places import shipped
from threadmark.sources.reading import open_threads
from threadmark.tui.app import ThreadmarkApp
from threadmark.tui.reading import ReadingScreen
from threadmark.tui.workshop import Workshop

PICTURE = Path(__file__).parent.parent / "docs" / "screen.svg"
SAMPLE = "council-closes-mill-lane.thread.json"
THEME = "textual-dark"
SIZE = (120, 36)
"""Columns and rows."""
KEYS = "c n m o enter p n f s m s enter p b"
"""Label two comments and finish them, then begin with a third: each panel closes with the key of a label."""


async def picture(labels: Path) -> str:
    """The screen as SVG; the labels that are on it go to a new label file."""
    workshop = Workshop((), (), [shipped("keymaps")], labels, "ana", theme=THEME)
    app = ThreadmarkApp(list(open_threads(shipped("sample_threads") / SAMPLE)), workshop, theme=THEME)
    app.animation_level = "none"
    try:
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press(*KEYS.split())
            workshop.store.wait()  # a slow disk is no part of the picture
            cast("ReadingScreen", app.screen).paint()
            await pilot.pause()
            drawn = app.export_screenshot(title="threadmark")
    finally:
        workshop.close()
    return "\n".join(line.rstrip() for line in drawn.splitlines()) + "\n"


def words(drawn: str) -> list[str]:
    """What is to be read on a picture, row by row, without its colours."""
    rows = re.findall(r"<text [^>]*>(.*?)</text>", drawn)
    return [html.unescape(row).replace("\xa0", " ").strip() for row in rows if row.strip()]


def main() -> int:
    """Draw the picture anew."""
    with TemporaryDirectory() as folder:
        drawn = asyncio.run(picture(Path(folder) / "labels.json"))
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(drawn, encoding="utf-8")
    sys.stdout.write(f"{PICTURE}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
