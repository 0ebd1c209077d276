"""What each command does at a desk: one function a command, found by its name in the registry of commands.

@does("next_comment")
def next_comment(desk: Desk, argument: str | None) -> None: ...

Every module of this package is loaded with it, so that a new one is only a new file.
"""

from importlib import import_module
from pkgutil import iter_modules

from threadmark.tui.commands.doing import ANYWHERE, DOES

__all__ = ["ANYWHERE", "DOES"]

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
