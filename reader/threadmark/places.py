"""Where things lie: the shipped keymaps and samples, a user's own layers, the name of a history beside its label file."""

from __future__ import annotations

from pathlib import Path


def shipped(folder: str) -> Path:
    """The shipped folder `keymaps` or `sample_threads`.

    In a wheel it lies inside the package; in a checkout and an editable install beside `reader/`.

    Raises:
        FileNotFoundError: neither place has it, so the installation is broken.
    """
    package = Path(__file__).resolve().parent
    for place in (package / folder, package.parent.parent / folder):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"{folder} is neither inside {package} nor beside it; install threadmark again")


def user_keymaps() -> Path:
    """The folder for a user's own layers (it need not exist)."""
    from platformdirs import user_config_path  # noqa: PLC0415 -- only `open` and `keymap` need it, and it costs 10 ms

    return user_config_path("threadmark") / "keymaps"


def user_sessions() -> Path:
    """The folder for where a user was in which thread (it need not exist)."""
    from platformdirs import user_state_path  # noqa: PLC0415 -- it costs 10 ms, and only `open` needs it

    return user_state_path("threadmark") / "sessions"


def history_of(labels: Path) -> Path:
    """The history that belongs to a label file: `X.json` has `X.history.jsonl`."""
    stem = labels.name.removesuffix(".json")
    return labels.with_name(f"{stem}.history.jsonl")
