"""CPython: the glue in Python, with or without numpy, and onnxruntime for Python."""

import importlib
import os
import sys

from serve import assets, dtypes, infer, job, numpy, read, shapes, time_requests, write

folder, file = os.path.split(job["artefacts"]["glue"])
sys.path.insert(0, folder)
glue = importlib.import_module(file.removesuffix(".py"))
glue.init(assets)


def request():
    inputs = [
        numpy.frombuffer(tensor, dtype).reshape(shape)
        for tensor, dtype, shape in zip(glue.preprocess(read()), dtypes, shapes)
    ]
    outputs = infer(inputs)
    write(glue.postprocess([memoryview(output.reshape(-1)) for output in outputs]))


time_requests(request)
