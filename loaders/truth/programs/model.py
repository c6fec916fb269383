"""Compute work: numpy's BLAS and loops, and an ONNX Runtime session, each on one thread."""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy  # noqa: E402
import onnxruntime  # noqa: E402


def make_work(model_path, profile_prefix=None):
    """The kinds of compute work, and the session that one of them runs."""
    random = numpy.random.default_rng(7)
    weights = random.standard_normal((256, 256), dtype=numpy.float32)
    activations = random.standard_normal((256, 256), dtype=numpy.float32)
    scores = random.standard_normal((64, 1000), dtype=numpy.float32)

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if profile_prefix is not None:
        options.enable_profiling = True
        options.profile_file_prefix = profile_prefix
    session = onnxruntime.InferenceSession(model_path, options, providers=["CPUExecutionProvider"])
    image = random.standard_normal(session.get_inputs()[0].shape, dtype=numpy.float32)

    def layer():
        return numpy.maximum(weights @ activations, 0)

    def softmax():
        shifted = numpy.exp(scores - scores.max(axis=1, keepdims=True))
        return shifted / shifted.sum(axis=1, keepdims=True)

    def infer():
        return session.run(None, {"image": image})

    return {"layer": layer, "softmax": softmax, "infer": infer}, session
