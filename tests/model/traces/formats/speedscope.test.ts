import { describe, expect, it } from "vitest";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { speedscope } from "../../../../src/model/traces/formats/speedscope.ts";
import { processesOf } from "../../../../src/model/traces/speedscope/processes.ts";
import { asBytes, readSample, selfMsBy } from "../../../fixtures/trace-samples.ts";

const FRAMES = [
  { name: "main", file: "app.py", line: 1 },
  { name: "dgemm", file: "/usr/lib/libopenblas.so.0" },
  { name: "epoll_wait", file: "/usr/lib/libc.so.6", line: 0 },
];

function file(profiles: readonly object[], extra: object = {}): Uint8Array {
  return asBytes({
    $schema: "https://www.speedscope.app/file-format-schema.json",
    shared: { frames: FRAMES },
    profiles,
    ...extra,
  });
}

function sampled(samples: readonly unknown[], weights: readonly unknown[], extra: object = {}): object {
  return {
    type: "sampled",
    name: "one",
    unit: "seconds",
    startValue: 0,
    endValue: 0,
    samples,
    weights,
    ...extra,
  };
}

const evented = (events: readonly (readonly [string, number, number])[], extra: object = {}): object => ({
  type: "evented",
  name: "one",
  unit: "milliseconds",
  startValue: 100,
  endValue: 120,
  events: events.map(([type, at, frame]) => ({ type, at, frame })),
  ...extra,
});

const byName = (profile: Parameters<typeof selfMsBy>[0]) => selfMsBy(profile, ({ name }) => name);

describe("what was recorded", () => {
  it("is samples, changes between samples (pyinstrument's export), or not told", () => {
    const events = evented([
      ["O", 100, 0],
      ["C", 120, 0],
    ]);
    expect(speedscope.parse(file([sampled([[0]], [1])]))).toMatchObject({ sampled: true, samples: 1 });
    expect(speedscope.parse(readSample("speedscope.pyinstrument.json"))).toMatchObject({
      sampled: true,
      samples: null,
    });
    expect(speedscope.parse(file([events]))).toMatchObject({ sampled: null, samples: null });
  });

  it("is refused where it sums to more than a year", () => {
    expect(() => speedscope.parse(file([sampled([[0], [0]], [2e7, 2e7])]))).toThrow(/1\.26 years/);
  });
});

describe("py-spy's files", () => {
  it("tell native frames from Python ones, and sum to samples × interval", () => {
    const profile = speedscope.parse(readSample("speedscope.py-spy-native-idle.json"));
    expect(profile).toMatchObject({ producer: "py-spy@0.4.3", samples: 76, intervalMs: 10, bias: null });
    expect(profile.wallMs).toBeCloseTo(760, 6);
    const { python, native, ...rest } = selfMsBy(profile, ({ category }) => String(category));
    expect(rest).toEqual({});
    // Sleeping and awaiting sockets take 280 ms of it in libc, the rest is zlib, SHA-256 and JSON in C.
    expect(native).toBeCloseTo(500, 6);
    expect(python).toBeCloseTo(260, 6);
    expect(byName(profile)).toMatchObject({
      epoll_wait: expect.closeTo(150),
      clock_nanosleep: expect.closeTo(130),
    });
  });

  it("without --native are biased, and say so", () => {
    const profile = speedscope.parse(readSample("speedscope.py-spy-python.json"));
    expect(profile.bias).toMatch(/biased towards interpreter.*--native/);
    expect(Object.keys(selfMsBy(profile, ({ category }) => String(category)))).toEqual(["python"]);
  });

  it("with --threads keep py-spy's thread frame as a root without own time", () => {
    const { tree } = speedscope.parse(readSample("speedscope.py-spy-native-threads.json"));
    const root = tree.frames[tree.frame[1]!]!;
    expect(root).toMatchObject({ name: expect.stringMatching(/^thread \(\d+\)/), category: null });
    expect(tree.selfMs[1]).toBe(0);
  });
});

