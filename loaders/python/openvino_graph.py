"""An ONNX model as OpenVINO's own graph, NAME.xml and NAME.bin, for the shapes that a workload has.

argv: the model, the .xml to write, and each input as name=1,3,224,224.
"""

import sys

import openvino

path, output, *inputs = sys.argv[1:]
model = openvino.convert_model(path)
shapes = {}
for name, dims in (given.rsplit("=", 1) for given in inputs):
    shapes[name] = [int(dim) for dim in dims.split(",") if dim != ""]
model.reshape(shapes)
# Weights stay as they are: halved, the answers would be other ones.
openvino.save_model(model, output, compress_to_fp16=False)
