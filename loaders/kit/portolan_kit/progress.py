"""Lines on stderr, so that stdout stays clean for a run."""

import sys


class Progress:
    def __init__(self, total):
        self._done = 0
        self._total = total

    def step(self, label, pending, left_ms):
        self._done += 1
        total = self._done + pending
        say(f"[{self._done:>{len(str(total))}}/{total}] {label}, {duration(left_ms)} left")


def say(line):
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def duration(ms):
    return f"{max(0, round(ms / 1e3))} s" if ms < 90_000 else f"{round(ms / 60e3)} min"
