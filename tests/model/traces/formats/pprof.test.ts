import { describe, expect, it } from "vitest";
import { attributeTrace } from "../../../../src/model/traces/attribute.ts";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { pprof } from "../../../../src/model/traces/formats/pprof.ts";
import { headOf } from "../../../../src/model/traces/head.ts";
import { defaultRules } from "../../../fixtures/default-rules.ts";
import { protobufMessage as message, type ProtobufField } from "../../../fixtures/protobuf.ts";
import { readSample, selfMsBy } from "../../../fixtures/trace-samples.ts";

interface Sample {
  /** The leaf first, as pprof has them. */
  readonly stack: readonly number[];
  readonly values: readonly number[];
  readonly labels?: Readonly<Record<string, string | number>>;
}

interface File {
  readonly types: readonly (readonly [type: string, unit: string])[];
  readonly samples: readonly Sample[];
  /** By id − 1: name, file, line. */
  readonly functions?: readonly (readonly [name: string, file: string, line: number])[];
  readonly binary?: string;
  readonly period?: readonly [type: string, unit: string, value: number];
}

const FUNCTIONS = [
  ["main", "/srv/a.py", 3],
  ["run", "/srv/a.py", 9],
] as const;

/** A file with a location for each function. */
function fileOf({ types, samples, functions = FUNCTIONS, binary = "", period }: File): Uint8Array {
  const strings = [""];
  const text = (value: string): number => {
    const known = strings.indexOf(value);
    return known >= 0 ? known : strings.push(value) - 1;
  };
  const labelOf = ([key, value]: [string, string | number]) =>
    message([1, text(key)], typeof value === "string" ? [2, text(value)] : [3, value]);
  const fields: ProtobufField[] = [
    ...types.map(([type, unit]) => [1, message([1, text(type)], [2, text(unit)])] as const),
    ...samples.map(
      ({ stack, values, labels = {} }) =>
        [
          2,
          message(
            [1, stack],
            [2, values],
            ...Object.entries(labels).map((label) => [3, labelOf(label)] as const),
          ),
        ] as const,
    ),
    [3, message([1, 1], [5, text(binary)])],
    ...functions.flatMap(([name, file, line], at) => [
      [4, message([1, at + 1], [2, 1], [4, message([1, at + 1], [2, line])])] as const,
      [5, message([1, at + 1], [2, text(name)], [4, text(file)])] as const,
    ]),
    [4, message([1, 99], [2, 1], [3, 0x1234])],
    ...(period
      ? [[11, message([1, text(period[0])], [2, text(period[1])])] as const, [12, period[2]] as const]
      : []),
  ];
  return message(...fields, ...strings.map((value) => [6, value] as const));
}

const parse = (file: File) => pprof.parse(fileOf(file));
const byName = (profile: Parameters<typeof selfMsBy>[0]) => selfMsBy(profile, ({ name }) => name);
const CPU = { types: [["samples", "count"] as const, ["cpu", "nanoseconds"] as const] };

