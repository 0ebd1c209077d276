"""The limit of time."""

import signal
import threading

import pytest

from threadmark.find.patience import TooSlowError, limited


def busy(seconds):
    """Work for ever, with a limit."""
    with limited(seconds):
        while True:
            pass


def test_what_takes_too_long_is_stopped():
    """In the middle, whatever it is doing."""
    with pytest.raises(TooSlowError):
        busy(0.01)


def test_what_is_quick_is_not_stopped_later():
    """The alarm is off when it is done, and whoever had one before has it again."""
    heard = []
    before = signal.signal(signal.SIGALRM, lambda *_: heard.append(1))
    try:
        with limited(5):
            pass
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
        signal.raise_signal(signal.SIGALRM)
        assert heard == [1]
    finally:
        signal.signal(signal.SIGALRM, before)


def test_in_another_thread_all_goes_on():
    """Alarms don't reach other threads, and nothing fails there."""
    done = []

    def work():
        with limited(0.001):
            done.append(sum(range(1000)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [499500]
