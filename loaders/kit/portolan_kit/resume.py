"""The run to measure into: one of the same plan on this machine that was cut off, else a new one."""

import json
import os

from .progress import say
from .run_file import RunFile, Unwritable, read_run


def open_run(header, options):
    """(file, its header, the rows that are there)."""
    if options.out == "-":
        return begin(None, header)
    named = options.out and os.path.abspath(options.out)
    path = named or os.path.abspath(f"{header['runId']}.jsonl")
    candidates = [named] if named else newest_first(os.getcwd())
    for candidate in [] if options.fresh else candidates:
        found = go_on(candidate, header)
        if found is not None:
            return found
    return begin(path, header)


def begin(path, header):
    file = RunFile(path, None)
    try:
        file.append(header)
    except Unwritable:
        # A file without its first row would only be in the way.
        file.close()
        if path is not None:
            os.remove(path)
        raise
    return file, header, []


def go_on(path, header):
    """None where there is nothing to go on with, or somebody else is at it."""
    try:
        start = read_run(path)
        if start is None or not was_cut_off(start["found"]) or plan_key(start["found"][0]) != plan_key(header):
            return None
        file = RunFile(path, start)
    except (OSError, Unwritable):
        return None
    say(f"Going on with the interrupted run in {path}.")
    return file, start["found"][0], start["found"]


def newest_first(folder):
    paths = [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".jsonl")]
    return sorted(filter(os.path.isfile, paths), key=os.path.getmtime, reverse=True)


def was_cut_off(rows):
    ends = [row["reason"] for row in rows if row["kind"] == "end"]
    return not ends or ends[-1] == "interrupted"


def plan_key(header):
    """Two runs with equal keys ask the same question of the same machine with the same parts."""
    environment = header["environment"]
    return json.dumps(
        [
            header["suiteVersion"],
            header["effort"],
            header["parameters"],
            environment["machineId"],
            environment.get("kit"),
            [[one["id"], one["size"], one["model"]["sha256"]] for one in header["workloads"]],
            [[one["id"], one.get("engines")] for one in header["targets"]],
        ],
        sort_keys=True,
    )
