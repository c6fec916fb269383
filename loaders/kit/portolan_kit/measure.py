"""A whole run: its slots in order, what is cut by a budget, and how it ended."""

import os
from dataclasses import dataclass

from .interruption import Interrupted
from .plan import Schedule, plan_slots, planned_name, rename_repeats
from .progress import Progress, duration, say
from .slots import Slots, outcome_row
from .targets import Targets, thread_count
from .times import now


@dataclass(frozen=True)
class Prepared:
    manifest: dict
    root: str
    scratch: str
    targets: Targets
    records: list
    cells: list


def measure(prepared, file, header, previous, budget_ms, clock):
    """("complete" | "interrupted" | "budget", whether any process gave what is right)."""
    known = {planned_name(row["process"]): row for row in previous if is_known(row)}
    outcomes = list(known.values())
    slots = slots_of(prepared, header["seed"], known, previous)
    schedule = Schedule(slots, known, header["parameters"])
    runner = Slots(prepared.manifest, prepared.root, prepared.scratch, jobs_of(prepared), file.append)
    progress = Progress(len(schedule.pending))
    if known:
        say(f"{len(known)} of {len(slots)} processes are there.")
    cut = []
    end = "complete"
    try:
        while schedule.pending:
            slot = schedule.pending[0]
            if budget_ms is not None and schedule.expected_ms(slot) > budget_ms - clock.elapsed_ms:
                schedule.drop(slot)
                cut.append(slot)
                end = "budget"
                continue
            outcome = runner.run(slot)
            outcomes.append(outcome)
            schedule.finished(slot, outcome)
            progress.step(described(slot, outcome), len(schedule.pending), schedule.left_ms())
            if outcome["state"] != "ok":
                say(f"  {slot.process}: {outcome['state']} - {outcome['detail']}")
    except Interrupted:
        end = "interrupted"
        say(f"Stopped; what was measured is kept: {len(outcomes)} processes. The same command goes on.")
    finish(file, end, cut, budget_ms, clock)
    return end, any(outcome["state"] == "ok" for outcome in outcomes)


def finish(file, end, cut, budget_ms, clock):
    for slot in cut:
        detail = f"the budget of {duration(budget_ms)} left no time for it"
        file.append(outcome_row(slot, {"state": "cut", "detail": detail}, 0))
    jump = clock.jump()
    if jump is not None:
        say(f"Note: {jump}.")
    details = [detail for detail in (cut_detail(cut), jump) if detail]
    row = {"kind": "end", "reason": end, "detail": "; ".join(details), "elapsedMs": clock.elapsed_ms, "at": now()}
    file.append(row)


def cut_detail(cut):
    if not cut:
        return None
    cells = sorted({slot.cell for slot in cut})
    return f"{len(cut)} processes of {len(cells)} cells were cut: {', '.join(cells)}"


def is_known(row):
    return row["kind"] == "outcome" and row["state"] != "cut"


def slots_of(prepared, seed, known, previous):
    """First those that are known, then the others, under names that no row has."""
    planned = plan_slots(seed, prepared.cells, aa_target(prepared))
    started = {row["process"] for row in previous if "process" in row}
    there = [slot for slot in planned if slot.process in known]
    return there + rename_repeats([slot for slot in planned if slot.process not in known], started)


def aa_target(prepared):
    """As loaders/harness/measure.ts: of one thread, the first native port, else today's program, else the first of all."""
    single = [record for record in prepared.records if record["available"] and record["threads"] == 1]
    best = sorted(single, key=lambda record: (record["port"] != "native", record["course"] != "stay"))
    return best[0]["id"] if best else None


def jobs_of(prepared):
    """What gives the worker's script and the job of a slot."""
    targets = {target["fields"]["id"]: target for target in prepared.manifest["targets"]}
    cells = {(cell["workload"], cell["target"]): cell for cell in prepared.cells}

    def place(name):
        return os.path.join(prepared.root, *name.split("/"))

    def of(slot, response_path):
        target, job = targets[slot.target], cells[slot.workload, slot.target]["job"]
        carried = {name: place(path) for name, path in job["artefacts"].items()}
        whole = {
            **job,
            "payloadPath": place(job["payloadPath"]),
            "assetsPath": place(job["assetsPath"]),
            "responsePath": response_path,
            "models": [{**model, "path": place(model["path"])} for model in job["models"]],
            "threads": thread_count() if target["threads"] is None else job["threads"],
            "artefacts": {**carried, **prepared.targets.artefacts(target, slot.workload)},
        }
        return place(f"python/{target['kit']['worker']}"), whole

    return of


def described(slot, outcome):
    arm = f"#{slot.replicate + 1}" if slot.arm == "wall" else slot.arm
    return f"{slot.cell} {arm} ({outcome['elapsedMs'] / 1e3:.1f} s)"
