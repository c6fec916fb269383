"""Glue of enhance-frame: implements spec.md with the standard library only; twin of glue.ts and glue.c."""

from array import array
from math import ceil, isfinite
from struct import unpack_from

HEADER_BYTES = 16
MAX_SIDE = 16384
STRIDE = 16


def init(assets):
    """No static assets."""


def read_header(payload):
    if len(payload) < HEADER_BYTES:
        raise ValueError(f"expected a header of {HEADER_BYTES} bytes, found {len(payload)} bytes")
    magic, width, height, channels = unpack_from("<4s3I", payload)
    if magic != b"PFRM":
        raise ValueError(f'expected the magic "PFRM", found {magic!r}')
    if channels != 3:
        raise ValueError(f"expected 3 channels, found {channels}")
    if not (1 <= width <= MAX_SIDE and 1 <= height <= MAX_SIDE):
        raise ValueError(f"expected a width and height from 1 to {MAX_SIDE}, found {width} × {height}")
    expected = HEADER_BYTES + 12 * width * height
    if len(payload) != expected:
        raise ValueError(f"a frame of {width} × {height} needs {expected} bytes, found {len(payload)}")
    return width, height


def gain_of(mean):
    """The exposure's gain, from the mean of the green channel."""
    if not isfinite(mean):
        raise ValueError(f"expected finite pixels, found a mean of {mean} in the green channel")
    return 2.0 if mean <= 0.25 else 0.5 if mean >= 1 else 0.5 / mean


def preprocess(payload):
    """Header and pixels -> [frame memoryview('f') on the payload, not a copy; gain array('f') of 1]."""
    width, height = read_header(payload)
    frame = memoryview(payload)[HEADER_BYTES:].cast("f")
    green = width * height
    rows = range(green, 2 * green, STRIDE * width)
    mean = sum(sum(frame[row : row + width : STRIDE]) for row in rows) / (len(rows) * ceil(width / STRIDE))
    return [frame, array("f", [gain_of(mean)])]


def postprocess(outputs):
    """[enhanced memoryview('f')] -> the same memoryview, not a copy."""
    enhanced = outputs[0]
    if not (isfinite(enhanced[0]) and isfinite(enhanced[-1])):
        raise ValueError(f"expected finite pixels, found {enhanced[0]} first and {enhanced[-1]} last")
    return enhanced
