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
MODEL_CALL = 3
PROFILE_WARMUP = 1


# By ONNX's names, as numpy writes them: the last digit is an element's size.
DTYPES = {"float32": "<f4", "uint8": "|u1", "int32": "<i4", "int64": "<i8", "bool": "|b1", "float16": "<f2"}


def as_floats(array):
    """A model's output as float32: a copy only of what is none."""
    return array if array.dtype == "float32" else array.astype("float32")


def send(reply):
    sys.stdout.write(json.dumps(reply) + "\n")
    sys.stdout.flush()


def elapsed_ms(start):
    return (perf_counter_ns() - start) / 1e6


def load_glue(job):
    """What prepares and finishes a request: a module beside the workload, or its C code behind the same calls."""
    artefacts = job["artefacts"]
    if "library" in artefacts:
        from compiled_glue import CompiledGlue

        return CompiledGlue(job)
    folder, file = os.path.split(artefacts["glue"])
    sys.path.insert(0, folder)
    return importlib.import_module(file.removesuffix(".py"))


class Pipeline:
    """Glue and engine joined; laps follow SEGMENTS in loaders/worker/laps.ts."""

    def __init__(self, job):
        begin = perf_counter_ns()
        import numpy
        import onnxruntime

        glue = load_glue(job)
        self.import_ms = elapsed_ms(begin)
        begin = perf_counter_ns()
        self.onnxruntime = onnxruntime
        self.job = job
        self.session = self.open_session(job["threads"], job["settings"], None)
        self.trials = []
        with open(job["assetsPath"], "rb") as file:
            glue.init(file.read())
        self.session_ms = elapsed_ms(begin)

        names = [i.name for i in self.session.get_inputs()]
        self.output_names = [o.name for o in self.session.get_outputs()][: len(job["outputs"])]
        if len(names) != len(job["inputs"]) or len(self.output_names) != len(job["outputs"]):
            raise ValueError(
                f"the model has inputs {names} and outputs {self.output_names}; workload \"{job['workload']}\" "
                f"needs inputs {[s['name'] for s in job['inputs']]} and outputs {[s['name'] for s in job['outputs']]}"
            )
        self.specs = [
            (name, numpy.dtype(DTYPES[s["type"]]), s["dims"])
            for name, s in zip(names, job["inputs"])
        ]
        self.frombuffer = numpy.frombuffer
        self.glue = glue
        self.response = os.open(job["responsePath"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        self.tensors = []
        self.result = b""

    def open_session(self, threads, settings, profile_prefix):
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
        return self.onnxruntime.InferenceSession(
            self.job["modelPath"], options, providers=["CPUExecutionProvider"]
        )

    def profile(self, prefix, iterations):
        """The profiled arm: a second session; returns (profile file, ms of each model call)."""
        del self.session  # two sessions at once would compete for memory and, with threads, for cores
        self.session = self.open_session(self.job["threads"], self.job["settings"], prefix)
        runs = [self.run() for _ in range(PROFILE_WARMUP + iterations)]
        run_ms = [(marks[MODEL_CALL + 1] - marks[MODEL_CALL]) / 1e6 for marks in runs]
        return self.session.end_profiling(), run_ms[PROFILE_WARMUP:]

    def open_trial(self, settings):
        """The search's arm: one more session, whose number it returns; it starts from the job's own."""
        others = {key: value for key, value in settings.items() if key != "threads"}
        threads = settings.get("threads", 1)
        is_own = threads == self.job["threads"] and not others
        self.trials.append(self.session if is_own else self.open_session(threads, others, None))
        self.time_trial(len(self.trials) - 1, 1)
        return len(self.trials) - 1

    def time_trial(self, trial, requests):
        """Wall ms of each of so many requests through a trial's session."""
        self.session = self.trials[trial]
        runs = [self.run() for _ in range(requests)]
        return [(marks[-1] - marks[0]) / 1e6 for marks in runs]

    def run(self):
        """One request; returns the clock readings in ns that bound the segments."""
        marks = [perf_counter_ns()]
        # A program that serves one request after another doesn't keep the last one while it reads the next.
        self.tensors = self.result = None
        with open(self.job["payloadPath"], "rb", buffering=0) as file:
            payload = file.read()
        marks.append(perf_counter_ns())
        self.tensors = self.glue.preprocess(payload)
        marks.append(perf_counter_ns())
        feeds = {
            name: self.frombuffer(tensor, dtype).reshape(dims)
            for (name, dtype, dims), tensor in zip(self.specs, self.tensors)
        }
        marks.append(perf_counter_ns())
        arrays = self.session.run(self.output_names, feeds)
        marks.append(perf_counter_ns())
        outputs = [memoryview(as_floats(array).reshape(-1)) for array in arrays]
        marks.append(perf_counter_ns())
        self.result = self.glue.postprocess(outputs)
        marks.append(perf_counter_ns())
        os.pwrite(self.response, self.result, 0)
        marks.append(perf_counter_ns())
        return marks

    def write_outputs(self, path):
        views = [memoryview(t).cast("B") for t in self.tensors]
        header = [
            {"name": s["name"], "type": s["type"], "length": len(v) // int(DTYPES[s["type"]][-1])}
            for s, v in zip(self.job["inputs"], views)
        ]
        result = memoryview(self.result).cast("B")
        header.append({"name": "result", "type": "float32", "length": len(result) // 4})
        with open(path, "wb") as file:
            file.write(json.dumps(header).encode() + b"\n")
            for view in [*views, result]:
                file.write(view)


def main():
    send({"type": "started", "at": str(_started)})
    pipeline = Pipeline(json.loads(sys.argv[1]))
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
            send({"type": "warm-done", **done, "overheadMs": None, "selfReportedBytes": None})
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
            pipeline.trials[command["trial"]] = pipeline.session = None
            send({"type": "dropped"})
        elif name == "profile":
            file, run_ms = pipeline.profile(command["prefix"], command["iterations"])
            send({"type": "profile", "file": file, "runMs": run_ms})


if __name__ == "__main__":
    try:
        main()
    except Exception as error:  # one clear reply; the harness records it
        send({"type": "error", "message": f"{type(error).__name__}: {error}"})
        sys.exit(1)
