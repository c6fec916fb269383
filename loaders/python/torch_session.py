"""A model of ONNX on a device of torch's, behind what the worker calls of a session."""

import warnings
from time import perf_counter_ns

from gpu_device import event

# Operators whose integers are a shape, axes or places: read by the host, which would wait for the device to get them from there.
READ_BY_HOST = ("Reshape", "Unsqueeze", "Squeeze", "Slice", "Expand", "Pad", "Resize", "Tile", "Split", "ConstantOfShape", "Range", "Reduce")


class Named:
    def __init__(self, name):
        self.name = name


def read_model(path):
    """The model's file; what its nodes of type Constant hold becomes weights, as which onnx2torch takes it."""
    import onnx

    model = onnx.load(path)
    graph = model.graph
    others = []
    for node in graph.node:
        if node.op_type == "Constant" and node.attribute[0].name == "value":
            weight = graph.initializer.add()
            weight.CopyFrom(node.attribute[0].t)
            weight.name = node.output[0]
        else:
            others.append(node)
    del graph.node[:]
    graph.node.extend(others)
    return model


def convert(torch, model, device, precision):
    """The model as a module on the device, in its own precision or half of it."""
    from onnx2torch import convert as as_module

    module = as_module(model).eval().to(device)
    if precision is not None:
        kind = {"fp16": torch.float16, "bf16": torch.bfloat16}[precision]
        module = module.to(kind)
        for part in module.modules():
            if type(part).__name__ == "OnnxCast" and part.torch_dtype is torch.float32:
                part.torch_dtype = kind
    if device != "cpu":
        keep_shapes_on_host(torch, module)
    return module


def keep_shapes_on_host(torch, module):
    parts = dict(module.named_modules())
    for node in module.graph.nodes:
        if node.op != "get_attr" or not node.users:
            continue
        readers = [type(parts.get(user.target)).__name__ for user in node.users if user.op == "call_module"]
        if len(readers) < len(node.users) or not all(any(name in reader for name in READ_BY_HOST) for reader in readers):
            continue
        owner, _, name = node.target.rpartition(".")
        holder = module.get_submodule(owner)
        value = getattr(holder, name)
        if value.dtype in (torch.int32, torch.int64):
            setattr(holder, name, torch.nn.Parameter(value.cpu(), False) if isinstance(value, torch.nn.Parameter) else value.cpu())


class TorchSession:
    """
    One request after another: its inputs to the device, its operators, its outputs back. The host waits once, for the outputs;
    marks in the device's own stream tell afterwards what each part took.
    """

    def __init__(self, torch, path, device, precision=None, graphs=False):
        model = read_model(path)
        weights = {weight.name for weight in model.graph.initializer}
        self.inputs = [Named(one.name) for one in model.graph.input if one.name not in weights]
        self.outputs = [Named(one.name) for one in model.graph.output]
        self.torch = torch
        self.device = device
        # TF32 has ten bits of a number's twenty-three: the model's file says float32.
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        warnings.filterwarnings("ignore", message="The given (NumPy array|buffer) is not writable")
        self.module = convert(torch, model, device, precision)
        self.kind = {None: None, "fp16": torch.float16, "bf16": torch.bfloat16}[precision]
        self.captured = {} if graphs else None
        self.marks = [event(torch, device) for _ in range(3)]
        self.parts = (0, 0)

    def get_inputs(self):
        return self.inputs

    def get_outputs(self):
        return self.outputs

    def run(self, names, feeds):
        begin = perf_counter_ns()
        start, loaded, computed = self.marks
        with self.torch.inference_mode():
            start.record()
            before = perf_counter_ns() - begin
            given = [self.to_device(feeds[one.name]) for one in self.inputs]
            loaded.record()
            answers = self.compute(given)
            computed.record()
            arrays = [answer.to("cpu") for answer in answers]
            arrays = [array.float() if array.is_floating_point() else array for array in arrays]
        self.parts = (before + 1e6 * start.elapsed_time(loaded), 1e6 * loaded.elapsed_time(computed))
        by_name = {one.name: array.numpy() for one, array in zip(self.outputs, arrays)}
        return [by_name[name] for name in names]

    def to_device(self, array):
        tensor = self.torch.from_numpy(array).to(self.device)
        return tensor.to(self.kind) if self.kind is not None and tensor.is_floating_point() else tensor

    def compute(self, given):
        if self.captured is not None:
            return self.replay(given)
        answers = self.module(*given)
        return answers if isinstance(answers, (list, tuple)) else [answers]

    def replay(self, given):
        """All kernels by one launch: they were captured the first time that tensors of these shapes came."""
        shapes = tuple(tuple(tensor.shape) for tensor in given)
        if shapes not in self.captured:
            self.captured[shapes] = self.capture(given)
        graph, inputs, answers = self.captured[shapes]
        for own, tensor in zip(inputs, given):
            own.copy_(tensor)
        graph.replay()
        return answers

    def capture(self, given):
        cuda = self.torch.cuda
        inputs = [tensor.clone() for tensor in given]
        # As torch's documentation has it: what is made on first use is made before, in another stream.
        other = cuda.Stream()
        other.wait_stream(cuda.current_stream())
        with cuda.stream(other):
            for _ in range(3):
                self.module(*inputs)
        cuda.current_stream().wait_stream(other)
        graph = cuda.CUDAGraph()
        with cuda.graph(graph):
            answers = self.module(*inputs)
        return graph, inputs, answers if isinstance(answers, (list, tuple)) else [answers]
