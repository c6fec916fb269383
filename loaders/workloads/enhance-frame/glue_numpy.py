"""Glue of enhance-frame with numpy: implements spec.md; what one would write where numpy is at hand."""

import numpy as np
from glue import HEADER_BYTES, STRIDE, gain_of, init, postprocess, read_header  # noqa: F401


def preprocess(payload):
    """Header and pixels -> [frame float32 (3, height, width), a view on the payload; gain float32 (1)]."""
    width, height = read_header(payload)
    frame = np.frombuffer(payload, np.float32, offset=HEADER_BYTES).reshape(3, height, width)
    mean = frame[1, ::STRIDE, ::STRIDE].mean(dtype=np.float64)
    return [frame, np.array([gain_of(mean)], np.float32)]
