"""Labels as they are explained on the screen: definition, tests, what they are taken for, an example."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from threadmark.keys.codebook import Codebook, Dimension, LabelDefinition, TargetKind
from threadmark.keys.layers import Keymap
from threadmark.keys.panels import Panel
from threadmark.tui.text_pane import Paragraph


def definition_page(codebook: Codebook, keymap: Keymap, panel: Panel | None = None) -> list[Paragraph]:
    """Definitions, tests and examples: of all labels, or of those that a panel offers."""
    shown: list[Paragraph] = []
    known = by_uid(codebook)
    for dimension in codebook.dimensions:
        if panel is not None and panel.dimension != dimension.id:
            continue
        shown.append(Paragraph(dimension.name, "panel-title", gap=True))
        if dimension.definition:
            shown.append(Paragraph(dimension.definition))
        if dimension.evidence != "optional":
            takes = "takes no evidence" if dimension.evidence == "off" else "each label but none needs its words marked"
            shown.append(Paragraph(takes, "quote"))
        scales = [target.scale for target in dimension.targets if panel is None or _is_of(panel, target)]
        for label in dimension.labels:
            if not scales or label.scale in scales:
                shown += definition(label, dimension, keymap, known)
    return shown


def by_uid(codebook: Codebook) -> dict[str, LabelDefinition]:
    """All labels of a codebook, by their names among all."""
    return {label.uid: label for dimension in codebook.dimensions for label in dimension.labels}


def _is_of(panel: Panel, target: TargetKind) -> bool:
    named = target.kind == "named" and (panel.target or "").startswith("named:")
    return named or panel.target in (target.id, None)


def definition(
    label: LabelDefinition, dimension: Dimension, keymap: Keymap, known: Mapping[str, LabelDefinition]
) -> Iterable[Paragraph]:
    """A label's name with its keys, then what it means.

    Args:
        label: the label.
        dimension: its dimension.
        keymap: whose keys give it.
        known: all labels by uid, for those that it is taken for.
    """
    targets: list[str | None] = [target.id for target in dimension.targets if target.scale == label.scale] or [None]
    arguments = [".".join(part for part in (dimension.id, target, label.id) if part) for target in targets]
    keys = "  ".join(key for argument in arguments for key in keymap.keys_of("label", argument))
    yield Paragraph(label.name, "author", lead=f" {keys}  ", lead_part="panel-key", gap=True)
    yield Paragraph(label.definition, lead="   ")
    if label.called:
        called = ", ".join(f"{name} ({claim_type})" for claim_type, name in label.called)
        yield Paragraph(called, lead="   toward a claim: ")
    for lead, text in (
        ("yes when: ", label.yes_when),
        ("not when: ", label.not_when),
        *((f"or {_other(other.uid, label, known)}? ", other.difference) for other in label.confused_with),
        ("example: ", label.example),
    ):
        if text:
            yield Paragraph(text, "quote" if lead.startswith("example") else "text", lead=f"   {lead}")


def _other(uid: str, label: LabelDefinition, known: Mapping[str, LabelDefinition]) -> str:
    """The name of a label that another is taken for, with its dimension where that is another one."""
    other = known.get(uid)
    if other is None:
        return uid
    return other.name if other.dimension == label.dimension else f"{other.name} ({other.dimension})"
