"""Marks where a pipeline's time goes: `with bucket("io"): …`, or `@bucket("interpreter")` before a function; and what one
request is: `with request(): …`, or `@request()`.

At exit the marks are written as Chrome trace events to the file that PORTOLAN_TRACE names, else portolan-trace.json;
`portolan attribute FILE` reads it, `portolan profile` finds it by itself. Inner marks take their time from outer ones.
Copy this file beside your pipeline; it needs nothing but the standard library (Python 3.7 or later).
"""
import atexit, functools, json, os, threading, time

_path = os.environ.get("PORTOLAN_TRACE", "portolan-trace.json")
os.environ["PORTOLAN_TRACE"] = os.devnull  # a child process that marks too must not replace this trace
_now = time.perf_counter_ns
_process, _events, _begin = os.getpid(), [], _now()


def _add(phase, start, end, **args):
    at = {"pid": _process, "tid": threading.get_ident(), "ts": (start - _begin) / 1e3, "dur": (end - start) / 1e3}
    name = args.get("bucket", "request" if args else "process")
    _events.append({"cat": "portolan", "ph": phase, "name": name, "args": args, **at})


class _Mark:
    """A `with` block or a decorator; the clock is read next to what it times."""

    def __init__(self, **args):
        self._args, self._starts = args, []

    def __enter__(self):
        self._starts.append(_now())

    def __exit__(self, *_):
        end = _now()
        _add("X", self._starts.pop(), end, **self._args)

    def __call__(self, function):
        @functools.wraps(function)
        def marked(*args, **kwargs):
            start = _now()
            try:
                return function(*args, **kwargs)
            finally:
                end = _now()
                _add("X", start, end, **self._args)

        return marked


def bucket(name):
    """Counts the time of a `with` block, or of a function, as "interpreter", "compute" or "io"."""
    if name not in ("interpreter", "compute", "io"):
        raise ValueError(f'bucket "{name}"; allowed are "interpreter", "compute" and "io"')
    return _Mark(bucket=name)


def request():
    """Says that a `with` block, or each call of a function, is one request: times are then told per request as well."""
    return _Mark(request=True)


@atexit.register
def _write():
    if os.getpid() == _process:  # not in a fork
        _add("i", _now(), _now())
        with open(_path, "w") as file:
            json.dump({"traceEvents": _events}, file)


_add("i", _begin, _begin)