describe("several threads", () => {
  it("the busiest is the request's, others are hidden, and waiting is not busy", () => {
    const profile = speedscope.parse(
      file([
        sampled([[0, 2], [0, 2], [0, 2], [0]], [1, 1, 1, 0.1], { name: "server" }),
        sampled([[0], [0, 1]], [0.25, 0.5], { name: "worker" }),
      ]),
    );
    expect(profile.wallMs).toBeCloseTo(750);
    expect(byName(profile)).toEqual({ main: 250, dgemm: 500 });
    expect(profile.hiddenMs).toBeCloseTo(100);
    expect(profile.clock).toMatch(
      /request's thread is worker, the busiest of 2.*1 other thread worked for 100 ms/,
    );
  });
});

it("the main thread is the request's where a pool's reader is blocked in a pipe", () => {
  const frames = [
    { name: "main", file: "/srv/app.py" },
    { name: "Condition.wait", file: "/usr/lib/python3.11/threading.py" },
    { name: "Connection._recv", file: "/usr/lib/python3.11/multiprocessing/connection.py" },
    { name: "read", file: "/usr/lib/libc.so.6" },
  ];
  const profile = speedscope.parse(
    file(
      [
        sampled([[0], [0, 1]], [0.1, 0.9], { name: 'Thread 5 ""' }),
        sampled([[2, 3], [2]], [0.95, 0.05], { name: 'Thread 8 "Thread-3 (_handle_results)"' }),
      ],
      { exporter: "py-spy@0.4.3", shared: { frames } },
    ),
  );
  expect(byName(profile)).toEqual({ main: 100, "Condition.wait": expect.closeTo(900) });
  expect(profile.clock).toMatch(/thread is Thread 5, the busiest of 2/);
  expect(profile.hiddenMs).toBe(0);
});

it("a thread without time is not the request's, even where no thread works", () => {
  const profile = speedscope.parse(
    file([sampled([], [], { name: "empty" }), sampled([[2]], [1], { name: "server" })]),
  );
  expect(profile).toMatchObject({ wallMs: 1000, hiddenMs: 0 });
  expect(profile.clock).toMatch(/thread is server/);
});

describe("sampled profiles", () => {
  it.each([
    ["nanoseconds", 2e6],
    ["microseconds", 2000],
    ["milliseconds", 2],
    ["seconds", 0.002],
  ])("in %s", (unit, weight) => {
    const profile = speedscope.parse(file([sampled([[0], [0, 1]], [weight, weight], { unit })]));
    expect(profile.wallMs).toBeCloseTo(4);
    expect(profile.intervalMs).toBeCloseTo(2);
    expect(profile.warnings).toEqual([]);
  });

  it("without a unit show 1 ms a sample, and warn", () => {
    const profile = speedscope.parse(file([sampled([[0], [0, 1]], [3, 1], { unit: "none" })]));
    expect(profile).toMatchObject({ wallMs: 4, intervalMs: null });
    expect(profile.warnings[0]).toMatch(/no unit of time/);
  });

  it("leave empty stacks and a longer span unattributed", () => {
    const profile = speedscope.parse(file([sampled([[], [0]], [1, 1], { endValue: 5 })]));
    expect(profile.wallMs).toBe(5000);
    expect(byName(profile)).toEqual({ main: 1000 });
  });

  it("drop odd weights, count them, and give the first", () => {
    const profile = speedscope.parse(file([sampled([[0], [0], [0], [7]], [1, -3, null, 1])]));
    expect(profile.samples).toBe(2);
    expect(profile.warnings).toEqual([
      "2 samples were dropped, as their weight is no duration (the first: -3).",
      "1 samples name a frame that the file does not list, which was left out (the first: 7).",
    ]);
  });
});

