"""Which label a corpus means by its own words: ids, names, and what published schemes call the same thing."""

from __future__ import annotations

from threadmark.keys.codebook import Codebook, Dimension, LabelDefinition, TargetKind

Named = tuple[Dimension, TargetKind | None, LabelDefinition]
"""A label that some words mean, with its dimension and what it is toward."""


class Scheme:
    """What the layers declare, found by the words of a corpus, however they are written."""

    def __init__(self, codebook: Codebook) -> None:
        self._dimensions = {
            _plain(name): dimension for dimension in codebook.dimensions for name in (dimension.name, dimension.id)
        }
        # A file says the same few words for each of its comments.
        self._meanings: dict[tuple[str, str], Named | None] = {}

    def knows(self, about: str) -> bool:
        """Whether a dimension is called so."""
        return _plain(about) in self._dimensions

    def meaning(self, about: str, said: str) -> Named | None:
        """The label that a corpus means; None where no layer declares it.

        Args:
            about: what the label is about, in the words of the corpus.
            said: the label, in the words of the corpus.
        """
        words = about, said
        if words not in self._meanings:
            self._meanings[words] = self._found(*words)
        return self._meanings[words]

    def _found(self, about: str, said: str) -> Named | None:
        dimension = self._dimensions.get(_plain(about))
        if dimension is None:
            return None
        kind = next((target for target in dimension.targets if target.kind == "claim"), None)
        if dimension.choice == "one_per_target" and kind is None:
            return None
        word = _plain(said)
        labels = dimension.labels_of(kind.scale if kind else None)
        return next(((dimension, kind, label) for label in labels if word in _words(label)), None)


def _words(label: LabelDefinition) -> set[str]:
    """All that a label is called: by its id and name, and by the schemes in which it is exactly the same."""
    exact = (name for walk in label.crosswalk if walk.relation == "exact" for name in walk.names)
    return {_plain(word) for word in (label.id, label.name, *exact) if "." not in word}


def _plain(words: str) -> str:
    return "".join(sign for sign in words.casefold() if sign.isalnum())
