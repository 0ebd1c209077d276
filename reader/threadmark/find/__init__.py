"""Find comments: the filter language, and search while it is typed."""

from threadmark.find.completing import Completion, completions
from threadmark.find.errors import FindError
from threadmark.find.exported import chosen
from threadmark.find.filters import Filter
from threadmark.find.folding import Folds, fold
from threadmark.find.needles import Stretch
from threadmark.find.parsing import parse
from threadmark.find.recorded import recorded_codebook
from threadmark.find.searching import Search, Spans
from threadmark.find.sifting import Sifting

__all__ = [
    "Completion",
    "Filter",
    "FindError",
    "Folds",
    "Search",
    "Sifting",
    "Spans",
    "Stretch",
    "chosen",
    "completions",
    "fold",
    "parse",
    "recorded_codebook",
]
