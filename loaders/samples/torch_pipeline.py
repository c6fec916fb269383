"""The pipeline behind the PyTorch sample: score a machine's sensor readings, one request after the other.

Each request is read from a file, smoothed here in Python, run through a small convolutional network under
torch.profiler, and its score written as JSON. The first requests warm it up and are not recorded. The smoothing calls
nothing: with_stack=True would record every call.

    python torch_pipeline.py FOLDER REQUESTS TRACE.json
"""

import json
import random
import sys
from pathlib import Path

import torch
from torch.profiler import ProfilerActivity, profile

CHANNELS = 24
LENGTH = 512
WARM_UP = 3


def write_requests(folder, count):
    source = random.Random(7)
    for number in range(count):
        readings = [[round(source.gauss(0, 1), 4) for _ in range(LENGTH)] for _ in range(CHANNELS)]
        (folder / f"request-{number}.json").write_text(json.dumps({"id": number, "readings": readings}))


def read_request(path):
    return json.loads(path.read_text())


def smooth(readings):
    """Exponential smoothing of every channel, in place."""
    for channel in readings:
        level = channel[0]
        index = 0
        for reading in channel:
            level = 0.7 * level + 0.3 * reading
            channel[index] = level
            index += 1
    return readings


def build_model():
    layers = []
    width = CHANNELS
    for wider in (128, 128, 256):
        layers += [torch.nn.Conv1d(width, wider, 9, padding=4), torch.nn.ReLU()]
        width = wider
    return torch.nn.Sequential(*layers, torch.nn.AdaptiveAvgPool1d(1), torch.nn.Flatten(), torch.nn.Linear(width, 4))


def write_answer(path, request, scores):
    path.write_text(json.dumps({"id": request["id"], "scores": scores.tolist()}))


def serve(model, folder, numbers):
    for number in numbers:
        request = read_request(folder / f"request-{number}.json")
        readings = smooth(request["readings"])
        scores = model(torch.tensor([readings]))
        write_answer(folder / f"answer-{number}.json", request, scores)


def main():
    folder, count, trace = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    torch.manual_seed(0)
    torch.set_num_threads(1)
    model = build_model().eval()
    write_requests(folder, WARM_UP + count)
    with torch.inference_mode():
        serve(model, folder, range(WARM_UP))
        with profile(activities=[ProfilerActivity.CPU], with_stack=True) as profiler:
            serve(model, folder, range(WARM_UP, WARM_UP + count))
    profiler.export_chrome_trace(trace)


if __name__ == "__main__":
    main()
