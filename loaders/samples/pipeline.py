"""The pipeline behind the Python samples: embed search queries, one request after the other.

Each request is read from a file, tokenised here in Python, run through an ONNX model, pooled, and written as JSON.

    python pipeline.py MODEL.onnx FOLDER REQUESTS [--ort-profile PREFIX]
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime as ort

LENGTH = 128
VOCABULARY = 30_000
WORDS = "harbour pilot chart sounding lantern tide compass voyage anchor shoal mast rigging keel current".split()


def write_requests(folder, count):
    """Queries of a few hundred words, from a fixed pattern."""
    for request in range(count):
        words = [WORDS[(request * 7 + i * i) % len(WORDS)] + str(i % 9) for i in range(600)]
        (folder / f"request-{request}.json").write_text(json.dumps({"id": request, "text": " ".join(words)}))


def split_words(text):
    words = []
    word = ""
    for letter in text:
        if letter.isalnum():
            word += letter.lower()
        elif word:
            words.append(word)
            word = ""
    if word:
        words.append(word)
    return words


def hash_piece(piece):
    value = 2166136261
    for letter in piece:
        value = ((value ^ ord(letter)) * 16777619) & 0xFFFFFFFF
    return 1000 + value % (VOCABULARY - 1000)


def tokenise(text):
    """Words to ids, in pieces of at most four letters."""
    ids = [101]
    for word in split_words(text):
        for start in range(0, len(word), 4):
            ids.append(hash_piece(word[start : start + 4]))
    return ids[: LENGTH - 1] + [102]


def read_request(path):
    return json.loads(path.read_text())


def run_model(session, ids):
    feeds = {}
    for inputs in session.get_inputs():
        row = np.zeros((1, LENGTH), dtype=np.int64)
        if "id" in inputs.name and "type" not in inputs.name:
            row[0, : len(ids)] = ids
        elif "mask" in inputs.name:
            row[0, : len(ids)] = 1
        feeds[inputs.name] = row
    return session.run(None, feeds)[0]


def write_answer(path, request, hidden):
    vector = hidden.reshape(-1, hidden.shape[-1]).mean(axis=0)
    path.write_text(json.dumps({"id": request["id"], "embedding": [round(float(x), 6) for x in vector]}))


def serve_one(session, folder, number):
    request = read_request(folder / f"request-{number}.json")
    ids = tokenise(request["text"])
    hidden = run_model(session, ids)
    write_answer(folder / f"answer-{number}.json", request, hidden)


def serve(session, folder, count):
    for number in range(count):
        serve_one(session, folder, number)


def main():
    model, folder, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    if "--ort-profile" in sys.argv:
        options.enable_profiling = True
        options.profile_file_prefix = sys.argv[sys.argv.index("--ort-profile") + 1]
    session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    write_requests(folder, count)
    serve(session, folder, count)
    if options.enable_profiling:
        session.end_profiling()


if __name__ == "__main__":
    main()
