"""The model's call with more and more requests in it: what a server gains that waits for company.

The graph that is opened has a first dimension that is as long as a call has requests (loaders/models/batched-model.ts). That it
answers each of them as the model itself does is looked at before anything is timed.
"""

from statistics import median
from time import perf_counter_ns

# Of the largest output, between a request alone and in company: kernels add up in another order.
SAME = {None: 1e-3, "fp16": 2e-2, "bf16": 1e-1}
OUT_OF_MEMORY = ("out of memory", "failed to allocate", "unable to allocate", "bad_alloc", "allocation failure")
MOST_ROUNDS = 20


def climb(pipeline, command):
    """Answers a `batch` command of loaders/worker/protocol.ts; the last request of the pipeline is the one that is repeated."""
    try:
        call = open_call(pipeline, command)
        wrong = difference(pipeline, command, call)
    except Exception as error:  # the engine's own words, whatever they are of
        wrong = first_line(error)
    if wrong is not None:
        return reply([], f"its graph answers single requests only: {wrong}")
    return ladder(pipeline, command, call)


def reply(points, stopped):
    return {"type": "batched", "points": points, "stopped": stopped}


def first_line(error):
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0][:200] if text else 'no more is said'}"


def open_call(pipeline, command):
    """A function of a call's arrays, in the model's order, that returns its outputs."""
    from worker import Model

    job = pipeline.job
    spec = {**job["models"][0], "path": command["path"]}
    model = Model(job, spec, pipeline.open_session(spec, job["threads"], job["settings"], None))

    def call(arrays):
        return model.session.run(model.outputs, dict(zip(model.inputs, arrays)))

    call.session = model.session
    return call


def request_of(pipeline, dims):
    """The last request's tensors, each in the shape that one request has in a batch."""
    return [
        pipeline.frombuffer(tensor, dtype).reshape(shape)
        for (_, dtype, _), tensor, shape in zip(pipeline.specs, pipeline.tensors, dims)
    ]


def another(array):
    """A request that is like another and not the same: in a batch of equal ones, a mix-up would not be seen."""
    turned = array[:, ..., ::-1] if array.ndim > 1 else array[::-1]
    return turned * array.dtype.type(0.75) if array.dtype.kind == "f" else turned


def difference(pipeline, command, call):
    """What is wrong with the answers of a batch of two; None where nothing is."""
    import numpy

    pair = request_of(pipeline, command["dims"])
    pair = list(zip(pair, [numpy.ascontiguousarray(another(array)) for array in pair]))
    together = call([numpy.concatenate(both) for both in pair])
    [model] = pipeline.models
    for place in (0, 1):
        feeds = {
            name: both[place].reshape(dims) for (name, _, dims), both in zip(pipeline.specs, pair)
        }
        for alone, batched in zip(model.session.run(model.outputs, feeds), together):
            if batched.shape[0] != 2 * alone.shape[0]:
                return f"an output of {list(alone.shape)} becomes {list(batched.shape)} for two requests"
            own = batched[place * alone.shape[0] :][: alone.shape[0]].astype("f4")
            off = numpy.abs(own - alone.astype("f4")).max(initial=0)
            largest = numpy.abs(alone).max(initial=0)
            if not off <= SAME[getattr(pipeline, "precision", None)] * max(float(largest), 1e-6):
                return f"in a batch of two an output is off by {off:.2g}, where the largest is {largest:.2g}"
    return None


def ladder(pipeline, command, call):
    import numpy

    request = request_of(pipeline, command["dims"])
    points = []
    rest = Rest()
    for size in command["sizes"]:
        reason = rest.why_stop(size, points, command["mostCallMs"])
        if reason is not None:
            return reply(points, reason)
        try:
            arrays = [numpy.concatenate([array] * size) for array in request]
            call(arrays)
            points.append({"batch": size, **timed(call, arrays, command), "deviceMemoryBytes": pipeline.device_memory()})
        except Exception as error:
            said = first_line(error)
            full = isinstance(error, MemoryError) or any(words in said.lower() for words in OUT_OF_MEMORY)
            return reply(points, f"{size} requests in a call " + ("do not fit the memory" if full else f"fail: {said}"))
        rest.after(size)
    return reply(points, None)


def timed(call, arrays, command):
    """So many rounds as the time holds, three at least, and of their parts the means."""
    round_ns, parts = [], []
    while len(round_ns) < MOST_ROUNDS and (len(round_ns) < 3 or sum(round_ns) < command["roundsMs"] * 1e6):
        begin = perf_counter_ns()
        call(arrays)
        round_ns.append(perf_counter_ns() - begin)
        parts.append(getattr(call.session, "parts", None))
    return {"roundMs": [ns / 1e6 for ns in round_ns], "parts": None if parts[0] is None else shares(round_ns, parts)}


def shares(round_ns, parts):
    """Means of the three parts; what the device did not spend on the way in or computing is the way back, and the host's."""
    count = len(parts)
    moved = sum(part[0] for part in parts) / count
    computed = sum(part[1] for part in parts) / count
    back = max(0, sum(round_ns) / count - moved - computed)
    return {"toDeviceMs": moved / 1e6, "computeMs": computed / 1e6, "fromDeviceMs": back / 1e6}


class Rest:
    """What is left of the machine's memory: a process that takes it all is ended, and others with it."""

    def __init__(self):
        self.peaks = {}

    def after(self, size):
        self.peaks[size] = peak_bytes()

    def why_stop(self, size, points, most_call_ms):
        if not points:
            return None
        last = points[-1]
        call_ms = median(last["roundMs"])
        if 2 * call_ms > most_call_ms:
            return f"a call with {last['batch']} requests takes {call_ms:.0f} ms: one with {size} would take longer than {most_call_ms} ms"
        first = self.peaks[points[0]["batch"]]
        more = (self.peaks[last["batch"]] - first) * size / last["batch"]
        available = available_bytes()
        if available is not None and more > available / 2:
            return f"{size} requests in a call would take more than half of the memory that is free"
        return None


def peak_bytes():
    try:
        import resource
    except ImportError:  # Windows
        return 0
    import sys

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def available_bytes():
    """Of the machine, or of the control group where that has less; None where neither tells."""
    known = []
    try:
        with open("/proc/meminfo") as file:
            known += [1024 * int(line.split()[1]) for line in file if line.startswith("MemAvailable:")]
        with open("/sys/fs/cgroup/memory.max") as most, open("/sys/fs/cgroup/memory.current") as now:
            known.append(int(most.read()) - int(now.read()))
    except (OSError, ValueError):  # not Linux, or no bound
        pass
    return min(known) if known else None
