"""A run's file: one JSON object a line, each with a checksum over itself and all above it (docs/run-file.md)."""

import errno
import fcntl
import json
import math
import os
import sys
import zlib

from .interruption import held

LONGEST_MS = 100 * 24 * 3_600e3
SUFFIX_BYTES = len(',"crc32":"00000000"}')


class Unwritable(Exception):
    """The file cannot be written, and whose fault that is; no target is to be blamed."""


class InvalidRow(Exception):
    """A row that no reader would take: it names field and value."""


class RunFile:
    """Appends rows as they are measured: a row is whole in the file, or not there."""

    def __init__(self, path, start):
        """`path`: None for stdout. `start`: what is there of an interrupted run, as `read_run` gives it; None for a new one."""
        self.path = path
        self.rows = start["rows"] if start else 0
        self._checksum = start["checksum"] if start else 0
        self._bytes = start["bytes"] if start else 0
        if path is None:
            self._file = sys.stdout.fileno()
            return
        try:
            self._file = os.open(path, os.O_WRONLY | os.O_APPEND | (0 if start else os.O_CREAT | os.O_EXCL), 0o666)
        except FileExistsError:
            raise Unwritable(f"{path} exists already: name another file with --out") from None
        except OSError as error:
            raise Unwritable(f"{path} cannot be written ({error.strerror}): name another file with --out") from None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Unwritable(f"another process writes {path}: wait for it, or name another file with --out") from None
        # What a killed process left of its last row.
        os.ftruncate(self._file, self._bytes)

    @property
    def name(self):
        return self.path or "stdout"

    def append(self, row):
        refuse_what_cannot_be(row)
        if row["kind"] == "end":
            row = {**row, "rows": self.rows}
        begin = json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False)[:-1].encode()
        checksum = zlib.crc32(begin, self._checksum)
        line = begin + f',"crc32":"{checksum:08x}"}}\n'.encode()
        with held():
            self._write(line)
            self.rows += 1
            self._bytes += len(line)
            self._checksum = checksum

    def _write(self, line):
        try:
            at = 0
            while at < len(line):
                at += os.write(self._file, line[at:])
        except OSError as error:
            if self.path is not None:
                os.ftruncate(self._file, self._bytes)
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise Unwritable(
                    f"the disk is full: {self.name} could not be written; what was measured before is kept: free some "
                    "space and run the same command again to go on"
                ) from None
            raise Unwritable(f"{self.name} could not be written: {error.strerror}") from None

    def close(self):
        if self.path is not None:
            os.fsync(self._file)
            os.close(self._file)


def read_run(path):
    """The whole rows of a run's file, and where it is gone on with; None where it is none, or damaged."""
    with open(path, "rb") as file:
        data = file.read()
    checksum = end = 0
    rows = []
    for line in data[: data.rfind(b"\n") + 1].splitlines(keepends=True):
        checksum = zlib.crc32(line[: -SUFFIX_BYTES - 1], checksum)
        try:
            row = json.loads(line)
            if not isinstance(row, dict) or row.get("crc32") != f"{checksum:08x}":
                return None
        except ValueError:
            return None
        rows.append(row)
        end += len(line)
    if not rows or rows[0].get("kind") != "header":
        return None
    return {"found": rows, "rows": len(rows), "checksum": checksum, "bytes": end}


def refuse_what_cannot_be(row):
    """What a worker with a fault reports, the schema's reader would refuse with the whole file."""
    for name, value in row.items():
        for number in numbers_in(value):
            if not math.isfinite(number) or (name.endswith(("Ms", "Bytes")) and not 0 <= number):
                raise InvalidRow(f"{name} is {number}")
            if name.endswith("Ms") and number > LONGEST_MS:
                raise InvalidRow(f"{name} is {number}, which is above {LONGEST_MS:.0f}")
    if row["kind"] != "samples":
        return
    requests = len(row["wallMs"])
    if len(row["startMs"]) != requests or any(len(spans) != requests for spans in row["spanMs"]):
        raise InvalidRow("startMs, wallMs and spanMs differ in length")
    if len(row["spanMs"]) != len(row["segments"]):
        raise InvalidRow("spanMs needs one list for each segment")
    for i, wall in enumerate(row["wallMs"]):
        if wall <= 0:
            raise InvalidRow(f"wallMs is {wall}")
        if sum(spans[i] for spans in row["spanMs"]) > wall * 1.001 + 0.001:
            raise InvalidRow("the spans of a request add up to more than its wall time")


def numbers_in(value):
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from numbers_in(one)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield value
