"""Glue of embed-text: implements spec.md with the standard library only; twin of glue.ts and glue.c."""

from array import array
from math import sqrt

TOKENS = 128
HIDDEN = 312
MAX_WORD_CHARACTERS = 100

# U+00C0–U+017F, 32 to a row, as ASCII base letters; "." stays as it is.
FOLD = (
    "aaaaaaaceeeeiiiidnooooo.ouuuuyts"
    "aaaaaaaceeeeiiiidnooooo.ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggg"
    "gggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssss"
    "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
)
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


def _normalisation():
    """A table for str.translate: drops, folds, and sets punctuation off with spaces."""
    table = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0x300, 0x370), 0xFFFD])
    table.update(dict.fromkeys(map(ord, "\t\n\r\u00a0"), " "))
    table.update((code, chr(code + 32)) for code in range(ord("A"), ord("Z") + 1))
    table.update((0xC0 + i, base) for i, base in enumerate(FOLD) if base != ".")
    table.update((ord(mark), f" {mark} ") for mark in PUNCTUATION)
    return table


NORMALISATION = _normalisation()

_initial = {}
_continuation = {}
# Pooling needs the mask, but postprocess sees only the model's outputs.
_count = 0


def init(assets):
    """Reads the vocabulary: one token per line, its id the line's number from 0."""
    tokens = str(assets, "utf-8").split("\n")
    if tokens[-1] == "":
        tokens.pop()
    _initial.clear()
    _continuation.clear()
    for id, token in enumerate(tokens):
        continues = token.startswith("##")
        table = _continuation if continues else _initial
        text = token[2:] if continues else token
        if text in table:
            raise ValueError(f'vocabulary line {id + 1} repeats "{token}"; expected unique tokens')
        table[text] = id
    for special in ("[PAD]", "[UNK]", "[CLS]", "[SEP]"):
        if special not in _initial:
            raise ValueError(f'vocabulary of {len(_initial)} words lacks "{special}"')


def _pieces(word):
    """The ids of the word's pieces, longest match first, or of [UNK] alone."""
    length = len(word)
    ids = []
    start = 0
    table = _initial
    while start < length <= MAX_WORD_CHARACTERS:
        end = length
        while end > start and (id := table.get(word[start:end])) is None:
            end -= 1
        if end == start:
            break
        ids.append(id)
        start = end
        table = _continuation
    return ids if start == length else [_initial["[UNK]"]]


def preprocess(payload):
    """UTF-8 text -> [input_ids array('q') of 128, attention_mask array('q') of 128]."""
    global _count
    try:
        text = str(payload, "utf-8")
    except UnicodeDecodeError as error:
        found = f"{len(payload)} bytes that are not valid UTF-8 (at byte {error.start})"
        raise ValueError(f"expected UTF-8 text, found {found}") from error
    ids = [_initial["[CLS]"]]
    for word in text.translate(NORMALISATION).split(" "):
        if word:
            ids += _pieces(word)
    del ids[TOKENS - 1 :]
    ids.append(_initial["[SEP]"])
    _count = len(ids)
    padding = TOKENS - _count
    input_ids = array("q", ids + [_initial["[PAD]"]] * padding)
    attention_mask = array("q", [1] * _count + [0] * padding)
    return [input_ids, attention_mask]


def postprocess(outputs):
    """[last_hidden_state memoryview('f')] -> array('f') of 312, of length 1."""
    if _count == 0:
        raise ValueError("postprocess needs the token count of a preprocess before it")
    hidden = outputs[0][: _count * HIDDEN].tolist()
    mean = [sum(hidden[i::HIDDEN]) / _count for i in range(HIDDEN)]
    norm = max(sqrt(sum(value * value for value in mean)), 1e-12)
    return array("f", [value / norm for value in mean])
