"""What a folded comment hides, on one line: `14 replies · 9 to do, 2 to revisit · 3 flags · against 5, favor 2`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.labels.questions import CANT_TELL, exclusives, none_of
from threadmark.tui.chips import label_name

if TYPE_CHECKING:
    from threadmark.keys.codebook import Codebook
    from threadmark.labels.records import Label
    from threadmark.labels.standing import Standing

_FLAG = "flag"
_MOST = 6  # labels that are named, the most frequent


def hidden_words(work: Standing, index: int, dot: str) -> str:
    """What lies below a comment, as its folded branch says."""
    counts = work.branch_counts(index)
    doing = [f"{counts.todo:,} to do"] if counts.todo else []
    doing += [f"{counts.revisit:,} to revisit"] if counts.revisit else []
    parts = [f"{counts.replies:,} {'reply' if counts.replies == 1 else 'replies'}", ", ".join(doing) or "nothing to do"]
    given = work.branch_labels(index)
    flags = sum(count for label, count in given if label.dimension == _FLAG)
    parts += [f"{flags:,} {'flag' if flags == 1 else 'flags'}"] if flags else []
    said = [found for found in given if found[0].dimension != _FLAG and _says_something(found[0], work.codebook)]
    parts += (
        [", ".join(f"{label_name(label, work.codebook)} {count:,}" for label, count in said[:_MOST])] if said else []
    )
    return f" {dot} ".join(parts)


def _says_something(label: Label, codebook: Codebook) -> bool:
    """Whether it is more than *none* or *can't tell*."""
    try:
        dimension = codebook.dimension(label.dimension)
        kind = dimension.target(label.target)
    except KeyError:
        return True
    return label.label not in {CANT_TELL, none_of(dimension, kind), *exclusives(dimension)}
