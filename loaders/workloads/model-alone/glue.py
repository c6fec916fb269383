"""Glue of a model alone; twin of glue.ts and glue.c. The assets are words of 32 bits, four for each input: where it lies in the
request, its bytes, its type's place below, its elements."""

import array
import struct

_places = []


def init(assets):
    words = struct.unpack(f"<{len(assets) // 4}I", assets)
    _places[:] = [words[i : i + 2] for i in range(0, len(words), 4)]


def preprocess(payload):
    """Request bytes -> the inputs, where they lie."""
    view = memoryview(payload)
    return [view[at : at + size] for at, size in _places]


def postprocess(outputs):
    """The outputs as they are, one after the other."""
    if len(outputs) == 1:
        return outputs[0]
    result = array.array("f")
    for output in outputs:
        result.frombytes(output.cast("B"))
    return result
