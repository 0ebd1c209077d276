"""`threadmark tour`: five minutes on a sample thread, by doing."""

from __future__ import annotations

import click

from threadmark.cli import completing
from threadmark.cli.options import KEYMAP, need_terminal


@click.command()
@KEYMAP
@click.option("--theme", shell_complete=completing.themes, help="A colour theme.")
@click.option("--ascii", "plain", is_flag=True, help="Draw with ASCII signs.")
def tour(layers: tuple[str, ...], theme: str | None, *, plain: bool) -> None:
    """Learn the program in five minutes, on a sample thread: it says what to press and waits until it is done.

    Its labels are thrown away.
    """
    need_terminal(None)
    from threadmark.tui.tour import tour_program  # noqa: PLC0415 -- loads the screen

    status = tour_program(layers, theme=theme, plain=plain)
    if status:
        raise SystemExit(status)


COMMAND = tour
