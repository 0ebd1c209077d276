"""Commands that change what is on the screen, or show something else."""

from __future__ import annotations

import os
import re
import sys
import webbrowser
from collections.abc import Callable
from typing import TYPE_CHECKING

from threadmark.keys.commands import COMMANDS, Command
from threadmark.keys.names import displayed
from threadmark.tui.commands.doing import does, needs_comment
from threadmark.tui.looks import ASCII
from threadmark.tui.pages import Page, definition_page, key_page
from threadmark.tui.text_pane import Paragraph

if TYPE_CHECKING:
    from threadmark.tui.desk import Desk

_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


@does("toggle_article")
def toggle_article(desk: Desk, _: str | None) -> None:
    """Show or hide the article."""
    desk.reading.show_article(shown=not desk.reading.article.display)


@does("article_smaller")
def article_smaller(desk: Desk, _: str | None) -> None:
    """Make the article smaller."""
    desk.reading.resize_article(-1)


@does("article_larger")
def article_larger(desk: Desk, _: str | None) -> None:
    """Make the article larger."""
    desk.reading.resize_article(1)


@does("other_pane")
def other_pane(desk: Desk, _: str | None) -> None:
    """Give the movement keys to the other pane."""
    desk.reading.enter_pane(article=not desk.reading.in_article)


@does("help")
def show_keys(desk: Desk, _: str | None) -> None:
    """Show all keys."""
    desk.close_panel()
    page = key_page(desk.keymap, desk.reading.signs)
    desk.reading.app.push_screen(Page("keys", page, desk.keymap, desk.reading.signs))


@does("codebook")
def codebook(desk: Desk, _: str | None) -> None:
    """Show definitions, tests and examples: of an open panel's labels, else of all."""
    panel = desk.panel
    heading = f"definitions: {panel.title}" if panel else "codebook"
    page = definition_page(desk.keymap.codebook, desk.keymap, panel)
    desk.reading.app.push_screen(Page(heading, page, desk.keymap, desk.reading.signs))


@does("palette")
def palette(desk: Desk, _: str | None) -> None:
    """Offer all commands by name."""
    plain = [command for command in COMMANDS.values() if command.takes is None and command.name != "palette"]
    desk.reading.app.search_commands(
        [(_in_palette(desk, command), _runner(desk, command.name), None) for command in plain], placeholder="command"
    )


def _in_palette(desk: Desk, command: Command) -> str:
    """What a command is found by: its name, what it does, its first key."""
    name = command.name.replace("_", " ")
    said = command.help if command.help.startswith(name) else f"{name}: {command.help}"
    key = "".join(desk.keymap.keys_of(command.name)[:1])
    return f"{said}  {displayed(key, ascii_only=desk.reading.signs is ASCII)}" if key else said


def _runner(desk: Desk, command: str) -> Callable[[], None]:
    return lambda: desk.run(command)


@does("copy")
@needs_comment
def copy(desk: Desk, _: str | None) -> None:
    """Copy the comment's text to the clipboard."""
    desk.reading.app.copy_to_clipboard(desk.thread.texts[desk.selected])
    desk.say("the comment is on the clipboard")


@does("open_link")
@needs_comment
def open_link(desk: Desk, _: str | None) -> None:
    """Open the comment's link; of several, a key picks one."""
    links = list(dict.fromkeys(_LINK.findall(desk.thread.texts[desk.selected])))[:9]
    if not links:
        desk.say("there is no link in this comment")
    elif len(links) == 1:
        _open(desk, links[0])
    else:
        desk.one_key(
            "which link?",
            {str(number): link for number, link in enumerate(links, 1)},
            lambda link: _open(desk, link),
        )


def _open(desk: Desk, link: str) -> None:
    # Without a desktop, webbrowser would start one that draws on this very terminal.
    desktop = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if desktop and webbrowser.open(link):
        desk.say(f"opened {link}")
    else:
        desk.reading.app.copy_to_clipboard(link)
        desk.say(f"no browser here; {link} is on the clipboard")


@does("import_report")
def import_report(desk: Desk, _: str | None) -> None:
    """Show what was mended when the thread was read."""
    lines = [Paragraph(line) for line in desk.reading.report.lines()]
    desk.reading.app.push_screen(Page("import report", lines, desk.keymap, desk.reading.signs))


@does("theme")
def theme(desk: Desk, _: str | None) -> None:
    """Pick a theme."""
    desk.reading.app.search_themes()


@does("filter_threads", "sort_threads")
def in_the_list_only(desk: Desk, _: str | None) -> None:
    """Say where this works."""
    desk.say("this works in the list of threads")
