"""The warm loop of CPython workers, by the rules of loaders/worker/warm-loop.ts."""

from time import perf_counter_ns, process_time_ns

FLUSH_EVERY_NS = 1_000_000_000


def run_warm(run, parameters, flush):
    """Runs requests by time and by count; returns their number and the CPU time over the wall time.

    `run` serves one and returns its clock readings in ns, one per end of a segment and the start before them.
    `flush` gets the samples about every second, between requests, outside any measured time.
    """
    cpu, begin = process_time_ns(), perf_counter_ns()
    for _ in range(parameters["warmupIterations"]):
        run()
    done = 0
    served_ns = 0
    origin = None
    readings = []
    flushed = None
    while done < parameters["maxIterations"] and (
        done < parameters["minIterations"] or served_ns < parameters["warmTimeMs"] * 1e6
    ):
        marks = run()
        served_ns += marks[-1] - marks[0]
        done += 1
        origin = origin or marks[0]
        flushed = flushed or marks[0]
        readings.append(marks)
        if marks[0] - flushed > FLUSH_EVERY_NS:
            flush(samples(readings, done - len(readings), origin))
            readings = []
            flushed = marks[0]
    if readings:
        flush(samples(readings, done - len(readings), origin))
    return done, (process_time_ns() - cpu) / (perf_counter_ns() - begin)


def samples(readings, first, origin):
    """A `samples` reply of loaders/worker/protocol.ts."""
    return {
        "type": "samples",
        "firstIteration": first,
        "startMs": [(marks[0] - origin) / 1e6 for marks in readings],
        "wallMs": [(marks[-1] - marks[0]) / 1e6 for marks in readings],
        "spanMs": [[(b - a) / 1e6 for a, b in zip(before, after)] for before, after in segments(readings)],
    }


def segments(readings):
    columns = list(zip(*readings))
    return zip(columns, columns[1:])
