"""threadmark: read a comment thread beside its article and label it by keystroke."""

__version__ = "0.1.0"
