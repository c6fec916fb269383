"""Measures each distinct type of node of a Ray cluster with a kit, once, and gathers the runs.

Says what happens on stdout, one JSON object a line. Ray's own retries aren't used: a run belongs to a node, and which other one will do
is known here.
"""

import argparse
import json
import os
import re
import sys
import time

import ray
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

POLL_S = 0.5
GIB = 2**30


@ray.remote(num_cpus=0)
class Collector:
    """Holds what runs have written so far, by attempt: on the driver's node, where a lost node leaves it alone."""

    def __init__(self):
        self._written = {}

    def add(self, attempt, text):
        self._written[attempt] = self._written.get(attempt, b"") + text

    def rows(self):
        return {attempt: text.count(b"\n") for attempt, text in self._written.items()}

    def take(self, attempt):
        return self._written.pop(attempt, b"")


@ray.remote(num_cpus=0, max_retries=0)
def describe():
    """What tells this node's type from another's beside its resources."""
    import platform

    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as info:
            model = next((line.split(":", 1)[1].strip() for line in info if line.startswith("model name")), model)
    except OSError:
        pass
    return f"{platform.system()} {platform.machine()}, {model}"


@ray.remote(max_retries=0)
def measure(kit, arguments, collector, attempt):
    """Runs the kit on this node, and passes on each row when it is written: what was measured outlives the node."""
    import subprocess
    import tempfile

    with tempfile.TemporaryDirectory(prefix="portolan-fleet-") as folder:
        path = os.path.join(folder, "kit.pyz")
        with open(path, "wb") as file:
            file.write(kit)
        with open(os.path.join(folder, "said.txt"), "w+b") as said:
            # Ray tells its tasks to use one thread; how many a target has is the kit's to say.
            env = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
            child = subprocess.Popen(
                [sys.executable, path, "--out", "-", *arguments], cwd=folder, env=env, stdout=subprocess.PIPE, stderr=said
            )
            try:
                for line in child.stdout:
                    ray.get(collector.add.remote(attempt, line))
                code = child.wait()
            finally:
                child.kill()
            said.seek(0)
            return {"code": code, "said": said.read().decode("utf-8", "replace").strip()[-2000:]}


def emit(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)


def shape_of(node):
    """A node's resources without those that name it alone."""
    resources = node["Resources"]
    kinds = sorted(name[len("accelerator_type:"):] for name in resources if name.startswith("accelerator_type:"))
    shape = [f"{resources.get('CPU', 0):g} CPU", f"{resources.get('memory', 0) / GIB:.0f} GiB for tasks"]
    if resources.get("GPU"):
        shape.append(f"{resources['GPU']:g} GPU" + (f" ({', '.join(kinds)})" if kinds else ""))
    own = sorted(
        name
        for name in resources
        if not re.match(r"(node:|accelerator_type:|object_store_memory$|memory$|CPU$|GPU$)", name)
    )
    return ", ".join(shape + own)


class Nodes:
    """The cluster's nodes by type, as they come and go."""

    def __init__(self):
        self._types = {}

    def alive(self):
        """Type → nodes that can be measured on, in a fixed order."""
        nodes = [node for node in ray.nodes() if node["Alive"] and node["Resources"].get("CPU", 0) > 0]
        self._ask([node for node in nodes if node["NodeID"] not in self._types])
        types = {}
        for node in sorted(nodes, key=lambda one: one["NodeID"]):
            kind = self._types.get(node["NodeID"])
            if kind is not None:
                types.setdefault(kind, []).append(node)
        return types

    def _ask(self, nodes):
        asked = {node["NodeID"]: describe.options(scheduling_strategy=on(node)).remote() for node in nodes}
        for node in nodes:
            try:
                said = ray.get(asked[node["NodeID"]], timeout=120)
                self._types[node["NodeID"]] = f"{said}, {shape_of(node)}"
            except ray.exceptions.RayError:
                # Gone already, or too busy to answer: it is asked again.
                pass


def on(node):
    return NodeAffinitySchedulingStrategy(node_id=node["NodeID"], soft=False)


class Job:
    """One type of node: the attempt under way, and how many there have been."""

    def __init__(self, kind):
        self.kind = kind
        self.attempts = 0
        self.task = None
        self.attempt = None
        self.node = None
        self.free_since = time.monotonic()
        self.tried = set()
        self.refused = set()
        self.reason = ""


