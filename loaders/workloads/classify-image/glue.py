"""Glue of classify-image: implements spec.md with the standard library only; twin of glue.ts and glue.c."""

import re
from array import array
from heapq import nsmallest
from math import exp
from operator import itemgetter

SIDE = 224
TOP = 5
MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)

_GAP = rb"(?:[ \t\r\n]|#[^\n]*\n)+"
_HEADER = re.compile(rb"P6" + (_GAP + rb"([0-9]{1,5})") * 3 + rb"[ \t\r\n]")


def init(assets):
    """No static assets."""


def parse_ppm(payload):
    header = _HEADER.match(payload)
    if not header:
        raise ValueError(f'expected a binary PPM header "P6 width height 255", found {bytes(payload[:24])!r}')
    width, height, maxval = map(int, header.groups())
    if width < 1 or height < 1 or maxval != 255:
        raise ValueError(
            f"expected a PPM of at least 1 × 1 pixels with maxval 255, found {width} × {height}, {maxval}"
        )
    found = len(payload) - header.end()
    if found != width * height * 3:
        raise ValueError(f"expected {width * height * 3} pixel bytes for {width} × {height}, found {found}")
    return width, height, header.end()


def _bilinear_taps(source, target):
    """(first index, second index, weight of the second) of each output along an axis."""
    taps = []
    for i in range(target):
        s = min(max((i + 0.5) * source / target - 0.5, 0.0), source - 1)
        first = int(s)
        taps.append((first, min(first + 1, source - 1), s - first))
    return taps


def preprocess(payload):
    """PPM bytes -> [image array('f') of 3 * 224 * 224]."""
    width, height, start = parse_ppm(payload)
    columns = _bilinear_taps(width, SIDE)
    # itemgetter picks a whole line's columns in one call, without a bytecode step per pixel.
    channels = [
        (
            itemgetter(*(3 * first + c for first, _, _ in columns)),
            itemgetter(*(3 * second + c for _, second, _ in columns)),
            1 / (255 * STD[c]),
            -MEAN[c] / STD[c],
            [],
        )
        for c in range(3)
    ]
    fractions = [fraction for _, _, fraction in columns]
    stride = 3 * width
    for first, second, fy in _bilinear_taps(height, SIDE):
        above = payload[start + first * stride : start + (first + 1) * stride]
        below = payload[start + second * stride : start + (second + 1) * stride]
        for left, right, gain, offset, plane in channels:
            gain_below = gain * fy
            gain_above = gain - gain_below
            plane += [
                (a + (b - a) * fx) * gain_above + (c + (d - c) * fx) * gain_below + offset
                for a, b, c, d, fx in zip(left(above), right(above), left(below), right(below), fractions)
            ]
    image = array("f")
    for *_, plane in channels:
        image.fromlist(plane)
    return [image]


def postprocess(outputs):
    """[logits memoryview('f')] -> array('f') of class and probability of the five largest."""
    logits = outputs[0].tolist()
    best = nsmallest(TOP, range(len(logits)), key=lambda k: (-logits[k], k))
    largest = logits[best[0]]
    total = sum([exp(logit - largest) for logit in logits])
    return array("f", [value for k in best for value in (k, exp(logits[k] - largest) / total)])
