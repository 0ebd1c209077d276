"""Codebooks of shipped layers as label files record them, for formats that speak a published scheme."""

from functools import cache

from threadmark.keys.layers import DEFAULT_LAYERS, load_keymap
from threadmark.labels.records import CodebookRecord
from threadmark.places import shipped


@cache
def recorded(*layers):
    """The codebook of the default layers with these on top."""
    document = load_keymap((*DEFAULT_LAYERS, *layers), search=[shipped("keymaps")]).codebook.document()
    return CodebookRecord(**{name: document[name] for name in ("sha256", "version", "layers", "dimensions")})
