"""Glue of score-telemetry: implements spec.md with the standard library only; twin of glue.ts and glue.c."""

from array import array
from math import sqrt

SENSORS = 8
WINDOW = 16
ALPHA = 0.25
ALARM_ON = 0.65
ALARM_OFF = 0.35


def init(assets):
    """No static assets."""


def _parse(field):
    negative = field.startswith("-")
    digits = field[1:] if negative else field
    whole, _, fraction = digits.partition(".")
    if not ((whole + fraction).isdigit() and field.isascii()):
        raise ValueError(f'"{field}" is no reading; allowed are -?digits[.digits] or an empty field')
    value = int(whole + fraction) / 10 ** len(fraction)
    return -value if negative else value


def preprocess(payload):
    """CSV bytes -> [features array('f') of rows * 24]."""
    lines = payload.decode().split("\n")
    if not lines[0].startswith("timestamp,device,"):
        raise ValueError(f'expected a CSV header "timestamp,device,…", found "{lines[0][:40]}"')
    if lines[-1] == "":
        lines.pop()
    rows = len(lines) - 1
    features = array("f", bytes(4 * rows * 3 * SENSORS))
    history = [[0.0] * rows for _ in range(SENSORS)]
    total = [0.0] * SENSORS
    squares = [0.0] * SENSORS
    last = [0.0] * SENSORS
    for row in range(rows):
        fields = lines[row + 1].split(",")
        if len(fields) != SENSORS + 2:
            raise ValueError(f"line {row + 2} has {len(fields)} fields, expected {SENSORS + 2}")
        n = min(row + 1, WINDOW)
        base = row * 3 * SENSORS
        for s in range(SENSORS):
            field = fields[s + 2]
            v = _parse(field) if field else last[s]
            last[s] = v
            history[s][row] = v
            total[s] += v
            squares[s] += v * v
            if row >= WINDOW:
                old = history[s][row - WINDOW]
                total[s] -= old
                squares[s] -= old * old
            mean = total[s] / n
            deviation = sqrt(max(0.0, squares[s] / n - mean * mean))
            features[base + s] = v
            features[base + SENSORS + s] = mean
            features[base + 2 * SENSORS + s] = (v - mean) / (deviation + 1e-3)
    return [features]


def postprocess(outputs):
    """[score memoryview('f')] -> array('f') of rows, alarms, then start, end, peak of each."""
    score = outputs[0]
    rows = len(score)
    alarms = []
    smoothed = score[0] if rows else 0.0
    start = -1
    peak = 0.0
    for row in range(rows):
        smoothed += ALPHA * (score[row] - smoothed)
        if start < 0 and smoothed >= ALARM_ON:
            start = row
            peak = smoothed
        elif start >= 0 and smoothed < ALARM_OFF:
            alarms += (start, row - 1, peak)
            start = -1
        elif start >= 0 and smoothed > peak:
            peak = smoothed
    if start >= 0:
        alarms += (start, rows - 1, peak)
    return array("f", [rows, len(alarms) // 3, *alarms])
