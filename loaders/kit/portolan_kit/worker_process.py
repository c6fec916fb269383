"""A worker's life as seen from outside: spawn it, ask it, and be sure that it is gone in the end."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from threading import Timer
from time import perf_counter_ns

from .command import last_line, output_of


class WorkerCrash(Exception):
    pass


class WorkerTimeout(Exception):
    pass


class Worker:
    def __init__(self, script, job, scratch, timeout_s, on_samples):
        self._on_samples = on_samples
        self._timeout_s = timeout_s
        self._first_heard_at = None
        self._timed_out = False
        self._stderr = tempfile.TemporaryFile(dir=scratch)
        self._spawned_at = perf_counter_ns()
        # It leads a group of its own, which ends with all that it started.
        self._process = subprocess.Popen(
            [sys.executable, script, json.dumps(job)],
            cwd=scratch,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            start_new_session=True,
        )
        self._timer = Timer(timeout_s, self._time_up)
        self._timer.daemon = True
        self._timer.start()

    def opened(self):
        """Waits for the first inference; returns the cold start's phases, spawn included."""
        started = self._next("started")
        at = int(started["at"]) if started.get("at") else self._first_heard_at
        spawn_ms = started.get("spawnMs", max(0, (at - self._spawned_at) / 1e6))
        opened = self._next("opened")
        phases = ("importMs", "compileMs", "sessionMs", "firstInferenceMs")
        return {"spawnMs": spawn_ms, **{name: opened[name] for name in phases}}

    def warm(self, parameters):
        return self.ask({"command": "warm", "parameters": parameters}, "warm-done")

    def ask(self, command, *types):
        try:
            self._process.stdin.write(f"{json.dumps(command)}\n".encode())
            self._process.stdin.flush()
        except OSError:
            pass  # one that died is told by how it ended
        return self._next(*types)

    def peak(self):
        """Largest resident set so far, read from outside; None where it cannot be."""
        if sys.platform == "linux":
            try:
                with open(f"/proc/{self._process.pid}/status", encoding="utf-8") as status:
                    found = re.search(r"^VmHWM:\s+(\d+) kB", status.read(), re.M)
            except OSError:
                return None
            return {"peakRssBytes": 1024 * int(found.group(1)), "method": "VmHWM"} if found else None
        kilobytes = (output_of("ps", "-o", "rss=", "-p", str(self._process.pid)) or "").strip()
        return {"peakRssBytes": 1024 * int(kilobytes), "method": "ps rss at the end"} if kilobytes.isdigit() else None

    def close(self):
        self._timer.cancel()
        self._kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._stderr):
            try:
                stream.close()
            except OSError:
                pass

    def _next(self, *types):
        for line in self._process.stdout:
            reply = parsed(line)
            # What is no message is what an engine prints.
            if reply is None:
                continue
            if self._first_heard_at is None:
                self._first_heard_at = perf_counter_ns()
            kind = reply["type"]
            if kind == "error":
                raise WorkerCrash(reply.get("message", "the worker failed"))
            if kind == "samples":
                self._on_samples(reply)
            elif kind in types:
                return reply
            else:
                due = " or ".join(f'"{one}"' for one in types)
                raise WorkerCrash(f'the worker sent "{kind}" where {due} was due')
        raise self._ending()

    def _ending(self):
        code = self._process.wait()
        if self._timed_out:
            return WorkerTimeout(f"no end after {self._timeout_s:g} s")
        how = f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"
        self._stderr.seek(0)
        words = last_line(self._stderr.read()[-4000:].decode("utf-8", "replace"))
        return WorkerCrash(f"the worker ended early ({how}){f': {words}' if words else ''}")

    def _time_up(self):
        self._timed_out = True
        self._kill()

    def _kill(self):
        # Once it was waited for, its id may be another's.
        if self._process.returncode is None:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass


def parsed(line):
    try:
        reply = json.loads(line)
    except ValueError:
        return None
    return reply if isinstance(reply, dict) and isinstance(reply.get("type"), str) else None
