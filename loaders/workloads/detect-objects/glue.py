"""Glue of detect-objects: implements spec.md with the standard library only; twin of glue.ts and glue.c."""

import re
from array import array
from math import exp
from operator import itemgetter

SIDE = 320
PAD = 114 / 255
STRIDES = (8, 16, 32)
CANDIDATES = 2100
BOX_VALUES = 4
SCORE_LOGIT = -1.0986122886681098  # a score of 0.25
MAX_OVERLAP = 0.45
MAX_DETECTIONS = 300

_GAP = rb"(?:[ \t\r\n]|#[^\n]*\n)+"
_HEADER = re.compile(rb"P6" + (_GAP + rb"([0-9]{1,5})") * 3 + rb"[ \t\r\n]")


# (column + 0.5, row + 0.5, stride) of every candidate's cell.
_CELLS = [
    (column + 0.5, row + 0.5, stride)
    for stride in STRIDES
    for row in range(SIDE // stride)
    for column in range(SIDE // stride)
]


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


def letterbox(width, height):
    longest = max(width, height)
    w = max(1, int(width * SIDE / longest + 0.5))
    h = max(1, int(height * SIDE / longest + 0.5))
    return width, height, w, h, (SIDE - w) // 2, (SIDE - h) // 2


_box = letterbox(SIDE, SIDE)


def preprocess(payload):
    """PPM bytes -> [image array('f') of 3 * 320 * 320]; remembers the letterbox for postprocess."""
    global _box
    width, height, start = parse_ppm(payload)
    _box = letterbox(width, height)
    _, _, w, h, left_pad, top_pad = _box
    columns = _bilinear_taps(width, w)
    # itemgetter picks a whole line's columns in one call, without a bytecode step per pixel; the repeated
    # last column makes it return a tuple even for a picture one column wide, and zip drops it.
    channels = [
        (
            itemgetter(*(3 * first + c for first, _, _ in columns), 3 * columns[-1][0] + c),
            itemgetter(*(3 * second + c for _, second, _ in columns), 3 * columns[-1][1] + c),
            [PAD] * (SIDE * top_pad),
        )
        for c in range(3)
    ]
    fractions = [fraction for _, _, fraction in columns]
    before = [PAD] * left_pad
    after = [PAD] * (SIDE - w - left_pad)
    stride = 3 * width
    for first, second, fy in _bilinear_taps(height, h):
        above = payload[start + first * stride : start + (first + 1) * stride]
        below = payload[start + second * stride : start + (second + 1) * stride]
        weight_below = fy / 255
        weight_above = 1 / 255 - weight_below
        for left, right, plane in channels:
            plane += before
            plane += [
                (a + (b - a) * fx) * weight_above + (c + (d - c) * fx) * weight_below
                for fx, a, b, c, d in zip(fractions, left(above), right(above), left(below), right(below))
            ]
            plane += after
    image = array("f")
    for _, _, plane in channels:
        plane += [PAD] * (SIDE * (SIDE - h - top_pad))
        image.fromlist(plane)
    return [image]


def _candidates(predictions):
    """(-logit, index, class, x1, y1, x2, y2) of every candidate over the threshold."""
    rows = [predictions[at : at + CANDIDATES].tolist() for at in range(0, len(predictions), CANDIDATES)]
    boxes, classes = rows[:BOX_VALUES], rows[BOX_VALUES:]
    found = []
    for index, (logit, left, top, right, bottom) in enumerate(zip(map(max, *classes), *boxes)):
        if logit >= SCORE_LOGIT:
            x, y, stride = _CELLS[index]
            category = [row[index] for row in classes].index(logit)
            found.append(
                (
                    -logit,
                    index,
                    category,
                    (x - left) * stride,
                    (y - top) * stride,
                    (x + right) * stride,
                    (y + bottom) * stride,
                )
            )
    return found


def detections(candidates, box):
    """Candidates and letterbox -> array('f') of count, then x1, y1, x2, y2, score, class of each that is kept."""
    width, height, w, h, left_pad, top_pad = box
    result = array("f", [0])
    kept = 0
    kept_of_class = {}
    for negative_logit, _, category, x1, y1, x2, y2 in sorted(candidates):
        area = (x2 - x1) * (y2 - y1)
        rivals = kept_of_class.setdefault(category, [])
        for rx1, ry1, rx2, ry2, rival_area in rivals:
            overlap_x = (x2 if x2 < rx2 else rx2) - (x1 if x1 > rx1 else rx1)
            overlap_y = (y2 if y2 < ry2 else ry2) - (y1 if y1 > ry1 else ry1)
            if overlap_x > 0 and overlap_y > 0:
                intersection = overlap_x * overlap_y
                if intersection > MAX_OVERLAP * (rival_area + area - intersection):
                    break
        else:
            rivals.append((x1, y1, x2, y2, area))
            result.extend(
                (
                    min(max((x1 - left_pad) * width / w, 0), width),
                    min(max((y1 - top_pad) * height / h, 0), height),
                    min(max((x2 - left_pad) * width / w, 0), width),
                    min(max((y2 - top_pad) * height / h, 0), height),
                    1 / (1 + exp(negative_logit)),
                    category,
                )
            )
            kept += 1
            if kept == MAX_DETECTIONS:
                break
    result[0] = kept
    return result


def postprocess(outputs):
    """[predictions memoryview('f')] -> array('f') of count, then x1, y1, x2, y2, score, class of each."""
    return detections(_candidates(outputs[0]), _box)
