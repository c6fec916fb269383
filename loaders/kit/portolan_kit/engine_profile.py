"""What ONNX Runtime's own profile says of a model's calls, as src/model/engine-profile.ts reads it."""

import json
import re

KERNEL_TIME = "_kernel_time"
CATEGORIES = ("Session", "Node", "Kernel", "Api")
SHAPED = re.compile(r"conv|^reorder(in|out)put$", re.IGNORECASE)
# Fewer output channels do not fill a vector: src/model/traces/timeline/ort-operators.ts says more.
FEW = 8


def middle_half(items, measure):
    """The items between the first and third quartile of a measure: a stray pause is in neither."""
    ordered = sorted(items, key=measure)
    quarter = len(ordered) // 4
    return ordered[quarter : len(ordered) - quarter]


def engine_totals(texts, requests, calls):
    """Totals per request over the last so many; `calls`: how often a request calls each model."""
    if len(texts) != len(calls):
        raise ValueError(f"the engine gave {len(texts)} profiles, expected {len(calls)}: one of each model")
    models = [model_totals(text, requests, count) for text, count in zip(texts, calls) if count]
    operators = {}
    for model in models:
        for one in model["operators"]:
            total = operators.setdefault(one["operator"], {"operator": one["operator"], "ms": 0, "calls": 0})
            total["ms"] += one["ms"]
            total["calls"] += one["calls"]
    return {
        "iterations": min((model["iterations"] for model in models), default=requests),
        **{name: sum(model[name] for model in models) for name in ("modelRunMs", "executorMs", "kernelMs")},
        "operators": sorted(operators.values(), key=lambda one: -one["ms"]),
    }


def events_of(text):
    """The events with an interval, in the file's order: (cat, name, start, end, tid, operator, shapes)."""
    body = text.strip()
    try:
        found = json.loads(body)
    except ValueError:
        # Where the engine was ended before it closed the array.
        found = json.loads(body.rstrip(",") + "]")
    return [event for event in map(event_of, found) if event is not None]


def event_of(raw):
    category, name, start, duration = (raw.get(key) for key in ("cat", "name", "ts", "dur"))
    if category not in CATEGORIES or not isinstance(start, (int, float)) or not isinstance(duration, (int, float)):
        return None
    if duration < 0 or (category == "Node" and not name.endswith(KERNEL_TIME)):
        return None
    args = raw.get("args") or {}
    fallback = {"Session": None, "Node": name[: -len(KERNEL_TIME)]}.get(category, name)
    operator = args.get("op_name") or fallback
    return {
        "cat": category,
        "name": name,
        "start": start,
        "end": start + duration,
        "tid": raw.get("tid"),
        "operator": operator,
        "shapes": shapes_of(args) if operator and SHAPED.search(operator) else None,
    }


def shapes_of(args):
    ends = [first_shape(args.get(key)) for key in ("input_type_shape", "output_type_shape")]
    return None if None in ends else tuple(ends)


def first_shape(tensors):
    if not isinstance(tensors, list) or not tensors or not isinstance(tensors[0], dict):
        return None
    dims = next(iter(tensors[0].values()), None)
    return ",".join(str(dim) for dim in dims) if isinstance(dims, list) else None


def model_totals(text, requests, calls):
    events = events_of(text)
    expected = requests * calls
    runs = [event for event in events if event["cat"] == "Session" and event["name"] == "model_run"]
    if len(runs) < expected or expected < 1:
        raise ValueError(f"the engine's profile has {len(runs)} model runs, expected at least {expected}")
    last = sorted(runs[-expected:], key=lambda run: run["start"])
    kept = middle_half([last[i * calls : (i + 1) * calls] for i in range(requests)], total_ms)
    inside = events_within([run for request in kept for run in request], events)
    executors = [e for e in inside if e["cat"] == "Session" and e["name"].endswith("Executor::Execute")]
    kernels = sorted((e for e in inside if e["cat"] == "Node"), key=lambda e: (e["end"], -e["start"]))
    operators = {}
    for operator, ms in operator_times(kernels):
        total = operators.setdefault(operator, {"operator": operator, "ms": 0, "calls": 0})
        total["ms"] += ms / len(kept)
        total["calls"] += 1 / len(kept)
    return {
        "iterations": len(kept),
        "modelRunMs": sum(map(total_ms, kept)) / len(kept),
        "executorMs": total_ms(outermost(executors)) / len(kept),
        "kernelMs": sum(one["ms"] for one in operators.values()),
        "operators": sorted(operators.values(), key=lambda one: -one["ms"]),
    }


def total_ms(events):
    return sum(event["end"] - event["start"] for event in events) / 1e3


def outermost(events):
    """A branch or a loop's body has an executor of its own."""
    outer = []
    until = float("-inf")
    for event in sorted(events, key=lambda e: (e["start"], -e["end"])):
        if event["start"] >= until:
            until = event["end"]
            outer.append(event)
    return outer


def events_within(runs, events):
    """Events that begin while one of the runs lasts."""
    ordered = sorted(runs, key=lambda run: run["start"])
    inside = []
    at = 0
    for event in sorted(events, key=lambda e: e["start"]):
        while at < len(ordered) and ordered[at]["end"] < event["start"]:
            at += 1
        if at < len(ordered) and event["start"] >= ordered[at]["start"]:
            inside.append(event)
    return inside


def operator_times(kernels):
    """(operator, ms that no kernel within it took) of each, in the order in which they ended.

    A convolution is held back until the kernel after it is seen: only where padding is dropped shows how few channels it has.
    """
    before = []
    waiting = None
    for kernel in kernels:
        operator, shapes = kernel["operator"], kernel["shapes"]
        drops_padding = shapes is not None and operator.lower() == "reorderoutput"
        if waiting is not None:
            is_dropped = drops_padding and waiting["shapes"][1] == shapes[0]
            yield named(waiting, shapes[1] if is_dropped else waiting["shapes"][1])
            waiting = None
        if shapes is None:
            yield operator or kernel["name"], duration_ms(kernel) - within_ms(kernel, before)
        elif drops_padding:
            yield named(kernel, shapes[1])
        elif operator.lower() == "reorderinput":
            yield named(kernel, shapes[0])
        else:
            waiting = kernel
        before.append(kernel)
    if waiting is not None:
        yield named(waiting, waiting["shapes"][1])


def within_ms(kernel, before):
    """Of the kernels within a control flow's, which count no more for what it may itself be within."""
    if (kernel["operator"] or "").lower() not in ("if", "loop", "scan"):
        return 0
    total = 0
    while before and before[-1]["start"] >= kernel["start"]:
        inner = before.pop()
        if inner["tid"] == kernel["tid"]:
            total += duration_ms(inner)
    return total


def named(kernel, shape):
    dims = shape.split(",")
    few = len(dims) > 1 and float(dims[1]) < FEW
    name = f"{kernel['operator']} of few channels" if few else kernel["operator"]
    return name, duration_ms(kernel)


def duration_ms(event):
    return (event["end"] - event["start"]) / 1e3
