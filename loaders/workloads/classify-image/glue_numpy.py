"""Glue of classify-image with numpy: implements spec.md; what one would write where numpy is at hand."""

import numpy as np
from glue import MEAN, SIDE, STD, TOP, init, parse_ppm  # noqa: F401

GAIN = [1 / (255 * std) for std in STD]
OFFSET = [-mean / std for mean, std in zip(MEAN, STD)]


def bilinear_taps(source, target):
    """First index, second index, and weight of the second, of each output along an axis."""
    s = np.clip((np.arange(target) + 0.5) * source / target - 0.5, 0, source - 1)
    first = s.astype(np.intp)
    return first, np.minimum(first + 1, source - 1), (s - first).astype(np.float32)


def preprocess(payload):
    """PPM bytes -> [image float32 (3, 224, 224)]."""
    width, height, start = parse_ppm(payload)
    lines = np.frombuffer(payload, np.uint8, offset=start).reshape(height, width * 3)
    left, right, fx = bilinear_taps(width, SIDE)
    first, second, fy = bilinear_taps(height, SIDE)
    above, below = lines[first], lines[second]
    image = np.empty((3, SIDE, SIDE), np.float32)
    # Channel by channel and in place: what lies between fits into the cache.
    for channel, values in enumerate(image):
        columns, next_columns = 3 * left + channel, 3 * right + channel
        values[:] = above[:, columns]
        values += (above[:, next_columns] - values) * fx
        lower = below[:, columns].astype(np.float32)
        lower += (below[:, next_columns] - lower) * fx
        values += (lower - values) * fy[:, None]
        values *= GAIN[channel]
        values += OFFSET[channel]
    return [image]


def postprocess(outputs):
    """[logits memoryview('f')] -> float32 of class and probability of the five largest."""
    logits = np.frombuffer(outputs[0], np.float32).astype(np.float64)
    best = np.argsort(-logits, kind="stable")[:TOP]
    weights = np.exp(logits - logits[best[0]])
    return np.column_stack((best, weights[best] / weights.sum())).astype(np.float32)
