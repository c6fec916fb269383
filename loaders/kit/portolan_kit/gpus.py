"""The machine's GPUs, as their drivers' tools tell; what they do not tell is null."""

import json
import sys

from .command import output_of

NVIDIA = (
    "name",
    "driver_version",
    "memory.total",
    "clocks.max.sm",
    "clocks.max.memory",
    "power.limit",
    "mig.mode.current",
    "pcie.link.gen.current",
    "pcie.link.width.current",
)
MIB = 1 << 20


def gpus():
    if sys.platform == "darwin":
        return of_apple(output_of("system_profiler", "SPDisplaysDataType", "-json"))
    nvidia = output_of("nvidia-smi", f"--query-gpu={','.join(NVIDIA)}", "--format=csv,noheader,nounits")
    asked = ("--showproductname", "--showdriverversion", "--showmeminfo", "vram", "--showmaxpower", "--json")
    return of_nvidia(nvidia) + of_amd(output_of("rocm-smi", *asked))


def of_nvidia(text):
    found = []
    for line in (text or "").splitlines():
        values = [value.strip() for value in line.split(",")]
        if len(values) != len(NVIDIA):
            continue
        name, driver, memory, clock, memory_clock, power, mig, generation, lanes = values
        link = (number(generation), number(lanes))
        found.append(
            {
                "name": name,
                "driver": driver or None,
                "memoryBytes": whole(number(memory), MIB),
                "clockMhz": number(clock),
                "memoryClockMhz": number(memory_clock),
                "powerLimitWatts": number(power),
                "mig": {"Enabled": True, "Disabled": False}.get(mig),
                "pcie": None if None in link else {"generation": int(link[0]), "lanes": int(link[1])},
            }
        )
    return found


def of_amd(text):
    try:
        told = json.loads(text or "{}")
    except ValueError:
        return []
    driver = told.get("system", {}).get("Driver version")
    cards = [told[key] for key in sorted(told) if key.startswith("card")]
    found = []
    for card in cards:
        values = {key.lower(): value for key, value in card.items()}
        power = next((value for key, value in values.items() if key.startswith("max graphics package power")), None)
        named = {
            **nothing_of(values.get("card series") or values.get("card model") or "AMD GPU"),
            "driver": driver,
            "memoryBytes": whole(number(values.get("vram total memory (b)")), 1),
            "powerLimitWatts": number(power),
        }
        found.append(named)
    return found


def of_apple(text):
    try:
        displays = json.loads(text or "{}").get("SPDisplaysDataType", [])
    except ValueError:
        return []
    return [nothing_of(one.get("sppci_model") or one.get("_name") or "Apple GPU") for one in displays]


def nothing_of(name):
    untold = ("driver", "memoryBytes", "clockMhz", "memoryClockMhz", "powerLimitWatts", "mig", "pcie")
    return {"name": name, **dict.fromkeys(untold)}


def number(text):
    """None of what is no number above 0, such as "[N/A]"."""
    try:
        value = float(text)
    except (TypeError, ValueError):
        return None
    return value if 0 < value < float("inf") else None


def whole(value, unit):
    return None if value is None else int(value * unit)
