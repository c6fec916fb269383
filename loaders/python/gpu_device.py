"""Which GPU a Python program reaches here, and by which engine: onnxruntime's CUDA provider, else torch."""

import importlib.metadata
import os
import subprocess
from time import perf_counter_ns

class NoGpu(Exception):
    """Why there is none, and what would change that."""

    def __init__(self, reason, enable):
        super().__init__(reason)
        self.enable = enable


def import_onnxruntime():
    """onnxruntime with CUDA among its providers; None where what is installed has none. It may find torch's CUDA libraries."""
    try:
        import onnxruntime
    except ImportError:
        return None
    if "CUDAExecutionProvider" not in onnxruntime.get_available_providers():
        return None
    if hasattr(onnxruntime, "preload_dlls"):
        onnxruntime.preload_dlls()
    return onnxruntime


def import_torch():
    """torch and what brings ONNX models to it; None where one of the two is missing."""
    try:
        import onnx2torch  # noqa: F401
        import torch
    except ImportError:
        return None
    return torch


def torch_device(torch):
    """"cuda" (NVIDIA's, and AMD's where torch was built for ROCm), "mps", or None."""
    if torch.cuda.is_available():
        return "cuda"
    mps = getattr(torch.backends, "mps", None)
    return "mps" if mps is not None and mps.is_available() else None


def api_of(torch, device):
    return "rocm" if device == "cuda" and torch.version.hip else device


def name_of(torch, device):
    return torch.cuda.get_device_name(0) if device == "cuda" else "Apple GPU (MPS)"


def version_of(*packages):
    for package in packages:
        try:
            return importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            pass
    return "unknown"


class HostEvent:
    """A mark on the host's clock, where no device has one of its own: the CPU's, on which torch's road is tested."""

    def record(self):
        self.at = perf_counter_ns()

    def elapsed_time(self, other):
        return (other.at - self.at) / 1e6


def event(torch, device):
    """A mark in the device's stream of work: it is passed when all before it is done, and nobody waits for that."""
    if device == "cuda":
        return torch.cuda.Event(enable_timing=True)
    return torch.mps.Event(enable_timing=True) if device == "mps" else HostEvent()


def memory_in_use(torch, device, pid):
    """Bytes of the device's memory, from outside where a driver's tool tells of this process; None where nobody tells."""
    own = memory_of_process(ask_nvidia("--query-compute-apps=pid,used_memory"), pid)
    if own is not None:
        return own
    if torch is not None and device == "cuda":
        free, total = torch.cuda.mem_get_info()
        return total - free
    if torch is not None and device == "mps":
        return torch.mps.driver_allocated_memory()
    return None


def ask_nvidia(query):
    """What nvidia-smi prints of it; nothing where there is none, or it fails."""
    # The first of those that this process may see.
    visible = os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",")[0]
    command = ["nvidia-smi", query, "--format=csv,noheader,nounits", *(["-i", visible] if visible else [])]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout if asked.returncode == 0 else ""


def memory_of_process(text, pid):
    """Of lines such as `4242, 1234`, in MiB; None where the process is not among them, as in a container with ids of its own."""
    rows = [line.split(",") for line in text.splitlines() if line.count(",") == 1]
    own = [int(used) for owner, used in rows if owner.strip() == str(pid) and used.strip().isdigit()]
    return sum(own) << 20 if own else None


def first_nvidia():
    """The name of the first GPU that nvidia-smi lists."""
    names = ask_nvidia("--query-gpu=name").strip().splitlines()
    return names[0] if names else "NVIDIA GPU"


