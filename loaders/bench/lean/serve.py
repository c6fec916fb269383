"""What every program in CPython does with files and the engine, and how it is timed: whole requests, two clock
readings each."""

import json
import os
import sys
from time import perf_counter

import numpy
import onnxruntime

job = json.loads(sys.argv[1])
schedule = json.loads(sys.argv[2])

with open(job["assetsPath"], "rb") as file:
    assets = file.read()
response = os.open(job["responsePath"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = job["threads"]
options.inter_op_num_threads = 1
session = onnxruntime.InferenceSession(job["modelPath"], options, providers=["CPUExecutionProvider"])
names = [i.name for i in session.get_inputs()]
output_names = [o.name for o in session.get_outputs()]
dtypes = [numpy.int64 if s["type"] == "int64" else numpy.float32 for s in job["inputs"]]
shapes = [s["dims"] for s in job["inputs"]]


def read():
    with open(job["payloadPath"], "rb", buffering=0) as file:
        return file.read()


def infer(inputs):
    """Runs the model on arrays of the declared shapes; returns its outputs."""
    return session.run(output_names, dict(zip(names, inputs)))


def write(result):
    os.pwrite(response, result, 0)


def time_requests(request):
    """Serves requests until the warm time is over and prints what each took, in milliseconds."""
    for _ in range(schedule["warmupIterations"]):
        request()
    wall_ms = []
    end = perf_counter() + schedule["warmTimeMs"] / 1e3
    while len(wall_ms) < schedule["minIterations"] or perf_counter() < end:
        start = perf_counter()
        request()
        wall_ms.append((perf_counter() - start) * 1e3)
    print(json.dumps(wall_ms))
