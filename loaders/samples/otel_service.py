"""The service behind the OpenTelemetry sample: score a machine's readings, two requests at a time.

Each request is parsed and smoothed here in Python, its machine's past is read from a database while the limits are asked
from another service, a small network scores it, and the answer is published. Spans are written as OTLP's JSON, one
export a line, as the collector's file exporter does.

    python otel_service.py TRACES.json REQUESTS
"""

import asyncio
import base64
import json
import random
import sqlite3
import sys
from pathlib import Path

import numpy as np
from google.protobuf.json_format import MessageToDict
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import SpanKind

CHANNELS = 24
LENGTH = 256
BUCKET = "portolan.bucket"


class FileExporter(SpanExporter):
    """OTLP's JSON writes ids in hexadecimal, where protobuf's own writes bytes in base64."""

    def __init__(self, path):
        self.path = path

    def export(self, spans):
        request = MessageToDict(encode_spans(spans), use_integers_for_enums=True)
        for resource in request["resourceSpans"]:
            for scope in resource["scopeSpans"]:
                for span in scope["spans"]:
                    for key in ("traceId", "spanId", "parentSpanId"):
                        if key in span:
                            span[key] = base64.b64decode(span[key]).hex()
        with self.path.open("a") as file:
            file.write(json.dumps(request, separators=(",", ":")) + "\n")
        return SpanExportResult.SUCCESS


def smooth(readings):
    for channel in readings:
        level = channel[0]
        for index, reading in enumerate(channel):
            level = 0.7 * level + 0.3 * reading
            channel[index] = level
    return readings


def past_of(database, machine):
    return database.execute("select avg(value), count(*) from past where machine = ?", (machine,)).fetchone()


class Service:
    def __init__(self):
        self.tracer = trace.get_tracer("scoring")
        source = np.random.default_rng(0)
        self.layers = [
            source.normal(0, 0.02, shape).astype(np.float32) for shape in [(CHANNELS * LENGTH, 512), (512, 4)]
        ]
        self.database = sqlite3.connect(":memory:", check_same_thread=False)
        self.database.execute("create table past (machine integer, value real)")
        rows = ((number % 7, number / 3) for number in range(60_000))
        self.database.executemany("insert into past values (?, ?)", rows)

    async def serve(self, body):
        with self.tracer.start_as_current_span("POST /score", kind=SpanKind.SERVER) as span:
            span.set_attribute("http.route", "/score")
            with self.tracer.start_as_current_span("prepare", attributes={BUCKET: "interpreter"}):
                request = json.loads(body)
                readings = smooth(request["readings"])
            await asyncio.gather(self.read_past(request["machine"]), self.ask_limits())
            with self.tracer.start_as_current_span("model", attributes={BUCKET: "compute"}):
                hidden = np.tanh(np.array(readings, dtype=np.float32).reshape(1, -1) @ self.layers[0])
                scores = hidden @ self.layers[1]
            await self.publish(json.dumps(scores.tolist()))

    async def read_past(self, machine):
        attributes = {"db.system.name": "sqlite", "db.query.text": "select avg(value), count(*) from past …"}
        with self.tracer.start_as_current_span("SELECT past", kind=SpanKind.CLIENT, attributes=attributes):
            await asyncio.to_thread(past_of, self.database, machine)

    async def ask_limits(self):
        attributes = {"http.request.method": "GET", "server.address": "limits.example"}
        with self.tracer.start_as_current_span("GET", kind=SpanKind.CLIENT, attributes=attributes):
            await asyncio.sleep(0.008)  # stands for the other service

    async def publish(self, _answer):
        attributes = {"messaging.system": "kafka", "messaging.operation.type": "send"}
        with self.tracer.start_as_current_span("send scores", kind=SpanKind.PRODUCER, attributes=attributes):
            await asyncio.sleep(0.001)


def body_of(number):
    source = random.Random(number)
    readings = [[round(source.gauss(0, 1), 4) for _ in range(LENGTH)] for _ in range(CHANNELS)]
    return json.dumps({"machine": number % 7, "readings": readings})


async def main():
    path, count = Path(sys.argv[1]), int(sys.argv[2])
    service = Service()
    warm_up = [body_of(number) for number in range(2)]
    for body in warm_up:
        await service.serve(body)
    provider = TracerProvider(resource=Resource.create({"service.name": "scoring"}))
    provider.add_span_processor(BatchSpanProcessor(FileExporter(path)))
    trace.set_tracer_provider(provider)
    service.tracer = trace.get_tracer("scoring")
    bodies = [body_of(number) for number in range(count)]
    for first in range(0, count, 2):
        await asyncio.gather(*(service.serve(body) for body in bodies[first : first + 2]))
    provider.shutdown()


if __name__ == "__main__":
    asyncio.run(main())
