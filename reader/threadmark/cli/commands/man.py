"""`threadmark man`: the manual page, made from the commands and the keys as they are."""

from __future__ import annotations

import click


@click.command()
@click.pass_context
def man(ctx: click.Context) -> None:
    """Print the manual page: threadmark man | man -l -."""
    from threadmark.cli.manual import manual_page  # noqa: PLC0415
    from threadmark.cli.options import keymap_folders  # noqa: PLC0415
    from threadmark.keys.layers import load_keymap  # noqa: PLC0415

    click.echo(manual_page(ctx.find_root().command, load_keymap(search=keymap_folders())), nl=False)


COMMAND = man
