"""The order of a run's processes, drawn from its seed, as loaders/harness/plan.ts and schedule.ts have it."""

from dataclasses import dataclass, replace

WORD = 0xFFFFFFFF


@dataclass(frozen=True)
class Slot:
    """One process to run."""

    process: str
    slot: int
    workload: str
    target: str
    arm: str
    replicate: int

    @property
    def cell(self):
        return f"{self.workload} × {self.target}"

    @property
    def is_asked_more(self):
        """A cell's first process is profiled and called with batches, which take their time and make no cell a slow one."""
        return self.arm == "wall" and self.replicate == 0

    @property
    def fields(self):
        """What each of its rows has."""
        return {name: getattr(self, name) for name in ("process", "workload", "target", "arm", "replicate")}


def mulberry32(seed):
    """Uniform numbers in [0, 1): those of src/model/random.ts."""
    state = seed & WORD

    def random():
        nonlocal state
        state = (state + 0x6D2B79F5) & WORD
        t = ((state ^ (state >> 15)) * (state | 1)) & WORD
        t ^= (t + (t ^ (t >> 7)) * (t | 61)) & WORD
        return (t ^ (t >> 14)) / 4294967296

    return random


def seed_of(text):
    """A 32-bit seed from text (FNV-1a)."""
    value = 0x811C9DC5
    for letter in text:
        value = ((value ^ ord(letter)) * 0x01000193) & WORD
    return value


def shuffled(items, random):
    """A shuffled copy (Fisher-Yates)."""
    copy = list(items)
    for i in range(len(copy) - 1, 0, -1):
        j = int(random() * (i + 1))
        copy[i], copy[j] = copy[j], copy[i]
    return copy


def plan_slots(seed, cells, aa_target):
    """Randomised complete blocks of cells (workload, target, processes), with the A/A twin of one target in each."""
    random = mulberry32(seed)
    slots = []
    for replicate in range(max(cell["processes"] for cell in cells)):
        block = []
        for cell in cells:
            if replicate >= cell["processes"]:
                continue
            block.append((cell["workload"], cell["target"], "wall"))
            if cell["target"] == aa_target:
                block.append((cell["workload"], cell["target"], "aa"))
        for workload, target, arm in shuffled(block, random):
            process = f"{workload}/{target}/{arm}/{replicate}"
            slots.append(Slot(process, len(slots), workload, target, arm, replicate))
    return slots


def rename_repeats(slots, started):
    """What an interruption cut short left rows without an outcome: its repeat gets a name of its own."""
    renamed = []
    for slot in slots:
        process = slot.process
        attempt = 0
        while process in started:
            attempt += 1
            process = f"{slot.process}+{attempt}"
        renamed.append(replace(slot, process=process))
    return renamed


def planned_name(process):
    """The planned name of a process, whichever attempt it is."""
    name, _, attempt = process.rpartition("+")
    return name if attempt.isdigit() and name else process


class Schedule:
    """Which slots are still to run, and how long that should take, judged by what has run."""

    def __init__(self, slots, known, parameters):
        self._parameters = parameters
        self._elapsed_ms = {}
        # The same of processes that were asked nothing beyond what every process is.
        self._plain_ms = {}
        self.pending = [slot for slot in slots if slot.process not in known]
        for slot in slots:
            if slot.process in known:
                self._learn(slot, known[slot.process])

    def drop(self, slot):
        self.pending.remove(slot)

    def finished(self, slot, outcome):
        self.drop(slot)
        self._learn(slot, outcome)

    def expected_ms(self, slot):
        known = self._elapsed_ms
        mean = sum(known.values()) / len(known) if known else 0
        return known.get(slot.cell, mean)

    def left_ms(self):
        return sum(self.expected_ms(slot) for slot in self.pending)

    def _learn(self, slot, outcome):
        self._elapsed_ms[slot.cell] = outcome["elapsedMs"]
        if not slot.is_asked_more:
            self._plain_ms[slot.cell] = outcome["elapsedMs"]
        # What failed once in this process's way will fail again: its replicates would only cost time.
        if outcome["state"] == "timeout":
            self.pending = [other for other in self.pending if other.cell != slot.cell]
        most, slow_ms = self._parameters["slowProcesses"], self._parameters["slowProcessMs"]
        self.pending = [
            one for one in self.pending if one.replicate < most or self._plain_ms.get(one.cell, 0) <= slow_ms
        ]
