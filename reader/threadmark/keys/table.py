"""The keymap as tables: Markdown for the README, plain text for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.keys.commands import COMMANDS, GROUPS, Command
from threadmark.keys.layers import DEFAULT_LAYERS, Keymap, find_layer, read_layers
from threadmark.keys.names import displayed, spelled
from threadmark.keys.panels import givable, label_argument
from threadmark.keys.reading import read_layer
from threadmark.keys.reasons import WRITTEN
from threadmark.keys.stack import stack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from threadmark.keys.codebook import LayerStamp
    from threadmark.keys.panels import Panel, PanelRow


def key_table(keymap: Keymap) -> str:
    """Every command with its keys by group, then every label leader with its panel, as two Markdown tables."""
    lines = ["| group | keys | what they do |", "|---|---|---|"]
    for group in GROUPS:
        shown = group
        for command in COMMANDS.values():
            if command.group == group and command.takes != "label":
                lines.append(f"| {shown} | {_command_keys(keymap, command)} | {command.help} |")
                shown = ""
    lines += ["", "| leader | then |", "|---|---|"]
    for panel in keymap.panels.values():
        if panel.dimension is not None:
            lines.append(f"| {_code(spelled(panel.leader))} {panel.title.rstrip('?')} | {_compact(panel)} |")
    if keymap.reasons and (skip := keymap.keys_of("skip")):
        reasons = [f"{_code(reason.key)} {reason.name}" for reason in keymap.reasons]
        without = " ".join(map(_code, ("enter", *skip)))
        given = [*reasons, f"{_code(WRITTEN)} a reason in words", f"{without} no reason"]
        lines.append(f"| {_code(skip[0])} skip, and why | {' · '.join(given)} |")
    return "\n".join(lines) + "\n"


def layers_in(search: Iterable[Path]) -> list[LayerStamp]:
    """The layers of some folders, by name; of several with one name, the first folder's, as it is the one in effect."""
    found: dict[str, Path] = {}
    for folder in search:
        for path in sorted(folder.glob("*.toml")):
            found.setdefault(path.stem, path)
    return [read_layer(found[name]).stamp for name in sorted(found)]


def list_layers(search: Iterable[Path]) -> str:
    """Name, version, title and file of each layer that can be named, in columns."""
    return _columns([(layer.name, layer.version, layer.title, layer.file) for layer in layers_in(search)])


def show_layers(layers: Sequence[str | Path], search: Sequence[Path]) -> str:
    """The chords that layers bind, each with what it does, in columns under the layer's title; no layers: the default ones.

    Each is read on top of the default ones, since its labels may belong to a dimension of theirs.

    Raises:
        UsageError: a layer is not to be found, or its file can't be read.
    """
    return "\n\n".join(_layer_shown(find_layer(layer, search), search) for layer in layers or DEFAULT_LAYERS)


def _layer_shown(path: Path, search: Sequence[Path]) -> str:
    read = read_layers([*DEFAULT_LAYERS, path], search)
    stamp = read[-1].stamp
    stacked = stack(read, extended=True)
    names = {
        label_argument(dimension.id, target.id if target else None, label.id): label.name
        for dimension in stacked.codebook.dimensions
        for target, label in givable(dimension)
    }
    rows = []
    for chord, binding in stacked.bindings.items():
        if binding.file == stamp.file:
            command = COMMANDS.get(binding.command)
            said = names.get(binding.argument or "") or (command.help if command else "no command")
            rows.append((displayed(spelled(chord)), binding.said, said))
    skip = displayed(next((spelled(chord) for chord, bound in stacked.bindings.items() if bound.command == "skip"), ""))
    rows += [(f"{skip} {reason.key}".strip(), f"skip {reason.id}", reason.name) for reason in read[-1].reasons]
    return f"{stamp.name} {stamp.version}: {stamp.title}\n{_columns(rows)}".rstrip("\n")


def _columns(rows: Sequence[tuple[str, ...]]) -> str:
    """The rows as lines, every column as wide as its widest cell; no lines for no rows."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _command_keys(keymap: Keymap, command: Command) -> str:
    if command.takes in {"depth", "number"}:
        chords = [chord for depth in keymap.arguments_of(command.name) for chord in keymap.keys_of(command.name, depth)]
        return f"{_code(chords[0])} … {_code(chords[-1])}" if chords else "in the palette"
    return " ".join(map(_code, keymap.keys_of(command.name))) or "in the palette"


def _compact(panel: Panel) -> str:
    return " · ".join(_compact_rows(panel.rows))


def _compact_rows(rows: Iterable[PanelRow]) -> Iterator[str]:
    before = None
    for row in rows:
        head = f"**{row.family}**: " if row.family and row.family != before else ""
        before = row.family
        alone = row.family == row.name
        keys = " ".join(map(_code, (row.key, *row.also)))
        yield f"{head}{keys} {'the family alone' if alone else row.name}"


def _code(chord: str) -> str:
    """A chord as code in a Markdown table, where a bar needs a backslash and a backtick longer fences."""
    said = displayed(chord).replace("|", "\\|")
    return f"`` {said} ``" if "`" in said else f"`{said}`"
