import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../../../loaders/paths.ts";
import { attributeTrace } from "../../../../src/model/traces/attribute.ts";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { otlp } from "../../../../src/model/traces/formats/otlp.ts";
import { headOf } from "../../../../src/model/traces/head.ts";
import { importTrace } from "../../../../src/model/traces/import.ts";
import type { ImportedProfile } from "../../../../src/model/traces/profile.ts";
import { defaultRules as rules } from "../../../fixtures/default-rules.ts";
import { asBytes, brokenInvariants, selfMsBy } from "../../../fixtures/trace-samples.ts";

/** A quarter past two in 2026: nanoseconds that no number of JavaScript's holds exactly. */
const START_NS = 1_795_727_700_000_000_001n;

interface Options {
  readonly parent?: string;
  readonly trace?: string;
  readonly kind?: number | string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** From one millisecond to another. */
function span(spanId: string, fromMs: number, toMs: number, options: Options = {}): object {
  const { parent = spanId === "root" ? "" : "root", trace = "t1", kind = 1, attributes = {} } = options;
  const ns = (ms: number) => String(START_NS + BigInt(Math.round(ms * 1e6)));
  return {
    ...{ traceId: trace, spanId, parentSpanId: parent, name: spanId, kind },
    ...{
      startTimeUnixNano: ns(fromMs),
      endTimeUnixNano: ns(toMs),
      events: [{ name: "e" }],
      status: { code: 2 },
    },
    attributes: Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } })),
  };
}

const exported = (spans: readonly object[], service = "scoring") => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: "service.name", value: { stringValue: service } }] },
      scopeSpans: [{ scope: { name: "app" }, spans }],
    },
  ],
});

const parse = (...documents: readonly object[]): ImportedProfile =>
  otlp.parse(asBytes(documents.map((document) => JSON.stringify(document)).join("\n")));
const byName = (profile: ImportedProfile) => selfMsBy(profile, ({ name }) => name);
const ms = (value: number) => expect.closeTo(value, 6);

describe("a trace", () => {
  it("is a request on its root's clock: the innermost span has the time, and spans at the same time share it", () => {
    const profile = parse(
      exported([
        span("root", 0, 100, { kind: 2 }),
        span("prepare", 10, 30),
        span("query", 40, 80, { kind: 3 }),
        span("ask", 60, 90, { kind: 3 }),
        span("decode", 15, 20, { parent: "prepare" }),
      ]),
    );
    expect(byName(profile)).toEqual({
      root: ms(30),
      prepare: ms(15),
      decode: ms(5),
      query: ms(30),
      ask: ms(20),
    });
    expect(profile).toMatchObject({ wallMs: ms(100), hiddenMs: ms(20), sampled: false, warnings: [] });
    expect(profile.tree.frames[0]).toEqual({
      name: "root",
      file: "app",
      line: null,
      category: "otel_server",
    });
  });

  it("may be one of many, which overlap and are told one by one", () => {
    const profile = parse(
      exported([span("root", 20, 50, { trace: "t2" }), span("work", 20, 40, { trace: "t2" })]),
      exported([span("root", 0, 40), span("work", 0, 10)]),
    );
    expect(profile.wallMs).toBeCloseTo(70, 6);
    expect(byName(profile)).toEqual({ root: ms(40), work: ms(30) });
    const work = profile.tree.frame.findIndex((at) => profile.tree.frames[at]?.name === "work");
    expect(
      profile.requests!.each.map(({ wallMs, nodes, selfMs }) => [wallMs, selfMs[nodes.indexOf(work)]]),
    ).toEqual([
      [ms(40), ms(10)],
      [ms(30), ms(20)],
    ]);
    expect(profile.clock).toContain(
      "sum of 2 requests, one for each trace, on its root span's clock (2 × root)",
    );
  });

  it("cuts a span to a parent on another clock, and to the request on the same", () => {
    const profile = parse(
      exported([span("root", 0, 100), span("call", 20, 40, { kind: 3 }), span("later", 80, 130)]),
      exported([span("served", 15, 35, { parent: "call", kind: 2 })], "limits"),
    );
    expect(byName(profile)).toEqual({ root: ms(60), call: ms(5), served: ms(15), later: ms(20) });
    expect(profile.warnings).toEqual([
      "Spans that reach beyond a parent of another service, whose clock differs, were cut to it: 1.",
      "Spans that reach beyond their request were cut to it: 1.",
    ]);
  });

  it("lets a span of the same service outlive its parent", () => {
    const profile = parse(
      exported([span("root", 0, 100), span("start", 0, 20), span("task", 10, 60, { parent: "start" })]),
    );
    expect(byName(profile)).toMatchObject({ start: ms(10) });
    expect(profile.warnings).toEqual([]);
  });

  it("without its root hangs below the longest span, and what has no parent in the file below that", () => {
    const profile = parse(
      exported([span("served", 0, 50, { parent: "elsewhere" }), span("part", 10, 20, { parent: "gone" })]),
    );
    expect(byName(profile)).toEqual({ served: ms(40), part: ms(10) });
    expect(profile.warnings).toEqual([
      "Spans whose parent is not in the file were taken for the request's own: 1.",
    ]);
  });

  it("is not read for ever where spans are their own ancestors, and a span that was exported twice counts once", () => {
    const profile = parse(
      exported([
        ...[span("root", 0, 10), span("work", 0, 5), span("work", 0, 5)],
        ...[span("a", 0, 10, { parent: "b" }), span("b", 0, 10, { parent: "a" })],
      ]),
    );
    expect(byName(profile)).toEqual({ root: ms(5), work: ms(5) });
  });
});

