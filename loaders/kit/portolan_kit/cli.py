"""`python3 kit.pyz`: measures this machine with what the kit carries, into a run file."""

import argparse
import os
import re
import secrets
import sys

from . import interruption
from .bucket import Bucket, Refused
from .fingerprint import fingerprint
from .interruption import Interrupted
from .measure import Prepared, measure
from .plan import mulberry32, seed_of
from .progress import say
from .resume import open_run
from .run_file import Unwritable
from .scratch import scratch_folder
from .targets import Targets
from .times import Clock, now
from .unpack import Damaged, kit_path, read_manifest, unpack

UNITS_MS = {"ms": 1, "s": 1e3, "m": 60e3, "h": 3_600e3}


def main(arguments=None):
    path = kit_path()
    try:
        manifest = read_manifest(path)
        options = parser(path, manifest).parse_args(arguments)
        if not sys.executable:
            raise Damaged("this Python does not tell where it is (sys.executable is empty): start it by its whole path")
        # For all that is started here: workers, and what asks whether one can run.
        os.environ.update(manifest["environment"])
        interruption.catch()
        return with_folders(path, manifest, options)
    except Interrupted:
        return interruption.exit_code()
    except (Damaged, Unwritable, NothingRuns, Refused) as error:
        say(f"kit: {error}")
        return 1


class NothingRuns(Exception):
    pass


def parser(path, manifest):
    about = (
        f"Measures this machine with what Portolan {manifest['portolan']} packed ({workloads_of(manifest)}; effort {manifest['effort']}), "
        "into a run file that `npx portolan import` takes. Needs no Node and no network."
    )
    options = argparse.ArgumentParser(prog=f"python3 {os.path.basename(path)}", description=about)
    options.add_argument("--out", metavar="FILE", help='where the run goes; "-" for stdout; <run id>.jsonl in this folder by default')
    options.add_argument("--to", metavar="S3://…", help="put the run into this bucket when it has ended, too (AWS_… variables)")
    options.add_argument("--budget", type=milliseconds, metavar="DURATION", help="stop starting processes after this long, e.g. 90s or 5m")
    options.add_argument("--seed", type=seed, metavar="INTEGER", help="seed of the random order")
    options.add_argument("--fresh", action="store_true", help="start anew instead of going on with an interrupted run")
    options.add_argument("--cache", metavar="DIR", help="keep what is unpacked there, for the next time; a temporary folder by default")
    options.add_argument("--list", action="store_true", help="list what is in the kit, and what of it this machine can run")
    options.add_argument("--version", action="version", version=f"portolan kit {manifest['portolan']} {manifest['id']}")
    return options


def workloads_of(manifest):
    return ", ".join(workload["record"]["id"] for workload in manifest["workloads"])


def milliseconds(text):
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|m|h)", text.strip())
    value = float(found.group(1)) * UNITS_MS[found.group(2)] if found else 0
    if value <= 0:
        raise argparse.ArgumentTypeError(f'"{text}": expected a positive number with a unit (ms, s, m, h), for example 90s')
    return value


def seed(text):
    if not text.isdigit() or int(text) >= 2**31:
        raise argparse.ArgumentTypeError(f'"{text}": expected a whole number from 0 to {2**31 - 1}')
    return int(text)


def with_folders(path, manifest, options):
    """In folders that go with the process, but for a cache."""
    if options.to and options.out == "-":
        raise Refused("--to puts a file into a bucket: leave out --out -")
    # What is not set is said before anything is measured.
    options.to = options.to and Bucket(options.to)
    refuse_unwritable(options.out)
    with scratch_folder() as scratch:
        kept = options.cache and os.path.abspath(options.cache)
        root = os.path.join(kept, f"portolan-kit-{manifest['id']}") if kept else os.path.join(scratch, "kit")
        unpack(path, manifest["files"], root)
        return run(manifest, root, scratch, options)


def refuse_unwritable(out):
    """Before anything is measured."""
    folder = os.path.dirname(os.path.abspath(out or "run.jsonl"))
    if out != "-" and not os.access(folder, os.W_OK | os.X_OK):
        why = "cannot be written" if os.path.isdir(folder) else "is not there"
        raise Unwritable(f"{folder} {why}: name a file in another folder with --out, or - for stdout")


def run(manifest, root, scratch, options):
    targets = Targets(manifest, root, scratch)
    records = targets.records()
    if options.list:
        sys.stdout.write(listing(manifest, records))
        return 0
    for line in lacks_of(records):
        say(line)
    cells = usable_cells(manifest, records)
    if not cells:
        raise NothingRuns("none of the kit's targets can run on this machine: what each of them needs is said above")
    header = header_of(manifest, records, options)
    file, header, previous = open_run(header, options)
    try:
        prepared = Prepared(manifest, root, scratch, targets, records, cells)
        end, ok = measure(prepared, file, header, previous, options.budget, Clock())
    finally:
        file.close()
    if options.to:
        uploaded(options.to, file.path)
    if options.out != "-":
        print(f"Wrote {file.path}: npx portolan import {file.path}")
    return interruption.exit_code() if end == "interrupted" else 0 if ok else 1


def uploaded(bucket, path):
    """The file stays: a bucket that says no costs nothing that was measured."""
    try:
        print(f"Put into {bucket.put(path)}")
    except Refused as error:
        raise Refused(f"{error}. The run is in {path}") from None


def lacks_of(records):
    """What cannot run here, those of one reason together."""
    together = {}
    for record in records:
        if not record["available"]:
            together.setdefault((record["reason"], record["enable"]), []).append(record["id"])
    return [f"Not measured here: {', '.join(ids)}: {reason}. To enable: {enable}" for (reason, enable), ids in together.items()]


def usable_cells(manifest, records):
    """Of targets that can run here, but for workloads that lack something."""
    skipped = {record["id"]: record.get("skipped", {}) for record in records if record["available"]}
    return [
        cell for cell in manifest["cells"] if cell["target"] in skipped and cell["workload"] not in skipped[cell["target"]]
    ]


def header_of(manifest, records, options):
    started_at = now()
    stamp = re.sub(r"[-:]", "", started_at)[:15]
    drawn = int(mulberry32(seed_of(started_at))() * 2**31)
    return {
        "kind": "header",
        "schemaVersion": manifest["schemaVersion"],
        "suiteVersion": manifest["suiteVersion"],
        # Many machines may begin in one second, and containers have one process id.
        "runId": f"{stamp}Z-{manifest['effort']}-kit-{secrets.token_hex(4)}",
        "startedAt": started_at,
        "effort": manifest["effort"],
        "parameters": manifest["parameters"],
        "budgetMs": options.budget,
        "seed": drawn if options.seed is None else options.seed,
        "environment": fingerprint(manifest),
        "workloads": [workload["record"] for workload in manifest["workloads"]],
        "targets": records,
    }


def listing(manifest, records):
    lines = [f"portolan kit {manifest['portolan']} {manifest['id']}, effort {manifest['effort']}", "", "Workloads"]
    lines += [f"  {one['record']['id']}: {one['record']['sizeLabel']}" for one in manifest["workloads"]]
    lines += ["", "Targets"]
    for record in records:
        if record["available"]:
            state = ", ".join(f"{name} {version}" for name, version in record["engines"].items())
        else:
            state = f"not here: {record['reason']}. To enable it: {record['enable']}"
        lines.append(f"  {record['id']}: {state}")
        lines += [f"    without {workload}: {reason}" for workload, reason in record.get("skipped", {}).items()]
    return "\n".join(lines) + "\n"
