"""A workload's C glue, called from CPython through ctypes on numpy's buffers; ABI in loaders/workloads/glue.h."""

import ctypes

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
}


def _address(array):
    return array.__array_interface__["data"][0]


def _checked(status, call):
    if status < 0:
        raise ValueError(f"{call} returned {status}: {ERRORS.get(status, 'unknown error')}")
    return status


class CompiledGlue:
    """Offers what a glue.py offers. Nothing is copied: the C code reads and writes where numpy and the engine do."""

    def __init__(self, job):
        library = ctypes.CDLL(job["artefacts"]["library"])
        pointers = ctypes.POINTER(ctypes.c_void_p)
        lengths = ctypes.POINTER(ctypes.c_int32)
        library.glue_init.argtypes = [ctypes.c_char_p, ctypes.c_int32]
        library.glue_preprocess.argtypes = [ctypes.c_char_p, ctypes.c_int32, pointers]
        library.glue_postprocess.argtypes = [pointers, lengths, pointers, ctypes.c_int32]
        self._library = library
        self._inputs = [numpy.empty(spec["dims"], DTYPES[spec["type"]]) for spec in job["inputs"]]
        self._result = numpy.empty(job["maxResultLength"], DTYPES["float32"])
        self._inputs_at = (ctypes.c_void_p * len(self._inputs))()
        self._outputs_at = (ctypes.c_void_p * len(job["outputs"]))()
        self._lengths = (ctypes.c_int32 * len(job["outputs"]))()
        self._result_at = (ctypes.c_void_p * 1)()

    def init(self, assets):
        _checked(self._library.glue_init(assets, len(assets)), "glue_init")

    def preprocess(self, payload):
        """Request bytes -> model inputs: buffers that the glue filled, or views where it points into the payload."""
        for i, own in enumerate(self._inputs):
            self._inputs_at[i] = _address(own)
        _checked(self._library.glue_preprocess(payload, len(payload), self._inputs_at), "glue_preprocess")
        given = [numpy.frombuffer(payload, numpy.uint8)]
        return [self._view(at, own, given) for at, own in zip(self._inputs_at, self._inputs)]

    def postprocess(self, outputs):
        """Flat model outputs -> the result: a buffer that the glue filled, or a view where it points into an output."""
        given = [numpy.frombuffer(output, numpy.uint8) for output in outputs]
        for i, array in enumerate(given):
            self._outputs_at[i] = _address(array)
            self._lengths[i] = array.nbytes // 4
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
