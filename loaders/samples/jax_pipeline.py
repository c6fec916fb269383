"""The pipeline behind the JAX sample: score a machine's sensor readings, one request after the other.

Each request is read from a file, smoothed here in Python, run through a small compiled network, and its scores written
as JSON. The first requests compile it and are not recorded. The smoothing calls nothing: the profiler records every call.

    python jax_pipeline.py FOLDER REQUESTS TRACE.json
"""

import gzip
import json
import random
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

CHANNELS = 24
LENGTH = 256
WIDTH = 1024
WARM_UP = 3


def write_requests(folder, count):
    source = random.Random(7)
    for number in range(count):
        readings = [[round(source.gauss(0, 1), 4) for _ in range(LENGTH)] for _ in range(CHANNELS)]
        (folder / f"request-{number}.json").write_text(json.dumps({"id": number, "readings": readings}))


def read_request(path):
    return json.loads(path.read_text())


def smooth(readings):
    """Exponential smoothing of every channel, in place."""
    for channel in readings:
        level = channel[0]
        index = 0
        for reading in channel:
            level = 0.7 * level + 0.3 * reading
            channel[index] = level
            index += 1
    return readings


@jax.jit
def score(weights, readings):
    hidden = readings.reshape(1, -1)
    for layer in weights[:-1]:
        hidden = jnp.tanh(hidden @ layer)
    return jax.nn.softmax(hidden @ weights[-1])


def build_weights():
    source = np.random.default_rng(0)
    widths = [CHANNELS * LENGTH, WIDTH, WIDTH, 4]
    return [
        jax.device_put(source.normal(0, 0.02, shape).astype(np.float32)) for shape in zip(widths, widths[1:])
    ]


def write_answer(path, request, scores):
    path.write_text(json.dumps({"id": request["id"], "scores": scores}))


def serve(weights, folder, numbers):
    for number in numbers:
        with jax.profiler.StepTraceAnnotation("request", step_num=number):
            request = read_request(folder / f"request-{number}.json")
            readings = smooth(request["readings"])
            scores = score(weights, np.array(readings, dtype=np.float32))
            write_answer(folder / f"answer-{number}.json", request, np.asarray(scores).tolist())


def main():
    folder, count, trace = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    weights = build_weights()
    write_requests(folder, WARM_UP + count)
    serve(weights, folder, range(WARM_UP))
    with jax.profiler.trace(str(folder / "profile")):
        serve(weights, folder, range(WARM_UP, WARM_UP + count))
    (written,) = (folder / "profile").rglob("*.trace.json.gz")
    Path(trace).write_bytes(gzip.decompress(written.read_bytes()))


if __name__ == "__main__":
    main()
