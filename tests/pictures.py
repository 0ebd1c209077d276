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

from tests.tui.sitting import sitting

from threadmark.places import shipped

PICTURE = Path(__file__).parent.parent / "docs" / "screen.svg"
SAMPLE = "council-closes-mill-lane.thread.json"
KEYS = "c n m o enter p n f s m s enter p b"
"""Label two comments and finish them, then begin with a third: each panel closes with the key of a label."""


async def picture(labels: Path) -> str:
    """The screen as SVG; the labels that are on it go to a new label file."""
    async with sitting(shipped("sample_threads") / SAMPLE, labels) as here:
        await here.type(KEYS)
        here.workshop.store.wait()  # a slow disk is no part of the picture
        here.reading.paint()
        await here.pilot.pause()
        drawn = here.app.export_screenshot(title="threadmark")
    return "\n".join(line.rstrip() for line in drawn.splitlines()) + "\n"


def words(drawn: str) -> list[str]:
    """What is to be read on a picture, piece by piece, without its colours."""
    pieces = re.findall(r"<text [^>]*>(.*?)</text>", drawn)
    return [html.unescape(piece).replace("\xa0", " ").strip() for piece in pieces]


def main() -> int:
    """Draw the picture anew."""
    with TemporaryDirectory() as folder:
        drawn = asyncio.run(picture(Path(folder) / "labels.json"))
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(drawn, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
