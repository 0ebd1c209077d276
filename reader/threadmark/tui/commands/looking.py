"""Commands that change what is on the screen, or show something else."""

from __future__ import annotations

import os
import re
import sys
import webbrowser
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.markup import escape

from threadmark.keys.commands import COMMANDS, Command
from threadmark.keys.names import displayed
from threadmark.tui.commands.doing import does, needs_comment
from threadmark.tui.looks import ASCII
from threadmark.tui.pages import Page, key_page
from threadmark.tui.text_pane import Paragraph

if TYPE_CHECKING:
    from threadmark.tui.hands import Hands

_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


@does("toggle_article")
def toggle_article(hands: Hands, _: str | None) -> None:
    """Show or hide the article."""
    hands.reading.show_article(shown=not hands.reading.article.display)


@does("article_smaller")
def article_smaller(hands: Hands, _: str | None) -> None:
    """Make the article smaller."""
    if _sees_article(hands):
        hands.reading.resize_article(-1)


@does("article_larger")
def article_larger(hands: Hands, _: str | None) -> None:
    """Make the article larger."""
    if _sees_article(hands):
        hands.reading.resize_article(1)


@does("other_pane")
def other_pane(hands: Hands, _: str | None) -> None:
    """Give the movement keys to the other pane; what is being marked goes along."""
    if not hands.mark_in_other_pane() and _sees_article(hands):
        hands.reading.enter_pane(article=not hands.reading.in_article)


def _sees_article(hands: Hands) -> bool:
    """Whether the article is shown; where it isn't, how it is."""
    if not hands.reading.article.display:
        key = "".join(hands.keymap.keys_of("toggle_article")[:1])
        hands.say(f"the article is hidden; {key} shows it" if key else "the article is hidden")
    return hands.reading.article.display


@does("help")
def show_keys(hands: Hands, _: str | None) -> None:
    """Show all keys."""
    page = key_page(hands.keymap, hands.reading.signs)
    hands.reading.app.push_screen(Page("keys", page, hands.keymap, hands.reading.signs))


@does("palette")
def palette(hands: Hands, _: str | None) -> None:
    """Offer all commands by name."""
    here = [command for command in COMMANDS.values() if command.name in hands.commands]
    plain = [command for command in here if command.takes is None and command.name != "palette"]
    offered = [(_in_palette(hands, command), _runner(hands, command.name), None) for command in plain]
    if len(hands.thread):
        named = hands.finding.named.items()
        offered += [(escape(f"filter {name}: {words}"), _filterer(hands, words), None) for name, words in named]
    hands.reading.app.search_commands(offered, placeholder="command")


def _in_palette(hands: Hands, command: Command) -> str:
    """What a command is found by: its name, what it does, its first key."""
    name = command.name.replace("_", " ")
    said = command.help if command.help.startswith(name) else f"{name}: {command.help}"
    key = "".join(hands.keymap.keys_of(command.name)[:1])
    return f"{said}  {displayed(key, ascii_only=hands.reading.signs is ASCII)}" if key else said


def _runner(hands: Hands, command: str) -> Callable[[], None]:
    return lambda: hands.run(command)


def _filterer(hands: Hands, words: str) -> Callable[[], None]:
    return lambda: hands.finding.use(words)


@does("copy")
@needs_comment
def copy(hands: Hands, _: str | None) -> None:
    """Copy the comment's text to the clipboard, or the words of it that are marked."""
    if words := hands.marked_words:
        hands.reading.app.copy_to_clipboard(words)
        hands.say("the marked words are on the clipboard")
        return
    hands.reading.app.copy_to_clipboard(hands.thread.texts[hands.selected])
    hands.say("the comment is on the clipboard")


@does("open_link")
def open_link(hands: Hands, _: str | None) -> None:
    """Open the comment's link, or in the article the article's; of several, a key picks one."""
    article = hands.thread.article
    if hands.reading.in_article:
        where, texts = "article", [*article.paragraphs, article.url or ""]
    else:
        where, texts = "comment", [hands.thread.texts[hands.selected]] if len(hands.thread) else []
    links = list(dict.fromkeys(_LINK.findall("\n".join(texts))))[:9]
    if not links:
        hands.say(f"there is no link in this {where}")
    elif len(links) == 1:
        _open(hands, links[0])
    else:
        hands.one_key(
            "which link?",
            {str(number): link for number, link in enumerate(links, 1)},
            lambda link: _open(hands, link),
        )


def open_link_at(hands: Hands, text: str, offset: int) -> None:
    """Open the link of a text that a code point of it is in; elsewhere nothing happens."""
    if link := next((link[0] for link in _LINK.finditer(text) if link.start() <= offset < link.end()), None):
        _open(hands, link)


def _open(hands: Hands, link: str) -> None:
    # Without a desktop, webbrowser would start one that draws on this very terminal.
    desktop = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if desktop and webbrowser.open(link):
        hands.say(f"opened {link}")
    else:
        hands.reading.app.copy_to_clipboard(link)
        hands.say(f"no browser here; {link} is on the clipboard")


@does("import_report")
def import_report(hands: Hands, _: str | None) -> None:
    """Show what was mended when the thread was read."""
    lines = [Paragraph(line) for line in hands.reading.report.lines()]
    hands.reading.app.push_screen(Page("import report", lines, hands.keymap, hands.reading.signs))


@does("theme")
def theme(hands: Hands, _: str | None) -> None:
    """Pick a theme."""
    hands.reading.app.search_themes()


@does("sort_threads")
def in_the_list_only(hands: Hands, _: str | None) -> None:
    """Say where this works."""
    hands.say("this works in the list of threads")


@does("next_inferred")
@needs_comment
def next_inferred(hands: Hands, _: str | None) -> None:
    """Go to the next inferred reply, the least certain first."""
    links = hands.thread.inferred_links
    order = sorted(filter(hands.outline.meets, links), key=lambda index: (links[index].confidence, index))
    if not order:
        hands.say("no reply here is inferred")
        return
    here = hands.selected
    comment, confidence = hands.last_inferred
    if here in links:
        confidence = links[here].confidence
    elif comment != hands.thread.ids[here]:  # a link that was settled on the way is where one goes on from
        confidence = -1.0
    there = next((index for index in order if (links[index].confidence, index) > (confidence, here)), order[0])
    hands.go(there, jump=True)
    link = links[there]
    hands.last_inferred = hands.thread.ids[there], link.confidence
    hands.say(f"inferred by {link.cue}, confidence {link.confidence:.0%}; {order.index(there) + 1:,} of {len(order):,}")
