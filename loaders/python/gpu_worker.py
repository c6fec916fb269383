"""The CPython worker (worker.py) with the model on a GPU: by onnxruntime's CUDA provider, else by torch."""

import os
import sys
from time import perf_counter_ns

import worker
from gpu_device import NoGpu, api_of, first_nvidia, import_onnxruntime, import_torch, memory_in_use, name_of, torch_device, version_of

# By target. Half precision and captured kernels are torch's: of onnxruntime's provider they would be another model's file.
VARIANTS = {
    "python-cuda": {},
    "python-cuda-graphs": {"graphs": True},
    "python-cuda-fp16": {"precision": "fp16"},
    "python-cuda-bf16": {"precision": "bf16"},
}


class OrtSession:
    """
    A session of onnxruntime's on a device. Copying in, computing and copying out are three calls, each of which is over when it
    returns, as onnxruntime has it by itself: so the host's clock tells them apart, and nothing waits that would not else.
    """

    def __init__(self, onnxruntime, path, threads, device="cuda"):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # TF32 is on by default there; the model's file says float32.
        cuda = [("CUDAExecutionProvider", {"device_id": 0, "use_tf32": 0})]
        providers = (cuda if device == "cuda" else []) + ["CPUExecutionProvider"]
        self.session = onnxruntime.InferenceSession(path, options, providers=providers)
        # Without its libraries onnxruntime says so on stderr, and computes on the CPU.
        if device == "cuda" and self.session.get_providers()[0] != "CUDAExecutionProvider":
            raise NoGpu(
                "onnxruntime's CUDA provider does not start: the CUDA and cuDNN libraries that it was built for are missing, or the driver",
                "npx portolan setup gpu, or pip install onnxruntime-gpu[cuda,cudnn]",
            )
        self.value = onnxruntime.OrtValue.ortvalue_from_numpy
        self.device = device
        self.get_inputs = self.session.get_inputs
        self.get_outputs = self.session.get_outputs
        self.parts = (0, 0)

    def run(self, names, feeds):
        begin = perf_counter_ns()
        binding = self.session.io_binding()
        for name, array in feeds.items():
            binding.bind_ortvalue_input(name, self.value(array, self.device, 0))
        for name in names:
            binding.bind_output(name, self.device)
        loaded = perf_counter_ns()
        self.session.run_with_iobinding(binding)
        computed = perf_counter_ns()
        self.parts = (loaded - begin, computed - loaded)
        return binding.copy_outputs_to_cpu()


class GpuPipeline(worker.Pipeline):
    has_profiler = False

    def __init__(self, job, engine=None):
        variant = VARIANTS[job["target"]]
        self.precision = variant.get("precision")
        self.graphs = variant.get("graphs", False)
        self.engine = engine or Engine(variant)
        super().__init__(job)

    def import_engine(self):
        self.engine.load()

    def open_session(self, spec, threads, settings, profile_prefix):
        return Counted(self.engine.open(spec["path"], threads), self)

    def device_memory(self):
        return memory_in_use(self.engine.torch, self.engine.device, os.getpid())

    def run_call(self):
        return self.apart(super().run_call)

    def run_steps(self):
        return self.apart(super().run_steps)

    def apart(self, run):
        self.to_device = self.computing = 0
        return tell_apart(run(), self.to_device, self.computing)


class Counted:
    """A session whose parts are added up over a request's calls."""

    def __init__(self, session, pipeline):
        self.session = session
        self.pipeline = pipeline
        self.get_inputs = session.get_inputs
        self.get_outputs = session.get_outputs
        self.parts = (0, 0)

    def run(self, names, feeds):
        arrays = self.session.run(names, feeds)
        self.parts = self.session.parts
        self.pipeline.to_device += self.parts[0]
        self.pipeline.computing += self.parts[1]
        return arrays


def tell_apart(marks, to_device, computing):
    """
    A request's clock readings with the model's call cut down to what the device computes: what it copies before belongs to
    handing over, and what it copies after, with the host's waking up, to accepting. Where the device's clock counts more than
    the host saw pass, the host is right.
    """
    start, end = marks[worker.MODEL_CALL], marks[worker.MODEL_CALL + 1]
    begun = min(start + round(to_device), end)
    done = min(begun + round(computing), end)
    return [*marks[: worker.MODEL_CALL], begun, done, *marks[worker.MODEL_CALL + 2 :]]


class Engine:
    """What computes on the GPU: chosen once, by what is there."""

    def __init__(self, variant):
        self.variant = variant
        self.onnxruntime = self.torch = self.device = None

    def load(self):
        if not self.variant:
            self.onnxruntime = import_onnxruntime()
            self.device = "cuda"
        if self.onnxruntime is None:
            self.load_torch()

    def load_torch(self):
        self.onnxruntime = None
        self.torch = import_torch()
        if self.torch is None:
            raise NoGpu(
                "neither onnxruntime with CUDA nor torch with onnx2torch is in this Python",
                "npx portolan setup gpu; or, for a kit, pip install torch onnx2torch",
            )
        self.device = torch_device(self.torch)
        if self.device is None:
            raise NoGpu(
                f"torch {self.torch.__version__} finds no GPU that it can use",
                "the GPU's driver, and a torch that was built for it (https://pytorch.org/get-started)",
            )
        if self.variant.get("graphs") and self.device != "cuda":
            raise NoGpu("only CUDA and ROCm launch captured kernels", "a GPU of NVIDIA's or AMD's")

    def open(self, path, threads):
        session = self.try_onnxruntime(path, threads)
        if session is not None:
            return session
        from torch_session import TorchSession

        self.torch.set_num_threads(threads)
        return TorchSession(self.torch, path, self.device, **self.variant)

    def try_onnxruntime(self, model, threads):
        """A session of its CUDA provider; None, and torch from then on, where that does not start or is not there."""
        if self.onnxruntime is None:
            return None
        try:
            return OrtSession(self.onnxruntime, model, threads)
        except NoGpu as error:
            try:
                return self.load_torch()
            except NoGpu:
                raise error from None

    def described(self):
        """Versions, and the adapter as src/model/run-file.ts has it."""
        python = {"python": sys.version.split()[0]}
        if self.onnxruntime is not None:
            engines = {"onnxruntime-gpu": version_of("onnxruntime-gpu", "onnxruntime")}
            adapter = {"name": first_nvidia(), "software": False, "api": "cuda"}
        else:
            engines = {"torch": self.torch.__version__, "onnx2torch": version_of("onnx2torch")}
            adapter = {"name": name_of(self.torch, self.device), "software": False, "api": api_of(self.torch, self.device)}
        return {"engines": {**python, **engines, "numpy": version_of("numpy")}, "adapter": adapter}


if __name__ == "__main__":
    worker.main(GpuPipeline)
