"""Interpreter work: what pre- and post-processing in plain Python looks like. No extension module does the work."""

from random import Random

_RANDOM = Random(7)
_SYLLABLES = ["ka", "lo", "mi", "ren", "tor", "vas", "ul", "pe", "shi", "dor"]
_TEXT = " ".join(
    "".join(_RANDOM.choices(_SYLLABLES, k=_RANDOM.randint(1, 5))) for _ in range(120)
)
_VOCABULARY = {
    a + b: i for i, (a, b) in enumerate((a, b) for a in _SYLLABLES for b in ["", *_SYLLABLES])
}
_BOXES = [
    [_RANDOM.random() * 600, _RANDOM.random() * 400, 20 + _RANDOM.random() * 80, _RANDOM.random()]
    for _ in range(40)
]


def tokenise():
    """Greedy longest-match word pieces, as WordPiece does it."""
    ids = []
    for word in _TEXT.lower().split():
        start = 0
        while start < len(word):
            end = len(word)
            while end > start and word[start:end] not in _VOCABULARY:
                end -= 1
            if end == start:
                ids.append(-1)
                break
            ids.append(_VOCABULARY[word[start:end]])
            start = end
    return ids


def suppress():
    """Non-maximum suppression of square boxes in loops."""
    kept = []
    for x, y, size, score in sorted(_BOXES, key=lambda box: -box[3]):
        for kept_x, kept_y, kept_size, _ in kept:
            width = min(x + size, kept_x + kept_size) - max(x, kept_x)
            height = min(y + size, kept_y + kept_size) - max(y, kept_y)
            overlap = max(0.0, width) * max(0.0, height)
            if overlap > 0.5 * (size * size + kept_size * kept_size - overlap):
                break
        else:
            kept.append((x, y, size, score))
    return kept


def tally():
    """Counts in a dictionary, sorted, and rendered as text."""
    counts = {}
    for word in _TEXT.split():
        counts[word[:4]] = counts.get(word[:4], 0) + 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "\n".join(f"{name}: {count * 100 / len(ranked):.2f} %" for name, count in ranked)


def smooth():
    """A rolling mean and its alarms over a list of numbers."""
    window, total, alarms = [], 0.0, 0
    for i in range(600):
        value = (i * 37 % 101) / 10
        window.append(value)
        total += value
        if len(window) > 16:
            total -= window.pop(0)
        if value > 1.6 * total / len(window):
            alarms += 1
    return alarms


WORK = {"tokenise": tokenise, "suppress": suppress, "tally": tally, "smooth": smooth}
