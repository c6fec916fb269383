"""Glue of read-text with numpy: implements spec.md; twin of glue.ts and glue.c."""

import json
import math

import numpy as np

HEADER_BYTES = 12
MOST_SIDE = 65_535

DETECTION_LONGEST = 960
DETECTION_MULTIPLE = 32
# Of blue, green and red: the model was trained on pictures that OpenCV had read.
MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)

PROBABILITY = np.float32(0.3)
LEAST_SCORE = 0.6
LEAST_SIDE = 3
UNCLIP = 1.5

LINE_HEIGHT = 48
LINE_MULTIPLE = 32
LINE_LONGEST = 2048
BLANK = 0
LEAST_CONFIDENCE = 0.5

# (v / 255 - mean) / std in one multiplication and one addition.
DETECTION_GAINS = [1 / (255 * std) for std in STD]
DETECTION_OFFSETS = [-mean / std for mean, std in zip(MEAN, STD)]
LINE_GAINS = [2 / 255] * 3
LINE_OFFSETS = [-1] * 3

_characters = []


def init(assets):
    global _characters
    keys = bytes(assets).decode().removesuffix("\n")
    if not keys:
        raise ValueError("expected the characters of the recognition model, one a line, found none")
    _characters = ["", *keys.split("\n"), " "]


def parse_picture(payload):
    """Decoded picture -> uint8 (height, width, channels)."""
    if len(payload) < HEADER_BYTES:
        raise ValueError(f"expected a header of {HEADER_BYTES} bytes and pixels, found {len(payload)} bytes")
    width, height, channels = np.frombuffer(payload, "<u4", 3).tolist()
    if not (1 <= width <= MOST_SIDE and 1 <= height <= MOST_SIDE):
        raise ValueError(
            f"expected a picture of 1 × 1 to {MOST_SIDE} × {MOST_SIDE} pixels, found {width} × {height}"
        )
    if channels not in (3, 4):
        raise ValueError(f"expected 3 or 4 channels, found {channels}")
    expected = width * height * channels
    found = len(payload) - HEADER_BYTES
    if found != expected:
        raise ValueError(f"expected {expected} pixel bytes for {width} × {height} × {channels}, found {found}")
    return np.frombuffer(payload, np.uint8, offset=HEADER_BYTES).reshape(height, width, channels)


def bilinear_taps(source, target):
    """First index, second index, and weight of the second, of each output along an axis."""
    s = np.clip((np.arange(target) + 0.5) * source / target - 0.5, 0, source - 1)
    first = s.astype(np.intp)
    return first, np.minimum(first + 1, source - 1), (s - first).astype(np.float32)


def planes_of(pixels, width, height, plane_width, gains, offsets):
    """Pixels, resized to width x height -> normalised blue, green and red float32 (1, 3, height, plane_width)."""
    left, right, fx = bilinear_taps(pixels.shape[1], width)
    first, second, fy = bilinear_taps(pixels.shape[0], height)
    planes = np.zeros((1, 3, height, plane_width), np.float32)
    # Channel by channel and in place: what lies between fits into the cache.
    for channel, (plane, gain, offset) in enumerate(zip(planes[0], gains, offsets)):
        values = plane[:, :width]
        lines = pixels[:, :, 2 - channel]
        above, below = lines[first], lines[second]
        values[:] = above[:, left]
        values += (above[:, right] - values) * fx
        lower = below[:, left].astype(np.float32)
        lower += (below[:, right] - lower) * fx
        values += (lower - values) * fy[:, None]
        values *= gain
        values += offset
    return planes


def detection_side(length, longest):
    scaled = length * min(longest, DETECTION_LONGEST) / longest
    return max(1, math.floor(scaled / DETECTION_MULTIPLE + 0.5)) * DETECTION_MULTIPLE


