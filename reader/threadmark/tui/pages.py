"""Pages of text over the thread: the keys, definitions, what was mended. The movement keys move them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult

from threadmark.keys.commands import COMMANDS, GROUPS
from threadmark.keys.layers import Keymap
from threadmark.keys.names import displayed, pressed
from threadmark.keys.panels import Panel
from threadmark.keys.reasons import WRITTEN
from threadmark.tui.keyed import KeyedScreen
from threadmark.tui.looks import ASCII, Signs
from threadmark.tui.status import StatusLine
from threadmark.tui.text_pane import Paragraph, TextPane

_CLOSING = ("leave", "help", "explain")
_MOVES = {
    "next_comment": ("rows", 1),
    "previous_comment": ("rows", -1),
    "page_down": ("pages", 1),
    "page_up": ("pages", -1),
    "half_page_down": ("halves", 1),
    "half_page_up": ("halves", -1),
    "next_sibling": ("paragraphs", 1),
    "previous_sibling": ("paragraphs", -1),
    "next_top_level": ("paragraphs", 1),
    "previous_top_level": ("paragraphs", -1),
    "first_comment": ("ends", -1),
    "last_comment": ("ends", 1),
}


def move_text(pane: TextPane, command: str) -> bool:
    """Do a movement command in a pane of text; False where the command is no movement."""
    if command not in _MOVES:
        return False
    unit, step = _MOVES[command]
    if unit == "paragraphs":
        pane.next_paragraph(step)
    else:
        page = max(1, pane.body_rows - 1)
        pane.scroll_rows(step * {"rows": 1, "pages": page, "halves": max(1, page // 2), "ends": len(pane.rows())}[unit])
    return True


class Page(KeyedScreen):
    """Text to read; any key that closes it goes back to where one was.

    Args:
        heading: what the page is.
        paragraphs: what it says.
        keymap: whose movement keys move it.
        signs: the signs to draw with.
    """

    CSS_PATH: ClassVar[str] = "pages.tcss"

    def __init__(self, heading: str, paragraphs: Sequence[Paragraph], keymap: Keymap, signs: Signs) -> None:
        super().__init__()
        self.pane = TextPane(paragraphs, signs, id="page")
        self.pane.heading = heading
        self.pane.active = True
        self._status = StatusLine(signs)
        self._keymap = keymap
        self._pending: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """The text, and how to move and leave."""
        yield self.pane
        self._status.hints = (("j k", "move"), ("pgdn pgup", "page"), ("} {", "paragraph"), ("esc", "close"))
        yield self._status

    def take_key(self, event: events.Key) -> None:
        """Move, or close."""
        for key in pressed(event.key, event.character):
            self._press(key)

    def _press(self, key: str) -> None:
        chord = (*self._pending, key)
        self._pending = ()
        binding = self._keymap.bindings.get(chord)
        if binding is None and any(known[: len(chord)] == chord for known in self._keymap.panels):
            self._pending = chord
        elif key in ("escape", "q", "enter", "?") or (binding is not None and binding.command in _CLOSING):
            self.dismiss()
        elif binding is not None and binding.command == "toggle_fold":
            move_text(self.pane, "page_down")
        elif binding is not None:
            move_text(self.pane, binding.command)


def key_page(keymap: Keymap, signs: Signs) -> list[Paragraph]:
    """All keys in effect, grouped, from the registry of commands; the rules of the codebook first, where it is worked with."""
    labelled = keymap.arguments_of("label")
    dimensions = keymap.codebook.dimensions if labelled else ()
    rules = dict.fromkeys(rule for dimension in dimensions for rule in dimension.rules)
    shown = [Paragraph(rule, lead=f" ({number}) ") for number, rule in enumerate(rules, 1)]
    chords = {
        (name, argument): "  ".join(displayed(key, ascii_only=signs is ASCII) for key in keymap.keys_of(name, argument))
        for name in COMMANDS
        for argument in keymap.arguments_of(name)
        if name != "label"
    }
    wide = max(map(len, chords.values()), default=0) + 3
    for group in GROUPS:
        lines = [
            Paragraph(
                COMMANDS[name].help + (f": {argument}" if argument else ""),
                lead=f"  {keys:<{wide}}",
                lead_part="panel-key",
            )
            for (name, argument), keys in chords.items()
            if COMMANDS[name].group == group
        ]
        if lines:
            shown += [Paragraph(group, "panel-title", gap=True), *lines]
    if keymap.reasons and (skip := keymap.keys_of("skip")):
        shown.append(Paragraph(f"{skip[0]} why it is skipped", "panel-title", gap=True))
        reasons = [*((reason.key, reason.name.lower()) for reason in keymap.reasons), (WRITTEN, "a reason in words")]
        shown += [Paragraph(name, lead=f"  {skip[0]} {key:<12} ", lead_part="panel-key") for key, name in reasons]
    for leader, panel in keymap.panels.items():
        if panel.dimension is not None:
            shown += [
                Paragraph(f"{' '.join(leader)} {panel.title}", "panel-title", gap=True),
                *_panel_lines(leader, panel),
            ]
    return shown


def list_key_page(keymap: Keymap, signs: Signs, does: Mapping[str, str]) -> list[Paragraph]:
    """What keys do in a list, each command in the list's own words, and after them the keys of what is opened from it."""
    said: dict[str, list[str]] = {}
    for command, words in does.items():
        said.setdefault(words, []).extend(keymap.keys_of(command))
    shown = {words: [displayed(key, ascii_only=signs is ASCII) for key in keys] for words, keys in said.items() if keys}
    wide = max((len("  ".join(keys)) for keys in shown.values()), default=0) + 3
    lines = [
        Paragraph(words, lead=f"  {'  '.join(keys):<{wide}}", lead_part="panel-key") for words, keys in shown.items()
    ]
    opened = Paragraph("in a thread", "panel-title", gap=True)
    return [Paragraph("in this list", "panel-title"), *lines, opened, *key_page(keymap, signs)]


def _panel_lines(leader: tuple[str, ...], panel: Panel) -> Iterable[Paragraph]:
    for row in panel.rows:
        keys = "  ".join(f"{' '.join(leader)} {key}" for key in (row.key, *row.also))
        yield Paragraph(row.name.lower(), lead=f"  {keys:<14} ", lead_part="panel-key")
