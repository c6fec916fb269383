"""Which of the kit's targets this machine can run, and with what; and what is compiled for them here."""

import json
import os
import subprocess
import sys

from .command import last_line
from .fingerprint import compiler, compiler_version, cores

# Of a module that is imported, and whose package may have another name.
VERSION = """
import importlib, importlib.metadata, sys
module, package = sys.argv[1:]
print(getattr(importlib.import_module(module), "__version__", None) or importlib.metadata.version(package))
"""
PATIENCE_S = 180
INSTALL_COMPILER = {"darwin": "xcode-select --install"}.get(sys.platform, "sudo apt-get install -y gcc libc6-dev")


def thread_count():
    """As loaders/targets/engines.ts: the machine's, up to four, since these models stop scaling there."""
    return max(2, min(4, cores()))


class Targets:
    def __init__(self, manifest, root, scratch):
        self._manifest = manifest
        self._root = root
        # An engine that is loaded may leave files where it is.
        self._scratch = scratch
        self._modules = {}
        self._libraries = {}

    def records(self):
        """Each target as a run's header has it."""
        return [self._record(target) for target in self._manifest["targets"]]

    def why_skipped(self, cell):
        """Of a cell whose target can run here: a module that only its workload needs; None where all are there."""
        for module, package in cell["modules"].items():
            if "reason" in self._module(module, package):
                reason, enable = self._lack([module], cell["modules"])
                return f"{reason}; to enable it: {enable}"
        return None

    def artefacts(self, target, workload):
        """What is built here for a cell, by the names that its job has for it."""
        return {"library": self._compiled(workload)} if target["compiled"] else {}

    def _record(self, target):
        probe = self._probe(target)
        told = {**probe, **target["fields"], **titles(target)}
        skipped = dict(target["skipped"])
        if probe["available"]:
            for cell in self._manifest["cells"]:
                reason = self.why_skipped(cell) if cell["target"] == target["fields"]["id"] else None
                if reason is not None:
                    skipped[cell["workload"]] = reason
        return {**told, "skipped": skipped} if skipped else told

    def _probe(self, target):
        needs = target["kit"]
        engines = {"python": sys.version.split()[0]}
        modules = {module: self._module(module, package) for module, package in needs["modules"].items()}
        missing = [module for module, found in modules.items() if "reason" in found]
        if missing:
            return unavailable(*self._lack(missing, needs["modules"]))
        engines.update({module: found["version"] for module, found in modules.items()})
        if target["threads"] is None and cores() < 2:
            return unavailable("this machine offers one core; a second thread would only share it", "python3 kit.pyz, on a machine or in a container with at least two cores")
        if target["compiled"]:
            version = compiler_version()
            if version is None:
                return unavailable("no C compiler: neither cc nor what CC names runs", INSTALL_COMPILER)
            engines["cc"] = version
            failure = self._compile_all(target)
            if failure is not None:
                return unavailable(failure, INSTALL_COMPILER)
        if "probe" not in needs:
            return {"available": True, "engines": engines}
        return self._asked(target, engines)

    def _asked(self, target, engines):
        """What the target's own program says of what it computes on."""
        script = os.path.join(self._root, "python", target["kit"]["probe"])
        code, out, err = run_python(self._scratch, script, target["fields"]["id"])
        try:
            said = json.loads(last_line(out))
        except ValueError:
            return unavailable(f"its probe failed (exit code {code}): {last_line(err) or 'without a word'}", "python3 -m pip check")
        if not said["available"]:
            return said
        return {**said, "engines": {**engines, **said["engines"]}}

    def _module(self, module, package):
        """Whether a module can be imported, in a process of its own: what it loads is no part of the kit's."""
        if module not in self._modules:
            code, out, err = run_python(self._scratch, "-c", VERSION, module, package)
            if code == 0:
                self._modules[module] = {"version": out.strip()}
            else:
                gone = f"No module named '{module}'" in err
                self._modules[module] = {"reason": f"there is no {module}" if gone else f"{module} does not start ({last_line(err)})"}
        return self._modules[module]

    def _lack(self, missing, packages):
        """(why, what enables it)"""
        reasons = "; ".join(self._modules[module]["reason"] for module in missing)
        return f"under this Python {reasons}", f"{sys.executable} -m pip install {' '.join(packages[one] for one in missing)}"

    def _compile_all(self, target):
        """Why the glue of its workloads could not be compiled; None where it was."""
        for cell in self._manifest["cells"]:
            if cell["target"] == target["fields"]["id"]:
                try:
                    self._compiled(cell["workload"])
                except CompileFailure as failure:
                    return str(failure)
        return None

    def _compiled(self, workload):
        if workload not in self._libraries:
            glue = os.path.join(self._root, "glue")
            # Not beside glue.py, in whose place it would be imported.
            output = os.path.join(self._root, f"{workload}.so")
            source = os.path.join(glue, workload, "glue.c")
            command = [compiler(), *self._manifest["compileFlags"], "-I", glue, source, "-o", output, "-lm"]
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
            if done.returncode != 0:
                raise CompileFailure(f"{compiler()} could not compile the glue of {workload}: {last_line(done.stderr)}")
            self._libraries[workload] = output
        return self._libraries[workload]


class CompileFailure(Exception):
    pass


def titles(target):
    """With the threads of this machine, which the kit's maker had not."""
    if target["threads"] is not None:
        return {}
    count = thread_count()
    texts = {name: target["fields"][name].replace("{threads}", str(count)) for name in ("title", "summary")}
    return {**texts, "threads": count}


def unavailable(reason, enable):
    return {"available": False, "reason": reason, "enable": enable}


def run_python(folder, *arguments):
    """(exit code, stdout, stderr) of this Python on something else."""
    try:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE_S,
        )
    except subprocess.TimeoutExpired:
        return 1, "", f"no answer after {PATIENCE_S} s"
    return done.returncode, done.stdout, done.stderr
