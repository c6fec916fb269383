"""Durations are told by the monotonic clock; the date only labels, and may jump."""

from datetime import datetime, timezone
from time import monotonic, time

MOST_DRIFT_S = 60


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Clock:
    def __init__(self):
        self._start = monotonic()
        self._date = time()

    @property
    def elapsed_ms(self):
        return (monotonic() - self._start) * 1e3

    def jump(self):
        """What to say where the date went another way than time did; None where it did not."""
        drift_s = (time() - self._date) - (monotonic() - self._start)
        if abs(drift_s) <= MOST_DRIFT_S:
            return None
        way = "ahead" if drift_s > 0 else "back"
        return f"the machine's date jumped {way} by {abs(drift_s):.0f} s meanwhile: dates in this run are not to be relied on, durations are"
