"""The codebook on the screen: every label in effect with its tests, examples and keys, searched while one types."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from textual import events
from textual.geometry import Offset

from threadmark.find.folding import fold
from threadmark.keys.codebook import Dimension, LabelDefinition
from threadmark.keys.layers import Keymap
from threadmark.keys.names import pressed
from threadmark.tui.definitions import by_uid, definition, definition_page
from threadmark.tui.finding.line import TextLine
from threadmark.tui.finding.view import FieldView
from threadmark.tui.looks import Signs
from threadmark.tui.pages import Page, move_text
from threadmark.tui.text_pane import Paragraph

_AGAIN = ("codebook", "explain")  # the commands whose function key closes it as well


class CodebookPage(Page):
    """All labels; letters search them, arrows and page keys move.

    Args:
        keymap: keys and codebook in effect.
        signs: the signs to draw with.
    """

    def __init__(self, keymap: Keymap, signs: Signs) -> None:
        self._all = definition_page(keymap.codebook, keymap)
        super().__init__("codebook", self._all, keymap, signs)
        self._line = TextLine()
        self._found = 0
        self._count = sum(len(dimension.labels) for dimension in keymap.codebook.dimensions)

    def on_mount(self) -> None:
        """The line below is what is typed."""
        self._draw()

    def take_key(self, event: events.Key) -> None:
        """Search, move, or close."""
        for key in pressed(event.key, event.character):
            self._press(key)

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text is searched for."""
        self._line.insert(event.text)
        self._search()

    def _press(self, key: str) -> None:
        binding = self._keymap.bindings.get((key,)) if len(key) > 1 and key != "space" else None
        before = self._line.text
        if key == "escape" and not before:
            self.dismiss()
        elif key == "escape":
            self._line = TextLine()
            self._search()
        elif binding is not None and binding.command in _AGAIN:
            self.dismiss()
        elif binding is None or not move_text(self.pane, binding.command):
            self._line.press(key)
            self._search() if self._line.text != before else self._draw()

    def _search(self) -> None:
        """Show the labels that have what was typed."""
        words = fold(self._line.text).split()
        found = matching(self._keymap, words) if words else []
        self._found = len(found)
        self.pane.show(_listed(found, self._keymap, self._line.text.split()) if words else self._all)
        self._draw()

    def _draw(self) -> None:
        line = self._line
        said = f"{self._found:,} of {self._count:,}" if line.text.strip() else "type to search; esc closes"
        field = FieldView("/", line.text, (line.cursor, line.after), state=said)
        self._status.field = field
        self.app.cursor_position = Offset(field.cursor_cell(self._status.width), self._status.region.y)
        self._status.repaint()


def matching(keymap: Keymap, words: Sequence[str]) -> list[tuple[Dimension, LabelDefinition]]:
    """Labels that have all of some words, folded; first those that are called so, then those that are said to be.

    Args:
        keymap: whose codebook is searched.
        words: beginnings of words, or parts of them.
    """
    found: list[tuple[int, Dimension, LabelDefinition]] = []
    for dimension in keymap.codebook.dimensions:
        for label in dimension.labels:
            name = fold(f"{label.name} {label.id.replace('_', ' ')}")
            said = fold(" ".join((name, dimension.name, dimension.id, *_said(label))))
            if all(word in said for word in words):
                begins = name.startswith(tuple(words[:1]))
                found.append((0 if begins else 1 if all(word in name for word in words) else 2, dimension, label))
    return [(dimension, label) for _, dimension, label in sorted(found, key=lambda each: each[0])]


def _said(label: LabelDefinition) -> Iterator[str]:
    yield from (label.id, label.definition, label.yes_when, label.not_when, label.example)
    yield from (other.difference for other in label.confused_with)
    yield from (name for scheme in label.crosswalk for name in (scheme.scheme, *scheme.names))
    yield from (name for _, name in label.called)


def _listed(
    found: Sequence[tuple[Dimension, LabelDefinition]], keymap: Keymap, words: Sequence[str]
) -> list[Paragraph]:
    """What was found, each with its dimension, the words marked in it."""
    if not found:
        return [Paragraph("no label has that; esc shows all again", "gone")]
    known = by_uid(keymap.codebook)
    wanted = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    shown: list[Paragraph] = []
    for dimension, label in found:
        name, *rest = definition(label, dimension, keymap, known)
        shown += (name._replace(lead=f"{name.lead}{dimension.name}: "), *rest)
    return [
        paragraph._replace(marks=tuple(match.span() for match in wanted.finditer(paragraph.text)))
        for paragraph in shown
    ]
