"""Marks where a pipeline's time goes: `with bucket("io"): …`, or `@bucket("interpreter")` before a function; and what one
request is: `with request(): …`, or `@request()`.

At exit the marks are written as Chrome trace events to the file that PORTOLAN_TRACE names, else portolan-trace.json;
`portolan attribute FILE` reads it, `portolan profile` finds it by itself. Inner marks take their time from outer ones.
Copy this file beside your pipeline; it needs nothing but the standard library (Python 3.7 or later).
"""
import atexit, contextlib, json, os, threading, time

_path = os.environ.get("PORTOLAN_TRACE", "portolan-trace.json")
os.environ["PORTOLAN_TRACE"] = os.devnull  # a child process that marks too must not replace this trace
_process, _events, _begin = os.getpid(), [], time.perf_counter_ns()


def _add(phase, start, end, **args):
    at = {"pid": _process, "tid": threading.get_ident(), "ts": (start - _begin) / 1e3, "dur": (end - start) / 1e3}
    name = args.get("bucket", "request" if args else "process")
    _events.append({"cat": "portolan", "ph": phase, "name": name, "args": args, **at})


@contextlib.contextmanager
def _mark(**args):
    start = time.perf_counter_ns()
    try:
        yield
    finally:
        _add("X", start, time.perf_counter_ns(), **args)


def bucket(name):
    """Counts the time of a `with` block, or of a function, as "interpreter", "compute" or "io"."""
    if name not in ("interpreter", "compute", "io"):
        raise ValueError(f'bucket "{name}"; allowed are "interpreter", "compute" and "io"')
    return _mark(bucket=name)


def request():
    """Says that a `with` block, or each call of a function, is one request: times are then told per request as well."""
    return _mark(request=True)


@atexit.register
def _write():
    if os.getpid() == _process:  # not in a fork
        _add("i", time.perf_counter_ns(), time.perf_counter_ns())
        with open(_path, "w") as file:
            json.dump({"traceEvents": _events}, file)


_add("i", _begin, _begin)
