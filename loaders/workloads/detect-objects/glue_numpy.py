"""Glue of detect-objects with numpy: implements spec.md; what one would write where numpy is at hand."""

import numpy as np
from glue import (  # noqa: F401
    BOX_VALUES,
    CANDIDATES,
    PAD,
    SCORE_LOGIT,
    SIDE,
    STRIDES,
    detections,
    init,
    letterbox,
    parse_ppm,
)

STRIDE = np.repeat(STRIDES, [(SIDE // stride) ** 2 for stride in STRIDES]).astype(np.float64)
# Centre of every candidate's cell, in strides.
CENTRE = np.concatenate([np.indices((SIDE // s, SIDE // s))[::-1].reshape(2, -1) for s in STRIDES], axis=1) + 0.5

_box = letterbox(SIDE, SIDE)


def bilinear_taps(source, target):
    """First index, second index, and weight of the second, of each output along an axis."""
    s = np.clip((np.arange(target) + 0.5) * source / target - 0.5, 0, source - 1)
    first = s.astype(np.intp)
    return first, np.minimum(first + 1, source - 1), (s - first).astype(np.float32)


def preprocess(payload):
    """PPM bytes -> [image float32 (3, 320, 320)]; remembers the letterbox for postprocess."""
    global _box
    width, height, start = parse_ppm(payload)
    _box = letterbox(width, height)
    _, _, w, h, left_pad, top_pad = _box
    lines = np.frombuffer(payload, np.uint8, offset=start).reshape(height, width * 3)
    left, right, fx = bilinear_taps(width, w)
    first, second, fy = bilinear_taps(height, h)
    above, below = lines[first], lines[second]
    image = np.full((3, SIDE, SIDE), PAD, np.float32)
    # Channel by channel and in place: what lies between fits into the cache.
    for channel, plane in enumerate(image):
        values = plane[top_pad : top_pad + h, left_pad : left_pad + w]
        columns, next_columns = 3 * left + channel, 3 * right + channel
        values[:] = above[:, columns]
        values += (above[:, next_columns] - values) * fx
        lower = below[:, columns].astype(np.float32)
        lower += (below[:, next_columns] - lower) * fx
        values += (lower - values) * fy[:, None]
        values *= 1 / 255
    return [image]


def postprocess(outputs):
    """[predictions memoryview('f')] -> array('f') of count, then x1, y1, x2, y2, score, class of each."""
    predictions = np.frombuffer(outputs[0], np.float32).reshape(-1, CANDIDATES)
    logits = predictions[BOX_VALUES:]
    largest = logits.max(axis=0)
    index = np.flatnonzero(largest >= SCORE_LOGIT)
    distance = predictions[:BOX_VALUES, index].astype(np.float64)
    boxes = np.concatenate((CENTRE[:, index] - distance[:2], CENTRE[:, index] + distance[2:])) * STRIDE[index]
    # Each is held against the few of its own class: too little for arrays, so this is a loop here as well.
    columns = (-largest[index], index, logits[:, index].argmax(axis=0), *boxes)
    return detections(zip(*(column.tolist() for column in columns)), _box)
