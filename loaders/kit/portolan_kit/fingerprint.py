"""Describes this machine, without its name, in the words of loaders/harness/fingerprint.ts: one machine has one id there and here."""

import hashlib
import math
import os
import platform
import re
import sys

from .command import output_of
from .gpus import gpus

# As Node names them by the part number that Linux tells; all others are "unknown" there.
ARM_PARTS = {
    0xD01: "Cortex-A32",
    0xD03: "Cortex-A53",
    0xD04: "Cortex-A35",
    0xD05: "Cortex-A55",
    0xD06: "Cortex-A65",
    0xD07: "Cortex-A57",
    0xD08: "Cortex-A72",
    0xD09: "Cortex-A73",
    0xD0A: "Cortex-A75",
    0xD0B: "Cortex-A76",
    0xD0C: "Neoverse-N1",
    0xD0D: "Cortex-A77",
    0xD0E: "Cortex-A76AE",
    0xD41: "Cortex-A78",
    0xD42: "Cortex-A78AE",
    0xD4A: "Neoverse-E1",
    0xD4B: "Cortex-A78C",
}
ARCHITECTURES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "i686": "ia32", "i386": "ia32"}


def fingerprint(manifest):
    model, memory_bytes = cpu_model(), total_memory()
    return {
        "machineId": machine_id(model, cores(), memory_bytes),
        "cpuModel": model,
        "cpuFlags": cpu_flags(manifest["cpuFlags"]),
        "cores": cores(),
        "cpuQuotaCores": cpu_quota(),
        "memoryBytes": memory_bytes,
        "platform": sys.platform,
        "arch": architecture(),
        "kernel": platform.release(),
        "hypervisor": hypervisor(),
        "governor": read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
        "frequencyMhz": frequency_mhz(),
        "loadAverage1m": load_average(),
        "node": None,
        "v8": None,
        "python": platform.python_version(),
        "compiler": compiler_version(),
        "gitCommit": manifest["gitCommit"],
        "gpus": gpus(),
        "kit": manifest["portolan"],
    }


def machine_id(model, count, memory_bytes):
    gib = math.floor(memory_bytes / 2**30 + 0.5)
    text = "|".join([model, str(count), str(gib), sys.platform, architecture()])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def architecture():
    return ARCHITECTURES.get(platform.machine().lower(), platform.machine().lower())


def cores():
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def cpu_model():
    if sys.platform == "darwin":
        return (output_of("sysctl", "-n", "machdep.cpu.brand_string") or "").strip() or "unknown CPU"
    information = read("/proc/cpuinfo") or ""
    if architecture() == "arm64":
        part = re.search(r"^CPU part\s*:\s*(0x[0-9a-f]+)", information, re.M)
        return ARM_PARTS.get(int(part.group(1), 16), "unknown") if part else "unknown"
    found = re.search(r"^model name\s*: (.*)$", information, re.M)
    return found.group(1).strip() if found else "unknown"


def total_memory():
    if sys.platform == "darwin":
        return int(output_of("sysctl", "-n", "hw.memsize") or 0)
    found = re.search(r"^MemTotal:\s*(\d+) kB", read("/proc/meminfo") or "", re.M)
    return 1024 * int(found.group(1)) if found else os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def cpu_flags(pattern):
    line = re.search(r"^(?:flags|Features)\s*:\s*(.*)$", read("/proc/cpuinfo") or "", re.M)
    return [flag for flag in (line.group(1) if line else "").split(" ") if re.search(pattern, flag)]


def cpu_quota():
    quota, _, period = (read("/sys/fs/cgroup/cpu.max") or "max").partition(" ")
    return None if quota == "max" or not period else int(quota) / int(period)


def hypervisor():
    if not re.search(r"\bhypervisor\b", read("/proc/cpuinfo") or ""):
        return None
    return read("/sys/class/dmi/id/sys_vendor") or "yes, vendor unknown"


def frequency_mhz():
    if sys.platform == "darwin":
        hertz = (output_of("sysctl", "-n", "hw.cpufrequency") or "").strip()
    else:
        hertz = (read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq") or "0") + "000"
    return int(hertz) // 1_000_000 or None if hertz.isdigit() else None


def load_average():
    try:
        return os.getloadavg()[0]
    except OSError:
        return 0


def compiler():
    return os.environ.get("CC") or "cc"


def compiler_version():
    said = output_of(compiler(), "--version")
    return said.split("\n")[0].strip() if said is not None else None


def read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read().strip() or None
    except OSError:
        return None
