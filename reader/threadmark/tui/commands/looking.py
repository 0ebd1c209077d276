"""Commands that change what is on the screen, or show something else."""

from __future__ import annotations

import re
import webbrowser
from collections.abc import Callable
from typing import TYPE_CHECKING

from threadmark.keys.commands import COMMANDS
from threadmark.tui.commands.doing import does, needs_comment
from threadmark.tui.pages import Page, definition_page, key_page
from threadmark.tui.text_pane import Paragraph

if TYPE_CHECKING:
    from threadmark.tui.reading import ReadingScreen

_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


@does("toggle_article")
def toggle_article(reading: ReadingScreen, _: str | None) -> None:
    """Show or hide the article."""
    reading.show_article(shown=not reading.article.display)


@does("article_smaller")
def article_smaller(reading: ReadingScreen, _: str | None) -> None:
    """Make the article smaller."""
    reading.resize_article(-1)


@does("article_larger")
def article_larger(reading: ReadingScreen, _: str | None) -> None:
    """Make the article larger."""
    reading.resize_article(1)


@does("other_pane")
def other_pane(reading: ReadingScreen, _: str | None) -> None:
    """Give the movement keys to the other pane."""
    reading.enter_pane(article=not reading.in_article)


@does("help")
def show_keys(reading: ReadingScreen, _: str | None) -> None:
    """Show all keys."""
    reading.close_panel()
    reading.app.push_screen(Page("keys", key_page(reading.keymap), reading.keymap, reading.signs))


@does("codebook")
def codebook(reading: ReadingScreen, _: str | None) -> None:
    """Show definitions, tests and examples: of an open panel's labels, else of all."""
    panel = reading.open_panel
    heading = f"definitions: {panel.title}" if panel else "codebook"
    page = definition_page(reading.keymap.codebook, reading.keymap, panel)
    reading.app.push_screen(Page(heading, page, reading.keymap, reading.signs))


@does("palette")
def palette(reading: ReadingScreen, _: str | None) -> None:
    """Offer all commands by name."""

    def runner(name: str) -> None:
        reading.run_command(name)

    plain = [command for command in COMMANDS.values() if command.takes is None and command.name != "palette"]
    reading.app.search_commands(
        [
            (
                f"{command.help}  {' '.join(reading.keymap.keys_of(command.name)[:1])}".rstrip(),
                _call(runner, command.name),
                command.name,
            )
            for command in plain
        ],
        placeholder="command",
    )


def _call(runner: Callable[[str], None], name: str) -> Callable[[], None]:
    return lambda: runner(name)


@does("copy")
@needs_comment
def copy(reading: ReadingScreen, _: str | None) -> None:
    """Copy the comment's text to the clipboard."""
    reading.app.copy_to_clipboard(reading.thread.texts[reading.selected])
    reading.say("the comment is on the clipboard")


@does("open_link")
@needs_comment
def open_link(reading: ReadingScreen, _: str | None) -> None:
    """Open the comment's link; of several, a key picks one."""
    links = list(dict.fromkeys(_LINK.findall(reading.thread.texts[reading.selected])))[:9]
    if not links:
        reading.say("there is no link in this comment")
    elif len(links) == 1:
        _open(reading, links[0])
    else:
        reading.one_key(
            "which link?",
            {str(number): link for number, link in enumerate(links, 1)},
            lambda link: _open(reading, link),
        )


def _open(reading: ReadingScreen, link: str) -> None:
    if webbrowser.open(link):
        reading.say(f"opened {link}")
    else:
        reading.app.copy_to_clipboard(link)
        reading.say(f"no browser here; {link} is on the clipboard")


@does("import_report")
def import_report(reading: ReadingScreen, _: str | None) -> None:
    """Show what was mended when the thread was read."""
    lines = [Paragraph(line) for line in reading.report.lines()]
    reading.app.push_screen(Page("import report", lines, reading.keymap, reading.signs))


@does("theme")
def theme(reading: ReadingScreen, _: str | None) -> None:
    """Pick a theme."""
    reading.app.search_themes()
