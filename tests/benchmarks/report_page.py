"""How soon a report is usable in Chromium, from the beginning of the navigation to a painted page whose filters work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final, NoReturn

from tests.benchmarks.figure import Figure, Measures
from tests.benchmarks.invented import write_thread
from tests.benchmarks.labelling import GIVEN, write_labels
from tests.consumers.browser import PAINTED, Watched, chromium

from threadmark.exports import export

COMMENTS: Final = 5_000
SECOND: Final = 1_000.0
LOOKED_FOR: Final = """() => new Promise((done) => {
  const began = performance.now();
  const form = document.getElementById("filters");
  form.words.value = "bridge";
  form.dispatchEvent(new Event("input"));
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
})"""
"""The first words looked for, to the next frame that is painted."""


def report_page(runs: int) -> Iterator[Figure]:
    """A report of 5,000 comments with five labels each, beside a second; it needs Playwright and Chromium."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        labels, page = folder / "labels.json", folder / "report.html"
        write_labels(labels, write_thread(folder / "lane.thread.json", COMMENTS), COMMENTS * len(GIVEN))
        export(labels, warn=_unexpected, format="html", out=str(page))
        opened, filtered = [], []
        with chromium() as browser:
            Watched(browser, page).page.close()  # the browser itself has its first page behind it
            for _ in range(runs):
                watched = Watched(browser, page)
                opened.append(watched.evaluate(PAINTED))
                filtered.append(watched.evaluate(LOOKED_FOR))
                watched.page.close()
    yield Figure(f"report of {COMMENTS:,} comments usable in Chromium / a second", median(opened), SECOND, 2, 1)
    yield Figure(f"words looked for in {COMMENTS:,} comments / a second", median(filtered), SECOND, 1, 0.1)


def _unexpected(warning: str) -> NoReturn:
    raise RuntimeError(warning)


BY_HAND: Measures = {"report-page": report_page}
