"""Prints whether a target of gpu_worker.py can run under this Python, and on what: a `Probe` of loaders/targets/target.ts as JSON."""

import base64
import json
import sys

from gpu_device import NoGpu
from gpu_worker import VARIANTS, Engine

# A model of one operator, as loaders/models/least-model.ts makes it: whether a provider starts is told by nothing less than a session.
LEAST_MODEL = "CAgSCHBvcnRvbGFuOjoKDwoBeBIBeRoBeSIEUmVsdRIFbGVhc3RaDwoBeBIKCggIARIECgIIAWIPCgF5EgoKCAgBEgQKAggBQgQKABAR"


def probe(target):
    engine = Engine(VARIANTS[target])
    try:
        engine.load()
        if engine.onnxruntime is not None:
            engine.try_onnxruntime(base64.b64decode(LEAST_MODEL), 1)
    except NoGpu as error:
        return {"available": False, "reason": str(error), "enable": error.enable}
    return {"available": True, **engine.described()}


if __name__ == "__main__":
    print(json.dumps(probe(sys.argv[1])))
