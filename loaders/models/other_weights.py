"""Gives a model other weights, by onnxruntime's own tools: argv is the type, the model and where to write the other one."""

import logging
import sys

logging.disable(logging.WARNING)
kind, source, target = sys.argv[1:]


def to_int8():
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = target + ".prepared.onnx"
    try:
        # Shapes that it knows let it quantise more operators; a model whose shapes cannot be inferred is taken as it is.
        quant_pre_process(source, prepared, skip_symbolic_shape=True)
    except Exception:
        prepared = source
    quantize_dynamic(prepared, target, weight_type=QuantType.QInt8)


def to_float16():
    import onnx
    from onnxruntime.transformers.float16 import convert_float_to_float16

    # What goes in and comes out stays as it is, so that the glue does.
    onnx.save(convert_float_to_float16(onnx.load(source), keep_io_types=True), target)


{"int8": to_int8, "float16": to_float16}[kind]()
