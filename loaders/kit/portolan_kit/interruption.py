"""Ctrl-C and its like: what was measured is kept, and the process ends with what a shell makes of the signal."""

import os
import signal
from contextlib import contextmanager

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(BaseException):
    """No failure of anything that is measured: nothing that catches those may catch it."""


_state = {"code": None, "held": 0, "due": False}


def exit_code():
    """What a shell makes of the signal that came; None if none did."""
    return _state["code"]


def catch():
    """From now on, a signal raises Interrupted, and a second one ends the process at once."""
    for number in SIGNALS:
        signal.signal(number, _on_signal)


def _on_signal(number, _frame):
    if _state["code"] is not None:
        os._exit(_state["code"])
    _state["code"] = 128 + number
    if _state["held"]:
        _state["due"] = True
    else:
        raise Interrupted


@contextmanager
def held():
    """A row is written whole: a signal that comes meanwhile is heard after it."""
    _state["held"] += 1
    try:
        yield
    finally:
        _state["held"] -= 1
    if _state["due"] and not _state["held"]:
        _state["due"] = False
        raise Interrupted