def components_of(rows, starts, ends):
    """The lowest run of each run's component; runs that touch, corners included, are in one."""
    parent = list(range(len(rows)))

    def root_of(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    # `above` trails through the row before the current run's: a run that ends first can touch nothing further on.
    above = 0
    for i, (row, start, end) in enumerate(zip(rows, starts, ends)):
        while rows[above] < row - 1 or (rows[above] < row and ends[above] < start):
            above += 1
        j = above
        while rows[j] < row and starts[j] <= end:
            a, b = root_of(i), root_of(j)
            parent[max(a, b)] = min(a, b)
            j += 1
    return [root_of(i) for i in range(len(rows))]


def text_boxes(probabilities):
    """Boxes (left, top, right, bottom) on a probability map, in the order of their first pixels."""
    height, width = probabilities.shape
    # A column without text ends each row's last run, so that runs can be found in all rows at once.
    padded = np.zeros((height, width + 1), np.float32)
    padded[:, :width] = probabilities
    padded = padded.ravel()
    edges = np.flatnonzero(np.diff(padded > PROBABILITY, prepend=False))
    if not len(edges):
        return []
    rows, starts = np.divmod(edges[::2], width + 1)
    lengths = edges[1::2] - edges[::2]
    ends = starts + lengths
    sums = np.add.reduceat(padded.astype(np.float64), edges)[::2]

    roots = components_of(rows.tolist(), starts.tolist(), ends.tolist())
    firsts, component = np.unique(roots, return_inverse=True)
    left = np.full(len(firsts), width)
    right, bottom = np.zeros_like(left), np.zeros_like(left)
    np.minimum.at(left, component, starts)
    np.maximum.at(right, component, ends)
    np.maximum.at(bottom, component, rows + 1)
    top = rows[firsts]
    score = np.bincount(component, sums) / np.bincount(component, lengths)
    kept = (right - left >= LEAST_SIDE) & (bottom - top >= LEAST_SIDE) & (score >= LEAST_SCORE)
    return np.column_stack((left, top, right, bottom))[kept].tolist()


def unclipped(box, map_width, map_height, width, height):
    """A box of the probability map, grown back to the whole text (training shrinks it), in pixels of the picture."""
    left, top, right, bottom = box
    w, h = right - left, bottom - top
    grow = w * h * UNCLIP / (2 * (w + h))

    def across(x):
        return min(max(math.floor(x * width / map_width + 0.5), 0), width)

    def down(y):
        return min(max(math.floor(y * height / map_height + 0.5), 0), height)

    return across(left - grow), down(top - grow), across(right + grow), down(bottom + grow)


def in_reading_order(boxes):
    """Rows from top to bottom, each from left to right; a box whose middle is above a row's bottom is in it."""
    rows = []
    for box in sorted(boxes, key=lambda box: (box[1], box[0])):
        if rows and box[1] + box[3] < 2 * rows[-1][0][3]:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [box for row in rows for box in sorted(row, key=lambda box: box[0])]


def decode(probabilities):
    """Greedy CTC decoding of (steps, classes) -> text and confidence."""
    best = probabilities.argmax(axis=1)
    kept = np.flatnonzero((best != BLANK) & (best != np.concatenate(([BLANK], best[:-1]))))
    if not len(kept):
        return "", 0.0
    text = "".join(_characters[k] for k in best[kept])
    return text, probabilities[kept, best[kept]].astype(np.float64).mean()


def answer_of(lines):
    written = []
    for text, confidence, box in lines:
        whole, decimals = divmod(math.floor(confidence * 10_000 + 0.5), 10_000)
        written.append(
            f'{{"text":{json.dumps(text, ensure_ascii=False)},"confidence":{whole}.{decimals:04}'
            f',"box":[{",".join(map(str, box))}]}}'
        )
    return f'{{"lines":[{",".join(written)}]}}'.encode()


def serve(payload):
    """Decoded picture -> JSON of the lines that are read; yields each call as a model's name and its inputs."""
    pixels = parse_picture(payload)
    height, width, _ = pixels.shape
    longest = max(width, height)
    map_width, map_height = detection_side(width, longest), detection_side(height, longest)
    image = planes_of(pixels, map_width, map_height, map_width, DETECTION_GAINS, DETECTION_OFFSETS)
    outputs = yield "detection", [image]
    probabilities = np.frombuffer(outputs[0], np.float32)
    if len(probabilities) != map_width * map_height:
        raise ValueError(
            f"expected {map_width * map_height} probabilities from detection, found {len(probabilities)}"
        )

    boxes = [
        unclipped(box, map_width, map_height, width, height)
        for box in text_boxes(probabilities.reshape(map_height, map_width))
    ]
    large = [
        (left, top, right, bottom)
        for left, top, right, bottom in boxes
        if right - left >= LEAST_SIDE and bottom - top >= LEAST_SIDE
    ]
    lines = []
    for left, top, right, bottom in in_reading_order(large):
        # Whole numbers, rounded up.
        line_width = min(-(-LINE_HEIGHT * (right - left) // (bottom - top)), LINE_LONGEST)
        plane_width = -(-line_width // LINE_MULTIPLE) * LINE_MULTIPLE
        box = pixels[top:bottom, left:right]
        line = planes_of(box, line_width, LINE_HEIGHT, plane_width, LINE_GAINS, LINE_OFFSETS)
        outputs = yield "recognition", [line]
        probabilities = np.frombuffer(outputs[0], np.float32)
        if len(probabilities) % len(_characters):
            raise ValueError(
                f"expected a multiple of {len(_characters)} probabilities from recognition"
                f", found {len(probabilities)}"
            )
        text, confidence = decode(probabilities.reshape(-1, len(_characters)))
        if confidence >= LEAST_CONFIDENCE:
            lines.append((text, confidence, (left, top, right, bottom)))
    return answer_of(lines)
