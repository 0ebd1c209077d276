"""The floor: a Textual app with nothing in it but two lines, which it repaints on the key `j`; `q` ends it."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static

MARKER = "blank-0"


class Blank(App[None]):
    """Two lines."""

    presses = 0

    def compose(self) -> ComposeResult:
        """The two lines."""
        yield Static("blank-0")
        yield Static("other-0")

    def on_key(self, event: Key) -> None:
        """Repaint both, or end."""
        if event.key == "j":
            self.presses += 1
            for line, name in zip(self.query(Static), ("blank", "other"), strict=True):
                line.update(f"{name}-{self.presses}")
        elif event.key == "q":
            self.exit()


if __name__ == "__main__":
    Blank().run()
