"""The CPython worker: the same phases, segments and protocol as loaders/worker/main.ts, as JSON lines.

argv[1] is the job (loaders/worker/job.ts). The warm loop runs here, as it does under Node: a loop that waited for
a pipe between requests would find its caches and the engine's threads cold.
"""

import sys
from time import perf_counter_ns

_started = perf_counter_ns()

import importlib  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402


# As in loaders/worker/laps.ts and main.ts.
SEGMENTS = 7
LOAD, START, HAND_OVER, MODEL_CALL, ACCEPT, RESUME, RESPOND = range(SEGMENTS)
PROFILE_WARMUP = 1


# By ONNX's names, as numpy writes them: the last digit is an element's size.
DTYPES = {"float32": "<f4", "uint8": "|u1", "int32": "<i4", "int64": "<i8", "bool": "|b1", "float16": "<f2"}


def as_floats(array):
    """A model's output as float32: a copy only of what is none."""
    return array if array.dtype == "float32" else array.astype("float32")


def as_bytes_view(array):
    view = memoryview(array)
    # One without dimensions, or whose elements do not follow each other in memory, is copied.
    return view.cast("B") if view.c_contiguous and view.ndim else memoryview(view.tobytes())


def send(reply):
    sys.stdout.write(json.dumps(reply) + "\n")
    sys.stdout.flush()


def elapsed_ms(start):
    return (perf_counter_ns() - start) / 1e6


def load_glue(job):
    """What prepares and finishes a request: a module beside the workload, or its C code behind the same calls."""
    artefacts = job["artefacts"]
    if "library" in artefacts:
        from compiled_glue import CompiledGlue, CompiledSteps

        return CompiledSteps(job) if job["maxResultLength"] is None else CompiledGlue(job)
    folder, file = os.path.split(artefacts["glue"])
    sys.path.insert(0, folder)
    return importlib.import_module(file.removesuffix(".py"))


def read_file(path):
    with open(path, "rb", buffering=0) as file:
        return file.read()


def picture_reader():
    """Of a PNG, what StepGlue's `decode` (loaders/workloads/workload.ts) says that glue gets."""
    import io
    import struct

    import numpy
    from PIL import Image

    def read(path):
        with Image.open(io.BytesIO(read_file(path))) as image:
            pixels = numpy.asarray(image if image.mode in ("RGB", "RGBA") else image.convert("RGB"))
        height, width, channels = pixels.shape
        decoded = bytearray(12 + pixels.nbytes)
        struct.pack_into("<3I", decoded, 0, width, height, channels)
        numpy.frombuffer(decoded, numpy.uint8, offset=12).reshape(pixels.shape)[:] = pixels
        return decoded

    return read


class Model:
    """One of the job's models: its session, and its inputs and outputs by name."""

    def __init__(self, job, spec, session):
        self.session = session
        self.name = spec["name"]
        self.inputs = [i.name for i in session.get_inputs()]
        self.outputs = [o.name for o in session.get_outputs()][: len(spec["outputs"])]
        if len(self.inputs) != len(spec["inputs"]) or len(self.outputs) != len(spec["outputs"]):
            named = f'the model "{self.name}"' if len(job["models"]) > 1 else "the model"
            raise ValueError(
                f"{named} has inputs {self.inputs} and outputs {self.outputs}; workload \"{job['workload']}\" "
                f"needs inputs {[s['name'] for s in spec['inputs']]} and outputs {[s['name'] for s in spec['outputs']]}"
            )


