"""A workload's C glue, called from CPython through ctypes on numpy's buffers; ABI in loaders/workloads/glue.h."""

import ctypes
import math

import numpy

DTYPES = {
    name: numpy.dtype(code)
    for name, code in {
        "float32": "<f4",
        "uint8": "|u1",
        "int32": "<i4",
        "int64": "<i8",
        "bool": "|b1",
        "float16": "<f2",
    }.items()
}
ERRORS = {
    -1: "the payload is not what the workload's spec.md describes",
    -2: "the result is longer than the workload declares (maxResultLength)",
    -3: "the static assets are damaged",
    -4: "there is no memory for it",
    -5: "the model's outputs are not what the workload's spec.md describes",
}
MOST_INPUTS = 16
MOST_DIMS = 128
POINTERS = ctypes.POINTER(ctypes.c_void_p)
WORDS = ctypes.POINTER(ctypes.c_int32)


def _address(array):
    return array.__array_interface__["data"][0]


def _checked(status, call):
    if status < 0:
        raise ValueError(f"{call} returned {status}: {ERRORS.get(status, 'unknown error')}")
    return status


class _Library:
    def __init__(self, job):
        self._library = ctypes.CDLL(job["artefacts"]["library"])
        self._library.glue_init.argtypes = [ctypes.c_char_p, ctypes.c_int32]
        most = max(len(model["outputs"]) for model in job["models"])
        self._outputs_at = (ctypes.c_void_p * most)()
        self._lengths = (ctypes.c_int32 * most)()
        self._result_at = (ctypes.c_void_p * 1)()

    def init(self, assets):
        _checked(self._library.glue_init(assets, len(assets)), "glue_init")

    def _point_to(self, outputs):
        """The outputs as bytes, where the C code finds them."""
        given = [numpy.frombuffer(output, numpy.uint8) for output in outputs]
        for i, array in enumerate(given):
            self._outputs_at[i] = _address(array)
            self._lengths[i] = array.nbytes // 4
        return given


class CompiledGlue(_Library):
    """Offers what a glue.py offers. Nothing is copied: the C code reads and writes where numpy and the engine do."""

    def __init__(self, job):
        super().__init__(job)
        self._library.glue_preprocess.argtypes = [ctypes.c_void_p, ctypes.c_int32, POINTERS]
        self._library.glue_postprocess.argtypes = [POINTERS, WORDS, POINTERS, ctypes.c_int32]
        self._inputs = [numpy.empty(spec["dims"], DTYPES[spec["type"]]) for spec in job["models"][0]["inputs"]]
        self._result = numpy.empty(job["maxResultLength"], DTYPES["float32"])
        self._inputs_at = (ctypes.c_void_p * len(self._inputs))()

    def preprocess(self, payload):
        """Request bytes -> model inputs: buffers that the glue filled, or views where it points into the payload."""
        for i, own in enumerate(self._inputs):
            self._inputs_at[i] = _address(own)
        whole = numpy.frombuffer(payload, numpy.uint8)
        status = self._library.glue_preprocess(_address(whole), len(whole), self._inputs_at)
        _checked(status, "glue_preprocess")
        given = [whole]
        return [self._view(at, own, given) for at, own in zip(self._inputs_at, self._inputs)]

    def postprocess(self, outputs):
        """Flat model outputs -> the result: a buffer that the glue filled, or a view where it points into an output."""
        given = self._point_to(outputs)
        self._result_at[0] = _address(self._result)
        length = _checked(
            self._library.glue_postprocess(self._outputs_at, self._lengths, self._result_at, len(self._result)),
            "glue_postprocess",
        )
        return self._view(self._result_at[0], self._result[:length], given)

    @staticmethod
    def _view(at, own, given):
        """The array like `own` at an address that the glue gave back."""
        if at == _address(own):
            return own
        for array in given:
            offset = at - _address(array)
            if 0 <= offset <= array.nbytes - own.nbytes:
                return array[offset : offset + own.nbytes].view(own.dtype)
        raise ValueError(f"the glue points to {at}, which lies in nothing that it was given")


class CompiledSteps(_Library):
    """Offers the `serve` of a glue.py whose requests call models as often as they need."""

    def __init__(self, job):
        super().__init__(job)
        self._models = job["models"]
        self._library.glue_start.argtypes = [ctypes.c_void_p, ctypes.c_int32, POINTERS, WORDS]
        self._library.glue_resume.argtypes = [POINTERS, WORDS, POINTERS, WORDS]
        self._library.glue_result.argtypes = [POINTERS]
        self._inputs_at = (ctypes.c_void_p * MOST_INPUTS)()
        self._shapes = (ctypes.c_int32 * MOST_DIMS)()

    def serve(self, payload):
        """Yields (model, inputs), which lie in the glue's own memory, gets outputs, and returns the answer."""
        whole = numpy.frombuffer(payload, numpy.uint8)
        step = self._library.glue_start(_address(whole), len(whole), self._inputs_at, self._shapes)
        call = "glue_start"
        while _checked(step, call) > 0:
            model = self._models[step - 1]
            outputs = yield model["name"], self._inputs_of(model)
            # Named, so that it lives until the C code has read it.
            given = self._point_to(outputs)
            step = self._library.glue_resume(self._outputs_at, self._lengths, self._inputs_at, self._shapes)
            call = "glue_resume"
            del given
        length = _checked(self._library.glue_result(self._result_at), "glue_result")
        return ctypes.string_at(self._result_at[0], length)

    def _inputs_of(self, model):
        inputs = []
        at = 0
        for spec, address in zip(model["inputs"], self._inputs_at):
            rank = self._shapes[at]
            dims = self._shapes[at + 1 : at + 1 + rank]
            at += 1 + rank
            dtype = DTYPES[spec["type"]]
            memory = (ctypes.c_char * (math.prod(dims) * dtype.itemsize)).from_address(address)
            inputs.append(numpy.frombuffer(memory, dtype).reshape(dims))
        return inputs
