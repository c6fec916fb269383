"""IO and marshalling work: files, a socket to another process, copies, and serialisation."""

import json
import os
import pickle
import socket
import subprocess
import sys

import numpy

_ECHO = """
import socket, sys
peer = socket.socket(fileno=int(sys.argv[1]))
buffer = bytearray(1 << 16)
while (length := peer.recv_into(buffer)):
    peer.sendall(memoryview(buffer)[:length])
"""


class Echo:
    """A process that sends back what it gets, at the other end of a socket pair."""

    def __init__(self):
        self.socket, theirs = socket.socketpair()
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _ECHO, str(theirs.fileno())], pass_fds=[theirs.fileno()]
        )
        theirs.close()

    def close(self):
        self.socket.close()
        self.process.wait()


def make_work(folder, echo):
    """The kinds of io work."""
    path = os.path.join(folder, "payload.bin")
    payload = os.urandom(1 << 20)
    payload_view = memoryview(payload)
    packet = payload[: 1 << 16]
    reply = bytearray(len(packet))
    frame = numpy.frombuffer(payload * 4, dtype=numpy.uint8).reshape(1024, 1024, 4)
    target = numpy.empty_like(frame)
    records = [
        {"id": i, "name": f"sensor {i}", "values": [i / 7, i / 3, -i], "ok": i % 3 == 0} for i in range(200)
    ]

    def file():
        with open(path, "wb") as out:
            out.write(payload)
        with open(path, "rb") as source:
            return source.read()

    def exchange():
        echo.socket.sendall(packet)
        view, received = memoryview(reply), 0
        while received < len(packet):
            received += echo.socket.recv_into(view[received:])

    def copy():
        numpy.copyto(target, frame)
        return target.tobytes(), bytes(payload_view)

    def as_json():
        return json.loads(json.dumps(records))

    def as_pickle():
        return pickle.loads(pickle.dumps(records, protocol=pickle.HIGHEST_PROTOCOL))

    return {"file": file, "exchange": exchange, "copy": copy, "json": as_json, "pickle": as_pickle}