describe("what a span is", () => {
  const bucketOf = (kind: number | string, attributes: Record<string, string>) => {
    const { buckets } = attributeTrace(parse(exported([span("root", 0, 10, { kind, attributes })])), rules);
    return Object.entries(buckets).find(([, { share }]) => share > 0.99)![0];
  };

  it.each([
    ["what it says itself", "SPAN_KIND_INTERNAL", { "portolan.bucket": "interpreter" }, "interpreter"],
    [
      "what it says itself, before all else",
      3,
      { "portolan.bucket": "compute", "db.system": "x" },
      "compute",
    ],
    ["a model's answer", 3, { "gen_ai.operation.name": "chat", "server.address": "x" }, "compute"],
    ["a database's, also in the same process", 1, { "db.system.name": "sqlite" }, "io"],
    ["a call of another service", 3, { "http.request.method": "GET" }, "io"],
    ["the same by its name in the enumeration", "SPAN_KIND_CLIENT", { "rpc.system": "grpc" }, "io"],
    ["sending a message", 4, { "messaging.system": "kafka" }, "io"],
    ["processing one: nobody's", 5, { "messaging.system": "kafka" }, "unattributed"],
    ["serving: nobody's", 2, { "http.route": "/score" }, "unattributed"],
    ["internal: nobody's", 1, {}, "unattributed"],
  ] as const)("%s (%s, %j): %s", (_, kind, attributes, bucket) => {
    expect(bucketOf(kind, attributes)).toBe(bucket);
  });

  it("is said to be unknown where its bucket is none", () => {
    const { warnings } = parse(exported([span("root", 0, 1, { attributes: { "portolan.bucket": "gpu" } })]));
    expect(warnings).toEqual([
      '1 spans whose portolan.bucket is not one of interpreter, compute, io were read without it (the first: "gpu").',
    ]);
  });
});

describe("the container", () => {
  const document = exported([span("root", 0, 10), span("work", 2, 4)]);
  const read = { root: ms(8), work: ms(2) };

  it.each([
    ["a document", JSON.stringify(document)],
    ["an indented one", JSON.stringify(document, null, 2)],
    ["an array of documents", JSON.stringify([document, { resourceLogs: [] }])],
    [
      "lines, of logs and metrics too",
      `${JSON.stringify({ resourceMetrics: [] })}\n${JSON.stringify(document)}\n`,
    ],
    [
      "the older names",
      JSON.stringify(document)
        .replace("scopeSpans", "instrumentationLibrarySpans")
        .replace('"scope"', '"instrumentationLibrary"'),
    ],
  ])("may be %s", (_, text) => {
    expect(otlp.detect(headOf(asBytes(text)))).toBe(true);
    const profile = otlp.parse(asBytes(text));
    expect(byName(profile)).toEqual(read);
    expect(profile.tree.frames.map(({ file }) => file)).toEqual(["app", "app"]);
  });

  it("may end within a line, which is said", () => {
    const text = `${JSON.stringify(document)}\n${JSON.stringify(document).slice(0, 50)}`;
    const profile = otlp.parse(asBytes(text));
    expect(byName(profile)).toEqual(read);
    expect(profile.warnings).toEqual([expect.stringMatching(/^1 lines are no JSON and were dropped/)]);
  });

  it.each([
    ["no spans", exported([]), /0 usable spans and no trace/],
    [
      "spans without an end",
      exported([{ ...span("root", 0, 1), endTimeUnixNano: "0" }]),
      /1 spans were dropped.*"root"/,
    ],
    ["spans without a length", exported([span("root", 1, 1)]), /1 usable span and no trace/],
  ])("is refused with %s", (_, given, said) => {
    expect(() => parse(given)).toThrow(TraceError);
    expect(() => parse(given)).toThrow(said);
  });
});

it("is what OpenTelemetry's SDK writes of a service", () => {
  const bytes = new Uint8Array(
    readFileSync(join(projectRoot, "src", "samples", "opentelemetry.traces.json")),
  );
  const profile = importTrace(bytes);
  expect(profile).toMatchObject({ format: "otlp", producer: "OpenTelemetry python" });
  expect(brokenInvariants(profile)).toEqual([]);
  const { buckets, requests } = attributeTrace(profile, rules);
  expect(requests).toMatchObject({ what: "trace", count: 12 });
  for (const bucket of ["interpreter", "compute", "io"] as const)
    expect(buckets[bucket].share).toBeGreaterThan(0.03);
});
