"""What `threadmark keymap check` looks for: what is wrong with a stack, slips of the finger, keys that changed meaning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from threadmark.keys.binding import Binding
from threadmark.keys.findings import Finding
from threadmark.keys.layers import DEFAULT_LAYERS, Keymap, load_keymap, read_layers
from threadmark.keys.names import Chord, spelled
from threadmark.keys.reasons import changed_reasons
from threadmark.keys.stack import stack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def check_layers(
    layers: Sequence[str | Path] = (),
    *,
    search: Sequence[Path],
    below: Sequence[str | Path] = DEFAULT_LAYERS,
    extended: bool = False,
    slips: bool = False,
    against: str | Path | None = None,
) -> list[Finding]:
    """Everything that is wrong with a stack of layers, by file and line; what `load_keymap` refuses is serious.

    Args:
        layers: laid on those `below`, as `--keymap` lays them; one that is among these already moves to the top.
        search: the folders of named layers, as in `load_keymap`.
        below: the project's stack.
        extended: whether the stack has its extended labels.
        slips: list also the labels that lie one neighbouring key apart, which is never serious.
        against: an older layer, or a folder of older layers; a key that now gives another label is serious.

    With a serious finding in the layers themselves, slips and changed keys are not looked for.

    Raises:
        UsageError: a layer is not to be found, or its file can't be read; or there is something serious wrong with
            the older layers.
    """
    whole = [*below, *layers]
    findings = sorted(stack(read_layers(whole, search), extended=extended).findings)
    if (slips or against is not None) and not any(finding.serious for finding in findings):
        keymap = load_keymap(whole, search=search, extended=extended)
        if against is not None:
            old = load_old(against, whole, search=search, extended=extended)
            findings += [*changed(keymap, old), *changed_reasons(keymap, old)]
        if slips:
            findings += near_keys(keymap)
    return findings


def changed(keymap: Keymap, old: Keymap) -> list[Finding]:
    """The chords that gave a label in the old keymap, or did something else, and give another label now."""
    found = []
    for chord, binding in keymap.bindings.items():
        before = old.bindings.get(chord)
        if binding.command == "label" and before is not None and before.said != binding.said:
            was = before.argument if before.command == "label" else before.said
            what = f"{spelled(chord)} gives {binding.argument} and was {was} ({before.file}:{before.line})"
            found.append(Finding(binding.file, binding.line, "changed", what))
    return sorted(found)


def load_old(
    old: str | Path, layers: Sequence[str | Path], *, search: Sequence[Path], extended: bool = False
) -> Keymap:
    """The keymap to compare with: the same stack with the layers of a folder, or with one layer, as they were.

    A layer takes the place of the one of its name; where the stack has none such, it is laid on top.

    Raises:
        UsageError: as `load_keymap`.
    """
    if Path(old).is_dir():
        return load_keymap(layers, search=[Path(old), *search], extended=extended)
    name = read_layers([old], search)[0].stamp.name
    read = read_layers(layers, search)
    stacked: list[str | Path] = [old if layer.stamp.name == name else Path(layer.stamp.file) for layer in read]
    if old not in stacked:
        stacked.append(old)
    return load_keymap(stacked, search=search, extended=extended)


def near_keys(keymap: Keymap) -> list[Finding]:
    """The pairs of labels, or of reasons to skip, that are one key and its neighbour apart; to weigh, none of it serious.

    `space` is left out, since it stands beside the label's own key.
    """
    chords = {
        chord: binding
        for chord, binding in keymap.bindings.items()
        if binding.command == "label" and "space" not in chord
    }
    for skip in keymap.keys_of("skip"):
        chords |= {
            (*skip.split(), reason.key): Binding("skip", reason.id, "", reason.file, reason.line)
            for reason in keymap.reasons
        }
    return sorted(_slips(chords))


def report(findings: Sequence[Finding]) -> str:
    """The findings one a line, each with file and line, and a last line that counts them."""
    lines = [str(finding) for finding in findings]
    serious = sum(finding.serious for finding in findings)
    said = "nothing to mend" if not lines else f"{len(lines)} finding{'s' * (len(lines) > 1)}, {serious} serious"
    return "\n".join([*lines, said])


def _slips(chords: Mapping[Chord, Binding]) -> Iterator[Finding]:
    boards = {name: _places(rows) for name, rows in _KEYBOARDS.items()}
    listed = list(chords.items())
    for number, (chord, binding) in enumerate(listed):
        for other, second in listed[number + 1 :]:
            differing = [pair for pair in zip(chord, other, strict=False) if pair[0] != pair[1]]
            if len(chord) != len(other) or len(differing) != 1 or binding.argument == second.argument:
                continue
            near = [name for name, places in boards.items() if _neighbours(places, *differing[0])]
            if near:
                what = f"{spelled(chord)} {binding.argument} is next to {spelled(other)} {second.argument} on {', '.join(near)}"
                yield Finding(binding.file, binding.line, "slip", what, serious=False)


# Rows of keys with the place of their first key in key widths; a key with several signs stands as all of them.
_KEYBOARDS: dict[str, tuple[tuple[float, tuple[str, ...]], ...]] = {
    "QWERTY": (
        (0, tuple("`1234567890-=")),
        (1.5, tuple("qwertyuiop[]\\")),
        (1.75, tuple("asdfghjkl;'")),
        (2.25, tuple("zxcvbnm,./")),
    ),
    "QWERTZ": (
        (0, tuple("^1234567890ß")),
        (1.5, tuple("qwertzuiopü+")),
        (1.75, tuple("asdfghjklöä#")),
        (1.25, tuple("<yxcvbnm,.-")),
    ),
    "AZERTY": (
        (0, ("²", "1&", "2é", '3"', "4'", "5(", "6-", "7è", "8_", "9ç", "0à", ")°", "=+")),
        (1.5, tuple("azertyuiop^$")),
        (1.75, tuple("qsdfghjklmù*")),
        (1.25, ("<", "w", "x", "c", "v", "b", "n", ",?", ";.", ":/", "!")),
    ),
    "numpad": (
        (1, tuple("/*-")),
        (0, tuple("789+")),
        (0, tuple("456")),
        (0, tuple("123")),
        (0.5, ("0",)),
        (2, (".,",)),
    ),
}


def _places(rows: tuple[tuple[float, tuple[str, ...]], ...]) -> dict[str, tuple[float, int]]:
    # The numpad's last row is written in two, as its 0 is two keys wide.
    return {
        sign: (start + number, min(row, 4))
        for row, (start, keys) in enumerate(rows)
        for number, signs in enumerate(keys)
        for sign in signs
    }


def _neighbours(places: Mapping[str, tuple[float, int]], one: str, other: str) -> bool:
    if one not in places or other not in places:
        return False
    (across, row), (other_across, other_row) = places[one], places[other]
    beside = 1.5 if row == other_row == 4 else 1  # noqa: PLR2004 -- 4 is the row of the wide 0
    apart = abs(across - other_across)
    return apart <= beside if row == other_row else abs(row - other_row) == 1 and apart < 1
