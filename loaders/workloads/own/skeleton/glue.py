"""Glue of this workload, as spec.md says. Portolan measures what is in `serve`; numpy and Pillow are there."""

import json

import numpy as np


def init(assets):
    """Is called once, with the bytes of `assets` of workload.yaml; none here."""


def serve(payload):
    """Request bytes -> the answer. Each `yield` is a call of a model: its name, and its inputs in its own order; it gives the
    model's outputs, flat, as buffers of float32."""
    best, scores = [], []
    for line in bytes(payload).decode().splitlines():
        row = np.array(line.split(), np.float32)
        if row.shape != (4,):
            raise ValueError(f"expected four numbers in a row, found {line!r}")
        (output,) = yield "score", [row.reshape(1, 4)]
        values = np.frombuffer(output, np.float32)
        best.append(int(values.argmax()))
        scores.append(float(values.max()))
    return json.dumps({"best": best, "scores": scores}).encode()