describe("a pprof profile", () => {
  it("is what Go writes", () => {
    const profile = pprof.parse(readSample("pprof.go.pb"));
    expect(profile).toMatchObject({ wallMs: 470, samples: 47, intervalMs: 10 });
    expect(profile.bias).toMatch(/against io and waiting/);
    const { buckets, coverage } = attributeTrace(profile, defaultRules);
    expect(coverage).toBeGreaterThan(0.9);
    expect(buckets.compute.share).toBeGreaterThan(0.8);
    expect(buckets.io.share).toBeGreaterThan(0);
  });

  it("has its stacks leaf first, with file, line and functions that were inlined", () => {
    const { tree, wallMs } = parse({
      ...CPU,
      samples: [
        { stack: [2, 1], values: [1, 2e6] },
        { stack: [99, 1], values: [2, 4e6] },
      ],
      binary: "/usr/lib/libfoo.so.1",
    });
    expect(wallMs).toBe(6);
    expect(tree.frames).toEqual([
      { name: "main", file: "/srv/a.py", line: 3, category: "python" },
      { name: "run", file: "/srv/a.py", line: 9, category: "python" },
      { name: "0x1234", file: "/usr/lib/libfoo.so.1", line: null, category: "native" },
    ]);
    expect(tree.parent).toEqual([0, 0, 1, 1]);
    const inlined = message([1, 1], [4, message([1, 2], [2, 7])], [4, message([1, 1], [2, 3])]);
    const bytes = fileOf({ ...CPU, samples: [{ stack: [5], values: [1, 1e6] }] });
    const withInlined = message([4, Uint8Array.from([...inlined, 0x08, 5])]);
    expect(
      pprof.parse(Uint8Array.from([...bytes, ...withInlined])).tree.frames.map(({ name }) => name),
    ).toEqual(["main", "run"]);
  });

  it("takes wall time before CPU time, and either before a count", () => {
    const types = [...CPU.types, ["wall", "microseconds"] as const, ["alloc-space", "bytes"] as const];
    const profile = parse({ types, samples: [{ stack: [1], values: [1, 5e6, 7000, 9] }] });
    expect(profile.wallMs).toBe(7);
    expect(profile.clock).toContain('"wall"');
  });

  it("counts samples by their period, and without one shows each as 1 ms", () => {
    const counted = { types: [["samples", "count"]], samples: [{ stack: [1], values: [3] }] } as const;
    const timed = parse({ ...counted, period: ["cpu", "nanoseconds", 1e7] });
    expect(timed).toMatchObject({ wallMs: 30, samples: 3, intervalMs: 10, warnings: [] });
    const unitless = parse(counted);
    expect(unitless).toMatchObject({ wallMs: 3, intervalMs: null });
    expect(unitless.warnings).toEqual([expect.stringMatching(/no unit of time/)]);
  });

  it("tells threads by its labels", () => {
    const file = {
      ...CPU,
      samples: [
        { stack: [1], values: [1, 2e6], labels: { "thread name": "MainThread", "thread id": 7 } },
        { stack: [2], values: [1, 9e6], labels: { "thread name": "worker", "thread id": 8 } },
        { stack: [1], values: [1, 1e6], labels: { "thread name": "worker", "thread id": 9, user: "me" } },
      ],
    };
    const profile = parse(file);
    expect(profile.clock).toContain("worker (thread 8), the busiest of 3");
    expect(byName(profile)).toEqual({ run: 9 });
    expect(profile.hiddenMs).toBe(3);
    expect(profile.threads.map(({ busyMs }) => busyMs)).toEqual([9, 2, 1]);
    expect(pprof.parse(fileOf(file), { thread: "main" }).wallMs).toBe(2);
  });

  it("tells none apart without labels, and says so to whoever asks for one", () => {
    const file = { ...CPU, samples: [{ stack: [1], values: [1, 2e6] }] };
    expect(() => pprof.parse(fileOf(file), { thread: "main" })).toThrowError(
      'tells no threads apart: leave out the thread "main"',
    );
  });

  it("of Node.js has V8's own frames", () => {
    const functions = [
      ["readSync", "node:fs", 700],
      ["wasm-function[3]", "wasm://wasm/0365", 1],
      ["(anonymous)", "file:///srv/app.mjs", 4],
      ["Garbage Collection", "", 0],
    ] as const;
    const { tree, clock, bias } = parse({
      types: [["wall", "nanoseconds"]],
      functions,
      samples: functions.map((_, at) => ({ stack: [at + 1], values: [1e6] })),
    });
    expect(tree.frames.map(({ file, line, category }) => [file, line, category])).toEqual([
      ["node:fs", 700, "builtin"],
      ["wasm://wasm/0365", 1, "wasm"],
      ["/srv/app.mjs", 4, "js"],
      [null, null, "gc"],
    ]);
    expect(clock).toContain("the profiled isolate's");
    expect(bias).toMatch(/native code counts/);
  });

  it.each([
    [
      "memory",
      [
        ["inuse_objects", "count"],
        ["inuse_space", "bytes"],
      ],
    ],
    [
      "what waits for locks",
      [
        ["contentions", "count"],
        ["delay", "nanoseconds"],
      ],
    ],
    ["no running time", [["goroutine", "count"]]],
  ] as const)("of %s is refused, with what would do", (kind, types) => {
    const file = { types, samples: [{ stack: [1], values: types.map(() => 5) }] };
    expect(() => parse(file)).toThrow(TraceError);
    expect(() => parse(file)).toThrow(new RegExp(`shows ${kind}: .*${types[0][0]}.*debug/pprof/profile`));
  });

  it("counts what it does not understand, and is refused without any time", () => {
    const samples = [
      { stack: [1, 50], values: [1, 2e6] },
      { stack: [1], values: [1, -5] },
    ];
    expect(parse({ ...CPU, samples }).warnings).toEqual([
      expect.stringMatching(/location that the file does not list.*50/),
      expect.stringMatching(/value is no duration.*-5/),
    ]);
    expect(() => parse({ ...CPU, samples: [] })).toThrow(/0 samples and no time/);
  });

  it("is known by its first fields, in whatever order, and no other message is taken for one", () => {
    const typed = fileOf({ ...CPU, samples: [] });
    const detects = (bytes: Uint8Array) => pprof.detect(headOf(bytes));
    expect(detects(typed)).toBe(true);
    expect(detects(Uint8Array.from([...message([9, 1_700_000_000], [12, 100]), ...typed]))).toBe(true);
    expect(detects(message([1, 8], [2, "pytorch"]))).toBe(false); // An ONNX model.
    expect(detects(message([1, message([1, "node"], [2, "op"])]))).toBe(false); // A TensorFlow graph.
    expect(detects(message([9, "text"]))).toBe(false);
  });
});
