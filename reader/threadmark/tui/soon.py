"""Call something a moment later, come what may.

Textual's own timer does not always: where the program is kept from going on for longer than a timer lasts, in the instant
in which it begins (another thread has its turn, or the machine is busy), the timer takes its one time for missed.
"""

from __future__ import annotations

from asyncio import get_running_loop
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message_pump import MessagePump


def soon(pump: MessagePump, seconds: float, callback: Callable[[], object]) -> None:
    """Have a widget, a screen or the app call this after so many seconds, between two of its messages; never if it is gone."""
    get_running_loop().call_later(seconds, pump.call_later, callback)