describe("evented profiles", () => {
  it("give each moment to the innermost open frame", () => {
    const profile = speedscope.parse(
      file([
        evented([
          ["O", 102, 0],
          ["O", 105, 1],
          ["C", 111, 1],
          ["C", 116, 0],
        ]),
      ]),
    );
    expect(profile).toMatchObject({ wallMs: 20, samples: null, intervalMs: null, warnings: [] });
    expect(byName(profile)).toEqual({ main: 8, dgemm: 6 });
  });

  it("close what stays open, and read steps back in time as no step", () => {
    const profile = speedscope.parse(
      file([
        evented([
          ["O", 105, 0],
          ["O", 103, 1],
        ]),
      ]),
    );
    expect(byName(profile)).toEqual({ dgemm: 15 });
    expect(profile.warnings).toEqual([
      "1 events go back in time and were read as simultaneous with the one before (the first: 103).",
      '1 frames never close and were closed at the end (the first: "main").',
    ]);
  });

  it("read pyinstrument's export", () => {
    const profile = speedscope.parse(readSample("speedscope.pyinstrument.json"));
    expect(profile).toMatchObject({ producer: "pyinstrument", warnings: [] });
    expect(profile.wallMs).toBeCloseTo(344.504, 2);
    expect(byName(profile)["epoll.poll"]).toBeGreaterThan(30);
  });
});

describe("files that hold no time profile", () => {
  it.each([
    [
      "bytes",
      file([sampled([[0]], [1], { unit: "bytes" })]),
      /in "bytes": it is a memory profile.*milliseconds, seconds/,
    ],
    [
      "an unknown type",
      file([{ type: "tree", unit: "seconds" }]),
      /profile of type "tree".*"sampled", "evented"/,
    ],
    ["no profiles", file([]), /holds no time: 0 profiles/],
    ["no samples", file([sampled([], [])]), /holds no time: 1 profiles/],
    ["only odd weights", file([sampled([[0]], [-1])]), /no time.*1 samples were dropped.*-1/],
    ["no frames", asBytes({ profiles: [{ type: "sampled" }] }), /no "shared.frames"/],
    ["half a file", file([sampled([[0]], [1])]).slice(0, -20), /not valid JSON.*cut off/],
  ])("%s", (_, bytes, message) => {
    expect(() => speedscope.parse(bytes)).toThrow(TraceError);
    expect(() => speedscope.parse(bytes)).toThrow(message);
  });
});

describe("what py-spy writes with --subprocesses", () => {
  const frames = [
    { name: 'process 7:"python app.py"' },
    { name: 'process 9:"python -c \nspawn_main()"' },
    { name: "main", file: "app.py", line: 1 },
    { name: "work", file: "worker.py", line: 3 },
  ];
  const threadOf = (name: string, stack: readonly number[], seconds: number) =>
    sampled([stack], [seconds], { name });
  const both = file(
    [
      threadOf('Process 9 Thread 9 ""', [0, 1, 3], 4),
      threadOf('Process 7 Thread 7 "MainThread"', [0, 2], 1),
      threadOf('Process 7 Thread 8 "Thread-1"', [0, 2], 0.5),
    ],
    { exporter: "py-spy@0.4.3", shared: { frames } },
  );

  it("is of the process that is asked for, whoever else works more", () => {
    const main = speedscope.parse(both, { process: 7 });
    expect(main.wallMs).toBe(1_000);
    expect(main.threads.map(({ name }) => name)).toEqual(['Thread 7 "MainThread"', 'Thread 8 "Thread-1"']);
    expect(main.clock).toMatch(/^The request's thread is Thread 7 "MainThread", the busiest of 2/);
    expect(main.hiddenMs).toBe(500);
    const child = speedscope.parse(both, { process: 9 });
    expect([child.wallMs, child.clock.startsWith("One thread: Thread 9;")]).toEqual([4_000, true]);
    expect(() => speedscope.parse(both, { process: 5 })).toThrow(TraceError);
  });

  it("is of all processes' threads where none is asked for, with code alone in the stacks", () => {
    const profile = speedscope.parse(both);
    expect(profile.clock).toContain("The request's thread is Process 9 Thread 9, the busiest of 3");
    expect(selfMsBy(profile, ({ name }) => name)).toEqual({ work: 4_000 });
    expect(profile.tree.parent).toEqual([0, 0]);
  });

  it("names its processes and their words", () => {
    expect(processesOf(JSON.parse(new TextDecoder().decode(both)))).toEqual([
      { pid: 7, command: "python app.py" },
      { pid: 9, command: "python -c \nspawn_main()" },
    ]);
    expect(processesOf({})).toEqual([]);
  });
});
