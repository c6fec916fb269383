"""A pipeline whose split between interpreter, compute and io is known, because it measures itself.

argv[1] is the job as JSON (`Job` in loaders/truth/program.ts). With `targetMs`, the amounts of work are calibrated and
written to `planPath`; without, the plan there is done again, unit for unit, so that a profiled run can be held against
an unprofiled one. The last line of stdout is what it measured (`ProgramResult`).
"""

import json
import os
import sys
from contextlib import contextmanager
from random import Random
from time import perf_counter_ns

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import glue  # noqa: E402
import model  # noqa: E402
import transfer  # noqa: E402

BUCKETS = ("interpreter", "compute", "io")


def repeat(work, units):
    for _ in range(units):
        work()


def calibrate(work):
    """Nanoseconds per unit, by kind: the best of three after a first one, over at least five milliseconds each."""
    cost = {}
    for kind, unit in work.items():
        unit()
        units, best = 1, 0
        while best < 5e6:
            best = float("inf")
            for _ in range(3):
                begin = perf_counter_ns()
                repeat(unit, units)
                best = min(best, perf_counter_ns() - begin)
            if best < 5e6:
                units *= 2
        cost[kind] = best / units
    return cost


def make_plan(work, target_ms, iteration_ms, seed=1):
    """Units by kind for each bucket of each iteration. Iterations vary in length by ±40 %, as requests do."""
    random = Random(seed)
    total = sum(target_ms.values())
    iterations = max(1, round(total / iteration_ms))
    cost = {bucket: calibrate(work[bucket]) for bucket in BUCKETS}
    debt = {bucket: dict.fromkeys(work[bucket], 0.0) for bucket in BUCKETS}
    plan = []
    for _ in range(iterations):
        factor = 0.6 + 0.8 * random.random()
        stages = []
        for bucket in BUCKETS:
            for kind, unit_ns in cost[bucket].items():
                debt[bucket][kind] += factor * target_ms[bucket] * 1e6 / iterations / len(cost[bucket])
                units = int(debt[bucket][kind] / unit_ns + 0.5)
                debt[bucket][kind] -= units * unit_ns
                if units > 0:
                    stages.append([bucket, kind, units])
        plan.append(stages)
    return plan


def time_calls(units, spent, bucket):
    """The same units of work; each call adds its nanoseconds to spent[bucket]."""

    def timed(unit):
        def call():
            begin = perf_counter_ns()
            result = unit()
            spent[bucket] += perf_counter_ns() - begin
            return result

        return call

    return {kind: timed(unit) for kind, unit in units.items()}


def truth_window(plan, work):
    """Runs the plan; everything that is scored happens in here. Returns the nanoseconds that it took."""
    started = perf_counter_ns()
    for stages in plan:
        for bucket, kind, units in stages:
            repeat(work[bucket][kind], units)
    return perf_counter_ns() - started


@contextmanager
def profiled(job):
    """The profiler that the job asks for, around the window only."""
    kind, path = job.get("profiler"), job.get("profilePath")
    if kind == "cProfile":
        import cProfile

        profiler = cProfile.Profile()
        with profiler:
            yield
        profiler.dump_stats(path)
    elif kind == "pyinstrument":
        from pyinstrument import Profiler

        profiler = Profiler(interval=0.001)
        with profiler:
            yield
        profiler.last_session.save(path)
    else:
        yield


def mark_stages(work, job):
    """The same work, with its compute and io marked, and the function that runs it as interpreter."""
    os.environ["PORTOLAN_TRACE"] = job["profilePath"]
    sys.path.insert(0, job["markerFolder"])
    from portolan_marker import bucket

    marked = {name: {kind: bucket(name)(unit) for kind, unit in work[name].items()} for name in ("compute", "io")}
    return {**work, **marked}, bucket("interpreter")(truth_window)


def main(job):
    echo = transfer.Echo()
    compute, session = model.make_work(job["modelPath"], job.get("enginePrefix"))
    if "computeKinds" in job:
        compute = {kind: compute[kind] for kind in job["computeKinds"]}
    work = {"interpreter": glue.WORK, "compute": compute, "io": transfer.make_work(job["folder"], echo)}
    if "targetMs" in job:
        plan = make_plan(work, job["targetMs"], job["iterationMs"])
        with open(job["planPath"], "w", encoding="utf-8") as file:
            json.dump(plan, file)
    else:
        with open(job["planPath"], encoding="utf-8") as file:
            plan = json.load(file)

    # Compute and io are the time inside their calls. All else is the interpreter's: glue, loops, clock readings, and
    # the release of objects, which happens wherever their last reference goes.
    spent = {"compute": 0, "io": 0}
    work = {**work, **{bucket: time_calls(work[bucket], spent, bucket) for bucket in spent}}
    run = truth_window
    if "markerFolder" in job:
        work, run = mark_stages(work, job)
    with profiled(job):
        wall = run(plan, work)
    truth = {"interpreter": wall - sum(spent.values()), **spent}
    result = {"truthMs": {bucket: ns / 1e6 for bucket, ns in truth.items()}, "wallMs": wall / 1e6}
    if "enginePrefix" in job:
        result["profilePath"] = session.end_profiling()
    echo.close()
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
