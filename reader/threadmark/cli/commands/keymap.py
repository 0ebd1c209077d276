"""`threadmark keymap`: layers begun, checked, listed and shown."""

from __future__ import annotations

from pathlib import Path

import click

from threadmark.cli import completing
from threadmark.cli.options import keymap_folders
from threadmark.errors import UsageError


@click.group()
def keymap() -> None:
    """Begin, check, list and show keymap layers."""


@keymap.command("check")
@click.argument("layers", nargs=-1, metavar="[LAYER...]", shell_complete=completing.layers)
@click.option("--slips", is_flag=True, help="List labels that lie one adjacent key apart.")
@click.option(
    "--against",
    metavar="LAYER|LABELS.json",
    shell_complete=completing.layers,
    help="Fail where a key now means another label than in this layer; or where the layers are not those that a label file was begun with.",
)
def keymap_check(layers: tuple[str, ...], against: str | None, *, slips: bool) -> None:
    """Find clashes, unknown commands and unreachable labels; each with file and line.

    What is checked is this folder's stack, as its threadmark.toml names it, with LAYER on top.
    """
    from threadmark.keys.check import check_layers, report  # noqa: PLC0415
    from threadmark.keys.layers import DEFAULT_LAYERS, load_keymap  # noqa: PLC0415
    from threadmark.project import read_project  # noqa: PLC0415

    project = read_project(Path())
    search, below = keymap_folders(project.folder), project.keymap or DEFAULT_LAYERS
    begun = Path(against) if against is not None and against.endswith(".json") else None
    findings = check_layers(
        layers,
        search=search,
        below=below,
        extended=project.extended,
        slips=slips,
        against=None if begun else against,
    )
    if begun and not any(finding.serious for finding in findings):
        from threadmark.labels.begun import changed_since  # noqa: PLC0415 -- only where labels are compared with

        findings += changed_since(begun, load_keymap([*below, *layers], search=search, extended=project.extended))
    click.echo(report(findings))
    if any(finding.serious for finding in findings):
        raise SystemExit(UsageError.exit_code)


@keymap.command("list")
def keymap_list() -> None:
    """List the layers that can be named, and where they lie."""
    from threadmark.keys.table import list_layers  # noqa: PLC0415

    click.echo(list_layers(keymap_folders()))


@keymap.command("show")
@click.argument("layers", nargs=-1, metavar="[LAYER...]", shell_complete=completing.layers)
def keymap_show(layers: tuple[str, ...]) -> None:
    """Show the keys of layers, or of the default stack."""
    from threadmark.keys.table import show_layers  # noqa: PLC0415

    click.echo(show_layers(layers, keymap_folders()))


@keymap.command("new")
@click.argument("name")
def keymap_new(name: str) -> None:
    """Write a commented layer to begin with, among your own or where NAME.toml says."""
    from threadmark.keys.new_layer import write_new_layer  # noqa: PLC0415
    from threadmark.places import user_keymaps  # noqa: PLC0415

    click.echo(write_new_layer(name, user_keymaps()))


COMMAND = keymap
