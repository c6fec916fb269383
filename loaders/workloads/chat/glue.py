"""Implements spec.md; glue.ts is its twin."""

import array
import json

BEGIN = 1
BYTES_FROM = 3


def init(_assets):
    pass


def parse(payload):
    request = json.loads(bytes(payload))
    wanted = request.get("max_tokens")
    if not isinstance(wanted, int) or wanted < 1:
        raise ValueError(f'expected a whole number above 0 as "max_tokens", found {wanted}')
    if "messages" not in request and "prompt_tokens" not in request:
        raise ValueError('expected a list "messages" or "prompt_tokens", found neither')
    return request


def tokens_of(request):
    if "messages" not in request:
        return array.array("i", request["prompt_tokens"])
    parts = [f"<{one['role'][0]}>{one['content']}\n" for one in request["messages"]]
    prompt = "".join(parts) + "<a>"
    return array.array("i", [BEGIN, *(BYTES_FROM + byte for byte in prompt.encode())])


def text_of(tokens):
    return bytes(token - BYTES_FROM for token in tokens if token >= BYTES_FROM).decode(errors="replace")


def serve(payload):
    request = parse(payload)
    tokens = []
    due = tokens_of(request)
    position = 0
    while len(tokens) < request["max_tokens"]:
        outputs = yield "llama", [(due, [len(due)]), (array.array("i", [position]), [1])]
        position += len(due)
        tokens.append(int(outputs[0][0]))
        due = array.array("i", [tokens[-1]])
    text = text_of(tokens) if "messages" in request else ""
    return json.dumps({"tokens": tokens, "text": text}, ensure_ascii=False, separators=(",", ":")).encode()
