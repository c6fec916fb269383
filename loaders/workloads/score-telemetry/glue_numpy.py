"""Glue of score-telemetry with numpy: implements spec.md; what one would write where numpy is at hand."""

import numpy as np
from glue import SENSORS, WINDOW, init, postprocess  # noqa: F401

COLUMNS = SENSORS + 2
# Deletes all that readings are made of.
OF_READINGS = str.maketrans("", "", "-.0123456789,")
COUNT = np.arange(1, WINDOW + 1)[:, None]


def read_readings(payload):
    """CSV bytes -> float64 (rows, 8); a missing reading is NaN."""
    header, _, body = payload.decode().partition("\n")
    if not header.startswith("timestamp,device,"):
        raise ValueError(f'expected a CSV header "timestamp,device,…", found "{header[:40]}"')
    lines = body.removesuffix("\n").split("\n") if body else []
    for number, line in enumerate(lines):
        if line.count(",") != COLUMNS - 1:
            raise ValueError(f"line {number + 2} has {line.count(',') + 1} fields, expected {COLUMNS}")
    fields = ",".join(lines).split(",") if lines else []
    # The first two columns are no readings.
    del fields[::COLUMNS]
    del fields[:: COLUMNS - 1]
    if strange := ",".join(fields).translate(OF_READINGS):
        raise ValueError(f'"{strange[0]}" is in a reading; allowed are -?digits[.digits] or an empty field')
    return np.array([float(field or "nan") for field in fields]).reshape(-1, SENSORS)


def carry_forward(readings):
    """Puts the value above in the place of a missing one, 0 where there is none."""
    rows = np.arange(len(readings))[:, None]
    last = np.maximum.accumulate(np.where(np.isnan(readings), 0, rows), axis=0)
    return np.nan_to_num(np.take_along_axis(readings, last, axis=0))


def rolling_sums(values):
    """Sums over the last 16 rows. One running sum adds each row and then takes off the one that leaves."""
    steps = np.zeros((len(values), 2, *values.shape[1:]))
    steps[:, 0] = values
    steps[WINDOW:, 1] = -values[:-WINDOW]
    return steps.reshape(-1, *values.shape[1:]).cumsum(axis=0)[1::2]


def preprocess(payload):
    """CSV bytes -> [features float32 (rows, 24)]."""
    values = carry_forward(read_readings(payload))
    count = np.full((len(values), 1), WINDOW)
    count[:WINDOW] = COUNT[: len(values)]
    mean = rolling_sums(values) / count
    deviation = np.sqrt(np.maximum(rolling_sums(values * values) / count - mean * mean, 0))
    return [np.concatenate((values, mean, (values - mean) / (deviation + 1e-3)), axis=1, dtype=np.float32)]
