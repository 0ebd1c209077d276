"""What each command does at a desk: one function a command, found by its name in the registry of commands.

@does("next_comment")
def next_comment(desk: Desk, argument: str | None) -> None: ...
"""

from threadmark.tui.commands import evidence, finding, folding, leaving, looking, moving, working
from threadmark.tui.commands.doing import ANYWHERE, DOES

__all__ = ["ANYWHERE", "DOES", "evidence", "finding", "folding", "leaving", "looking", "moving", "working"]
