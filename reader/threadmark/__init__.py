"""threadmark: read a comment thread beside its article and label it by keystroke.

For notebooks and scripts: `from threadmark import open_labels, open_threads`. Either is loaded when it is asked for.
"""

TYPE_CHECKING = False  # as typing has it, which `threadmark --version` need not load
if TYPE_CHECKING:
    from threadmark.library import open_labels, open_threads

__version__ = "0.1.0"
__all__ = ["__version__", "open_labels", "open_threads"]


def __getattr__(name: str) -> object:
    if name in {"open_labels", "open_threads"}:
        from importlib import import_module  # noqa: PLC0415 -- see above

        return getattr(import_module("threadmark.library"), name)
    raise AttributeError(f"module 'threadmark' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
