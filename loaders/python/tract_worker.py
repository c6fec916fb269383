"""The CPython worker (worker.py) with tract in place of onnxruntime, on the same model."""

import worker

DATUM_TYPES = {"float32": "f32", "float16": "f16", "uint8": "u8", "int32": "i32", "int64": "i64", "bool": "bool"}


class Named:
    def __init__(self, name):
        self.name = name


class Session:
    """A model of tract's behind what the worker calls of a session."""

    def __init__(self, tract, spec):
        model = tract.onnx().load(spec["path"])
        # It plans for the shapes that it knows: with those that the file leaves open, a call may take several times as long.
        for i, tensor in enumerate(spec["inputs"][: model.input_count()]):
            dims = "".join(f"{dim}," for dim in tensor["dims"])
            model.set_input_fact(i, dims + DATUM_TYPES[tensor["type"]])
        self.inputs = [Named(model.input_name(i)) for i in range(model.input_count())]
        self.outputs = [Named(model.output_name(i)) for i in range(model.output_count())]
        self.runnable = model.into_model().into_runnable()

    def get_inputs(self):
        return self.inputs

    def get_outputs(self):
        return self.outputs

    def run(self, outputs, feeds):
        answers = self.runnable.run(list(feeds.values()))
        arrays = [tensor.to_numpy() for tensor in answers[: len(outputs)]]
        # As ctypes names an element's type, glue could not read it through a memoryview.
        return [array.view(array.dtype.str) for array in arrays]


class TractPipeline(worker.Pipeline):
    has_profiler = False

    def import_engine(self):
        import tract

        self.tract = tract

    def open_session(self, spec, threads, settings, profile_prefix):
        return Session(self.tract, spec)


if __name__ == "__main__":
    worker.main(TractPipeline)
