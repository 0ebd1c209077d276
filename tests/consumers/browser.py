"""Debian's Chromium, driven by Playwright, with a page that is a file and must not need anything else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or ""
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PAINTED = (
    """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"""
)
"""Milliseconds from the beginning of the navigation to the next frame that is painted."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser of its own."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- only .ci/consumers has it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


class Watched:
    """A page with a report in it.

    Attributes:
        page: Playwright's.
        complaints: what the browser said: errors, lines on the console, breaches of the policy, dialogs, requests.
    """

    def __init__(self, browser: Browser, report: Path, *, width: int = 1280, height: int = 900, **look: Any) -> None:
        self.complaints: list[str] = []
        self.page: Page = browser.new_page(viewport={"width": width, "height": height}, **look)
        self.page.on("console", lambda message: self.complaints.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        self.page.on("request", lambda request: self._asked(request.url, report))
        self.page.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective))"
        )
        self.page.goto(report.as_uri())

    def _asked(self, url: str, report: Path) -> None:
        if url != report.as_uri():
            self.complaints.append(f"request: {url}")

    def shown(self) -> list[str]:
        """The authors of the comments that are to be seen, from top to bottom."""
        return self.page.locator("article.comment:visible .author").all_text_contents()

    def evaluate(self, script: str) -> Any:
        """What a script says in the page."""
        return self.page.evaluate(script)
