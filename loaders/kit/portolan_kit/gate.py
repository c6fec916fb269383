"""Whether a worker's outputs are those of the reference, as src/model/outputs.ts judges it."""

import json
import math
from array import array
from operator import sub

# By ONNX's names: the array's type, and an element's size. float16 is compared as bits.
TYPES = {"float32": ("f", 4), "uint8": ("B", 1), "int32": ("i", 4), "int64": ("q", 8), "bool": ("B", 1), "float16": ("H", 2)}
LARGEST = 1.7976931348623157e308


def parse_outputs(data):
    """What a worker saved for `outputs`: a line of JSON, then the arrays' bytes."""
    header, _, rest = data.partition(b"\n")
    outputs = []
    at = 0
    for spec in json.loads(header):
        code, size = TYPES[spec["type"]]
        length = spec["length"] * size
        part = rest[at : at + length]
        at += length
        if spec["name"] == "result" and spec["type"] == "uint8":
            outputs.append(json_result(part))
        else:
            numbers = array(code)
            numbers.frombytes(part)
            outputs.append({"name": spec["name"], "data": numbers, "skeleton": None})
    return outputs


def json_result(data):
    """An answer in JSON: its numbers, in order, and its text with a 0 for each of them."""
    numbers = array("f")

    def bare(value):
        if isinstance(value, dict):
            return {key: bare(one) for key, one in value.items()}
        if isinstance(value, list):
            return [bare(one) for one in value]
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return value
        numbers.append(float(value))
        return 0

    text = data.decode("utf-8", "replace")
    try:
        value = json.loads(text, parse_constant=refuse_constant)
    except ValueError:
        raise ValueError(f"the answer is no JSON: {text[:80]}") from None
    skeleton = json.dumps(bare(value), ensure_ascii=False, separators=(",", ":"))
    return {"name": "result", "data": numbers, "skeleton": skeleton}


def refuse_constant(name):
    raise ValueError(name)


def compare_outputs(actual, reference, tolerance):
    """Integers exactly, floats within an absolute tolerance, each element.

    Returns the worst array if all agree, else the first that does not, with a `detail`.
    """
    worst = {"maxAbsError": 0, "tolerance": tolerance["result"], "compared": 0, "stage": "postprocess"}
    for i, expected in enumerate(reference):
        stage = "postprocess" if expected["name"] == "result" else "preprocess"
        of_floats = tolerance["result"] if stage == "postprocess" else tolerance["tensors"]
        allowed = of_floats if expected["data"].typecode == "f" else 0
        found = actual[i] if i < len(actual) else None
        base = {"tolerance": allowed, "compared": len(expected["data"]), "stage": stage}
        wrong = what_differs(found, expected)
        if wrong is not None:
            return {"maxAbsError": 0, **base, "detail": f"{stage}: {wrong}"}
        error = largest_difference(found["data"], expected["data"])
        if not error <= allowed:
            at = where(error, found["data"], expected["data"])
            detail = (
                f"{stage}: \"{expected['name']}\"[{at}] is {found['data'][at]}, the reference has {expected['data'][at]} "
                f"(difference {error:.3g}, allowed {allowed})"
            )
            return {"maxAbsError": error if math.isfinite(error) else LARGEST, **base, "detail": detail}
        # As a share of what is allowed; where nothing is, there is no error either.
        if ratio(error, allowed) >= ratio(worst["maxAbsError"], worst["tolerance"]):
            worst = {"maxAbsError": error, **base}
    return worst


def ratio(error, allowed):
    return error / allowed if allowed else math.nan


def what_differs(found, expected):
    """Of what is no number's size; None where nothing does."""
    if found is not None and found["skeleton"] != expected["skeleton"]:
        return first_difference(found["skeleton"] or "", expected["skeleton"] or "")
    if found is None or found["name"] != expected["name"] or len(found["data"]) != len(expected["data"]):
        seen = "nothing" if found is None else f"\"{found['name']}\" with {len(found['data'])}"
        return f"expected \"{expected['name']}\" with {len(expected['data'])} elements, found {seen}"
    return None


def first_difference(found, expected):
    at = 0
    while at < len(found) and at < len(expected) and found[at] == expected[at]:
        at += 1

    def shown(text):
        return json.dumps(text[max(0, at - 20) : at + 40], ensure_ascii=False)

    return f"the answer has {shown(found)}, the reference has {shown(expected)}"


def largest_difference(found, expected):
    """The largest absolute difference; NaN if one is."""
    # Frames have millions of numbers. Where nothing differs, which is often, bytes tell it at once; a finite sum has no NaN in it.
    if math.isfinite(sum(found)) and math.isfinite(sum(expected)):
        if found.typecode == expected.typecode and found.tobytes() == expected.tobytes():
            return 0
        return max(differences(found, expected), default=0)
    worst = list(differences(found, expected))
    return math.nan if any(map(math.isnan, worst)) else max(worst)


def differences(found, expected):
    return map(abs, map(sub, found, expected))


def where(error, found, expected):
    """Where an error is first reached."""
    is_it = math.isnan if math.isnan(error) else error.__eq__
    return next(i for i, one in enumerate(differences(found, expected)) if is_it(one))