class Fleet:
    def __init__(self, options, kit):
        self.options = options
        self.kit = ray.put(kit)
        # Where this driver dies, all of it does; and what it does there would be measured too.
        self.own = ray.get_runtime_context().get_node_id()
        here = NodeAffinitySchedulingStrategy(node_id=self.own, soft=True)
        self.collector = Collector.options(scheduling_strategy=here).remote()
        self.nodes = Nodes()
        self.failed = []
        self.told = {}

    def run(self):
        """Until each type that is there at the start was measured, or given up."""
        jobs = [Job(kind) for kind in sorted(self.nodes.alive())]
        if not jobs:
            sys.exit("the cluster has no node with a CPU to measure on")
        for job in jobs:
            emit("type", type=job.kind)
        while jobs:
            alive = self.nodes.alive()
            for job in [job for job in jobs if job.task is None]:
                if not self.start(job, alive.get(job.kind, [])):
                    jobs.remove(job)
            running = {job.task: job for job in jobs if job.task is not None}
            done, _ = ray.wait(list(running), timeout=POLL_S) if running else ([], time.sleep(POLL_S))
            for task in done:
                if self.finish(running[task], task):
                    jobs.remove(running[task])
            self.tell_rows(jobs)
        return self.failed

    def start(self, job, nodes):
        """On a node of its type that was not tried yet, and rather on another than the driver's. False if it is given up."""
        if job.attempts > self.options.retries:
            return self.give_up(job, f"{job.attempts} attempts were lost or failed")
        # What fails there by itself fails there again: a lost node is something else.
        able = [node for node in nodes if node["NodeID"] not in job.refused]
        if nodes and not able:
            return self.give_up(job, f"the kit failed on {len(job.refused)} of its nodes: {job.reason}")
        if not able:
            waited = time.monotonic() - job.free_since
            if waited > self.options.wait:
                return self.give_up(job, f"no node of its type was there for {waited:.0f} s")
            return True
        node = min(able, key=lambda one: (one["NodeID"] in job.tried, one["NodeID"] == self.own))
        job.tried.add(node["NodeID"])
        job.attempts += 1
        job.node = node["NodeID"]
        job.attempt = f"{job.kind} #{job.attempts}"
        # All of the node: what else ran on it would be measured too.
        job.task = measure.options(
            scheduling_strategy=on(node),
            num_cpus=node["Resources"]["CPU"],
            num_gpus=node["Resources"].get("GPU", 0),
            runtime_env={"pip": self.options.pip} if self.options.pip else None,
        ).remote(self.kit, self.options.arguments, self.collector, job.attempt)
        emit("started", type=job.kind, node=job.node, attempt=job.attempts, own=job.node == self.own)
        return True

    def give_up(self, job, reason):
        self.failed.append(job.kind)
        emit("failed", type=job.kind, reason=reason)
        return False

    def finish(self, job, task):
        """Keeps what it wrote, be it whole or not; whether that is the end of it."""
        try:
            result = ray.get(task)
        except ray.exceptions.RayError as error:
            result = {"code": None, "said": f"{type(error).__name__}: {str(error).strip().splitlines()[0]}"}
        written = ray.get(self.collector.take.remote(job.attempt))
        path = self.keep(written)
        job.task = None
        job.free_since = time.monotonic()
        if result["code"] == 0 and path:
            emit("done", type=job.kind, node=job.node, path=path)
            return True
        job.reason = result["said"]
        if result["code"] == 1:
            job.refused.add(job.node)
        emit("lost", type=job.kind, node=job.node, path=path, code=result["code"], reason=result["said"])
        return False

    def keep(self, written):
        """As a run's file if a header is there; a later state takes the place of an earlier."""
        header = written.split(b"\n", 1)[0]
        try:
            run_id = json.loads(header)["runId"]
        except (ValueError, KeyError, TypeError):
            return None
        path = os.path.join(self.options.out, re.sub(r"[^\w.-]", "_", run_id) + ".jsonl")
        with open(path + ".part", "wb") as file:
            file.write(written)
        os.replace(path + ".part", path)
        return path

    def tell_rows(self, jobs):
        rows = ray.get(self.collector.rows.remote())
        for job in jobs:
            count = rows.get(job.attempt, 0)
            if count != self.told.get(job.attempt):
                self.told[job.attempt] = count
                emit("rows", type=job.kind, node=job.node, rows=count)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kit", required=True)
    parser.add_argument("--out", required=True, help="a folder for the runs")
    parser.add_argument("--address", help="of the cluster; without, one on this machine")
    parser.add_argument("--retries", type=int, default=3)
    parser.add_argument("--wait", type=float, default=600, help="seconds for another node of a type whose last one was lost")
    parser.add_argument("--pip", nargs="*", help="packages that Ray installs for the kit on each node")
    parser.add_argument("arguments", nargs="*", help="for the kit")
    options = parser.parse_args()
    with open(options.kit, "rb") as file:
        kit = file.read()
    try:
        ray.init(address=options.address, log_to_driver=False, logging_level="ERROR", include_dashboard=None if options.address else False)
    except (ConnectionError, RuntimeError, ValueError) as error:
        sys.exit(f"no Ray cluster answers at {options.address or 'this machine'}: {str(error).strip().splitlines()[0]}")
    sys.exit(1 if Fleet(options, kit).run() else 0)


if __name__ == "__main__":
    main()