class Pipeline:
    """Glue and engine joined; laps follow SEGMENTS in loaders/worker/laps.ts."""

    has_profiler = True
    # Of weights and arithmetic, where it is not the model's own.
    precision = None

    def __init__(self, job):
        begin = perf_counter_ns()
        import numpy

        self.import_engine()
        glue = load_glue(job)
        self.read = picture_reader() if job["decode"] == "picture" else read_file
        self.import_ms = elapsed_ms(begin)
        begin = perf_counter_ns()
        self.job = job
        self.models = self.open_models(job["threads"], job["settings"], None)
        self.trials = []
        with open(job["assetsPath"], "rb") as file:
            glue.init(file.read())
        self.session_ms = elapsed_ms(begin)

        self.specs = [
            (name, numpy.dtype(DTYPES[s["type"]]), s["dims"])
            for name, s in zip(self.models[0].inputs, job["models"][0]["inputs"])
        ]
        self.places = {model.name: i for i, model in enumerate(self.models)}
        self.run = self.run_call if job["maxResultLength"] is not None else self.run_steps
        self.calls = [0] * len(self.models)
        self.record = None
        self.frombuffer = numpy.frombuffer
        self.asarray = numpy.asarray
        self.glue = glue
        self.response = os.open(job["responsePath"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        self.tensors = []
        self.result = b""

    def import_engine(self):
        import onnxruntime

        self.onnxruntime = onnxruntime

    def open_models(self, threads, settings, profile_prefix):
        """The job's models, each with a session of its own."""
        return [
            Model(self.job, spec, self.open_session(spec, threads, settings, profile_prefix and f"{profile_prefix}-{i}"))
            for i, spec in enumerate(self.job["models"])
        ]

    def open_session(self, spec, threads, settings, profile_prefix):
        """A session; `settings` holds what the program sets (src/model/run-file.ts), the rest is left to the engine."""
        options = self.onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        if "graphOptimization" in settings:
            level = f"ORT_ENABLE_{settings['graphOptimization'].upper()}"
            options.graph_optimization_level = getattr(self.onnxruntime.GraphOptimizationLevel, level)
        if "memoryArena" in settings:
            options.enable_cpu_mem_arena = settings["memoryArena"]
        if "memoryPattern" in settings:
            options.enable_mem_pattern = settings["memoryPattern"]
        if "spinning" in settings:
            options.add_session_config_entry("session.intra_op.allow_spinning", str(int(settings["spinning"])))
        if settings.get("parallel"):
            options.execution_mode = self.onnxruntime.ExecutionMode.ORT_PARALLEL
            options.inter_op_num_threads = threads
        if profile_prefix is not None:
            options.enable_profiling = True
            options.profile_file_prefix = profile_prefix
        return self.onnxruntime.InferenceSession(spec["path"], options, providers=["CPUExecutionProvider"])

    def profile(self, prefix, iterations):
        """The profiled arm: other sessions; returns (profile files, ms of the model calls of each request)."""
        self.models = None  # two sessions of a model at once would compete for memory and, with threads, for cores
        self.models = self.open_models(self.job["threads"], self.job["settings"], prefix)
        runs = [self.run() for _ in range(PROFILE_WARMUP + iterations)]
        run_ms = [(marks[MODEL_CALL + 1] - marks[MODEL_CALL]) / 1e6 for marks in runs]
        return [model.session.end_profiling() for model in self.models], run_ms[PROFILE_WARMUP:]

    def open_trial(self, settings):
        """The search's arm: one more session, whose number it returns; it starts from the job's own."""
        others = {key: value for key, value in settings.items() if key != "threads"}
        threads = settings.get("threads", 1)
        is_own = threads == self.job["threads"] and not others
        self.trials.append(self.models if is_own else self.open_models(threads, others, None))
        self.time_trial(len(self.trials) - 1, 1)
        return len(self.trials) - 1

    def time_trial(self, trial, requests):
        """Wall ms of each of so many requests through a trial's session."""
        self.models = self.trials[trial]
        runs = [self.run() for _ in range(requests)]
        return [(marks[-1] - marks[0]) / 1e6 for marks in runs]

    def device_memory(self):
        """In use on the device that computes, in bytes, as its driver tells; None for the CPU's."""
        return None

    def run_call(self):
        """A request that calls its model once; returns the clock readings in ns that bound the segments."""
        [model] = self.models
        marks = [perf_counter_ns()]
        # A program that serves one request after another doesn't keep the last one while it reads the next.
        self.tensors = self.result = None
        payload = self.read(self.job["payloadPath"])
        marks.append(perf_counter_ns())
        self.tensors = self.glue.preprocess(payload)
        marks.append(perf_counter_ns())
        feeds = {
            name: self.frombuffer(tensor, dtype).reshape(dims)
            for (name, dtype, dims), tensor in zip(self.specs, self.tensors)
        }
        marks.append(perf_counter_ns())
        arrays = model.session.run(model.outputs, feeds)
        marks.append(perf_counter_ns())
        outputs = [memoryview(as_floats(array).reshape(-1)) for array in arrays]
        marks.append(perf_counter_ns())
        self.result = self.glue.postprocess(outputs)
        marks.append(perf_counter_ns())
        os.pwrite(self.response, self.result, 0)
        marks.append(perf_counter_ns())
        self.calls[0] = 1
        return marks

    def run_steps(self):
        """A request that calls models as often as it needs; returns what `run_call` does, with the segments added up."""
        calls = self.calls = [0] * len(self.models)
        spans = [0] * SEGMENTS
        begin = last = perf_counter_ns()

        def lap(segment):
            nonlocal last
            now = perf_counter_ns()
            spans[segment] += now - last
            last = now

        self.result = None
        payload = self.read(self.job["payloadPath"])
        lap(LOAD)
        steps = self.glue.serve(payload)
        outputs = None
        segment = START
        while True:
            try:
                name, inputs = steps.send(outputs)
            except StopIteration as end:
                self.result = end.value
                lap(segment)
                break
            lap(segment)
            segment = RESUME
            place = self.place_of(name)
            calls[place] += 1
            model = self.models[place]
            feeds = {
                feed: given if hasattr(given, "shape") else self.shaped(given, place, i)
                for i, (feed, given) in enumerate(zip(model.inputs, inputs))
            }
            lap(HAND_OVER)
            arrays = model.session.run(model.outputs, feeds)
            lap(MODEL_CALL)
            if self.record is not None:
                self.record.append((place, [self.asarray(feed).copy() for feed in feeds.values()], arrays))
            outputs = [memoryview(as_floats(array).reshape(-1)) for array in arrays]
            lap(ACCEPT)
        os.pwrite(self.response, self.result, 0)
        lap(RESPOND)
        marks = [begin]
        for span in spans:
            marks.append(marks[-1] + span)
        return marks

    def place_of(self, name):
        if name not in self.places:
            raise ValueError(f'the glue calls the model "{name}"; the workload has {", ".join(self.places)}')
        return self.places[name]

    def shaped(self, given, place, i):
        """A buffer and its shape, as plain Python gives them."""
        buffer, dims = given
        return self.frombuffer(buffer, DTYPES[self.job["models"][place]["inputs"][i]["type"]]).reshape(dims)

    def write_outputs(self, path):
        """As loaders/worker/pipeline.ts does."""
        if self.job["maxResultLength"] is not None:
            self.write_arrays(path, 0, self.tensors, [], "float32")
            return
        self.record = []
        self.run()
        record, self.record = self.record, None
        place, inputs, _ = record[0] if record else (0, [], [])
        calls = [
            (at, sum(tensor.nbytes for tensor in given), sum(4 * array.size for array in got))
            for at, given, got in record
        ]
        whole = as_bytes_view(self.asarray(calls, "<i4").reshape(-1))
        self.write_arrays(path, place, inputs, [("calls", "int32", whole)], "uint8")

    def write_arrays(self, path, place, inputs, others, result_type):
        specs = self.job["models"][place]["inputs"]
        arrays = [(s["name"], s["type"], as_bytes_view(t)) for s, t in zip(specs, inputs)]
        arrays += [*others, ("result", result_type, as_bytes_view(self.result))]
        header = [
            {"name": name, "type": kind, "length": len(view) // int(DTYPES[kind][-1])}
            for name, kind, view in arrays
        ]
        with open(path, "wb") as file:
            file.write(json.dumps(header).encode() + b"\n")
            for *_, view in arrays:
                file.write(view)


def own_peak():
    """Its memory, where the process that the harness started is not this one: a container's client."""
    if "PORTOLAN_READS_OWN_MEMORY" not in os.environ:
        return {}
    with open("/proc/self/status") as status:
        [kilobytes] = [line.split()[1] for line in status if line.startswith("VmHWM:")]
    return {"peak": {"peakRssBytes": 1024 * int(kilobytes), "method": "VmHWM"}}


def serve(make_pipeline):
    send({"type": "started", "at": str(_started)})
    pipeline = make_pipeline(json.loads(sys.argv[1]))
    first = pipeline.run()
    send(
        {
            "type": "opened",
            "importMs": pipeline.import_ms,
            "compileMs": 0,
            "sessionMs": pipeline.session_ms,
            "firstInferenceMs": (first[-1] - first[0]) / 1e6,
        }
    )
    for line in sys.stdin:
        command = json.loads(line)
        name = command["command"]
        if name == "warm":
            # Not imported before, so that it is no part of the cold start.
            from warm_loop import run_warm

            iterations, cpu_per_wall = run_warm(pipeline.run, command["parameters"], send)
            done = {"iterations": iterations, "cpuPerWall": cpu_per_wall}
            send({"type": "warm-done", **done, "overheadMs": None, "selfReportedBytes": None, **own_peak()})
        elif name == "outputs":
            pipeline.write_outputs(command["path"])
            send({"type": "outputs"})
        elif name == "try":
            try:
                send({"type": "tried", "trial": pipeline.open_trial(command["settings"])})
            except Exception as error:  # the engine's own words, whatever they are of
                send({"type": "refused", "reason": f"{type(error).__name__}: {error}"})
        elif name == "time":
            send({"type": "timed", "wallMs": pipeline.time_trial(command["trial"], command["requests"])})
        elif name == "drop":
            pipeline.trials[command["trial"]] = pipeline.models = None
            send({"type": "dropped"})
        elif name == "batch":
            # Not imported before, either.
            from batch_ladder import climb

            send(climb(pipeline, command))
        elif name == "profile" and not pipeline.has_profiler:
            send({"type": "refused", "reason": "its engine has no profile that is read"})
        elif name == "profile":
            files, run_ms = pipeline.profile(command["prefix"], command["iterations"])
            send({"type": "profile", "files": files, "calls": pipeline.calls, "runMs": run_ms})


def main(make_pipeline):
    try:
        serve(make_pipeline)
    except Exception as error:  # one clear reply; the harness records it
        send({"type": "error", "message": f"{type(error).__name__}: {error}"})
        sys.exit(1)


if __name__ == "__main__":
    main(Pipeline)
