"""One process of the plan: everything that is measured of it, in the order of loaders/harness/measure-worker.ts."""

import os
from time import perf_counter

from .engine_profile import engine_totals, middle_half
from .fingerprint import load_average
from .gate import compare_outputs, parse_outputs
from .run_file import InvalidRow, Unwritable
from .times import now
from .worker_process import Worker, WorkerTimeout


class Slots:
    """Runs slots and appends what they measured."""

    def __init__(self, manifest, root, scratch, jobs, append):
        self._manifest = manifest
        self._root = root
        self._scratch = scratch
        self._jobs = jobs
        self._append = append
        self._cells = {(cell["workload"], cell["target"]): cell for cell in manifest["cells"]}
        self._references = {}

    def run(self, slot):
        """A crash, a time-out or a wrong output is an outcome of this slot, never an exception."""
        start = perf_counter()
        try:
            measured = self._measure(slot)
        except Unwritable:
            raise
        except InvalidRow as error:
            measured = {"state": "crash", "detail": f"the worker reported what cannot be: {error}"}
        except WorkerTimeout as error:
            measured = {"state": "timeout", "detail": str(error)}
        except Exception as error:  # whatever a worker or its output is the fault of
            measured = {"state": "crash", "detail": str(error) or type(error).__name__}
        row = outcome_row(slot, measured, (perf_counter() - start) * 1e3)
        self._append(row)
        return row

    def _measure(self, slot):
        fields = slot.fields
        segments = self._manifest["segments"]
        parameters = self._manifest["parameters"]

        def on_samples(reply):
            batch = {name: reply[name] for name in ("firstIteration", "startMs", "wallMs", "spanMs")}
            self._append({"kind": "samples", **fields, "segments": segments, **batch})

        script, job = self._jobs(slot, os.path.join(self._scratch, "response.bin"))
        worker = Worker(script, job, self._scratch, parameters["timeoutMs"] / 1e3, on_samples)
        try:
            self._append({"kind": "cold", **fields, **worker.opened()})
            warm = worker.warm(parameters)
            peak = warm.get("peak") or worker.peak()
            if peak:
                self._append({"kind": "memory", **fields, **peak, "selfReportedBytes": warm.get("selfReportedBytes")})
            compared = self._compare(slot, worker)
            detail = compared.pop("detail", None)
            lacks = self._look_closer(slot, worker, parameters, detail is None)
        finally:
            worker.close()
        return {
            "state": "ok" if detail is None else "mismatch",
            "detail": detail or lacks or "",
            "cpuPerWall": warm.get("cpuPerWall"),
            "overheadMs": warm.get("overheadMs"),
            "agreement": compared,
        }

    def _compare(self, slot, worker):
        place = os.path.join(self._scratch, "outputs.bin")
        worker.ask({"command": "outputs", "path": place}, "outputs")
        with open(place, "rb") as file:
            actual = parse_outputs(file.read())
        os.remove(place)
        return compare_outputs(actual, self._reference(slot.workload), self._cells[slot.workload, slot.target]["tolerance"])

    def _reference(self, workload):
        if workload not in self._references:
            name = next(one["reference"] for one in self._manifest["workloads"] if one["record"]["id"] == workload)
            with open(os.path.join(self._root, name), "rb") as file:
                self._references[workload] = parse_outputs(file.read())
        return self._references[workload]

    def _look_closer(self, slot, worker, parameters, agrees):
        """What a cell's first process is asked after everything that is timed of it; why something of that is missing, or None."""
        if not slot.is_asked_more:
            return None
        unbatched = self._batches(slot, worker) if agrees else None
        # A ladder that ends the worker costs the profile, too.
        if unbatched is not None or parameters["profiledIterations"] == 0:
            return unbatched
        return self._profile(slot, worker, parameters["profiledIterations"])

    def _batches(self, slot, worker):
        """The model's call with more and more requests in it, where the kit's maker asked for that."""
        asked = self._cells[slot.workload, slot.target].get("batch")
        if asked is None:
            return None
        if isinstance(asked, str):
            found = {"points": [], "stopped": asked}
        else:
            command = {**asked, "path": os.path.join(self._root, *asked["path"].split("/"))}
            try:
                found = worker.ask(command, "batched")
            except Unwritable:
                raise
            except Exception as error:
                return f"batches could not be measured: {error}"
        named = {"workload": slot.workload, "target": slot.target}
        self._append({"kind": "batch", **named, "points": found["points"], "stopped": found["stopped"], "at": now()})
        return None

    def _profile(self, slot, worker, iterations):
        """The profiled arm: a profile that cannot be read costs its split, never the times that were taken before it."""
        prefix = os.path.join(self._scratch, f"profile-{slot.slot}")
        try:
            reply = worker.ask({"command": "profile", "prefix": prefix, "iterations": iterations}, "profile", "refused")
            if reply["type"] == "profile":
                self._append({"kind": "engine", **slot.fields, **totals_of(reply)})
            return None
        except Unwritable:
            raise
        except Exception as error:
            return f"the engine's profile could not be read: {error}"


def totals_of(reply):
    kept = middle_half(reply["runMs"], lambda ms: ms)
    run_ms = sum(kept) / len(kept)
    if reply.get("times"):
        return {**timed_totals(reply["times"]), "runMs": run_ms}
    texts = []
    for path in reply["files"]:
        with open(path, encoding="utf-8", errors="replace") as file:
            texts.append(file.read())
        os.remove(path)
    return {**engine_totals(texts, len(reply["runMs"]), reply["calls"]), "runMs": run_ms}


def timed_totals(calls):
    """Of calls that were timed step by step on a device: what computing took is the model's run."""
    kept = middle_half(calls, lambda call: call["uploadMs"] + call["computeMs"] + call["readBackMs"])
    compute_ms = sum(call["computeMs"] for call in kept) / len(kept)
    same = dict.fromkeys(("modelRunMs", "executorMs", "kernelMs"), compute_ms)
    return {"iterations": len(kept), **same, "operators": []}


def outcome_row(slot, measured, elapsed_ms):
    return {
        "kind": "outcome",
        **slot.fields,
        "slot": slot.slot,
        "cpuPerWall": None,
        "overheadMs": None,
        "agreement": None,
        **measured,
        "elapsedMs": elapsed_ms,
        "loadAverage1m": load_average(),
        "at": now(),
    }
