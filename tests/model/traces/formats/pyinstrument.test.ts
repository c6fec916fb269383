import { describe, expect, it } from "vitest";
import { totalMs } from "../../../../src/model/traces/call-tree.ts";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { pyinstrument } from "../../../../src/model/traces/formats/pyinstrument.ts";
import { asBytes, readSample, selfMsBy } from "../../../fixtures/trace-samples.ts";

const byName = (profile: Parameters<typeof selfMsBy>[0]) => selfMsBy(profile, ({ name }) => name);

const THREAD = "MainThread\0<thread>\x00140";
const MAIN = "main\0app.py\x0010\u0001l12";
const RUN = "run\0/usr/lib/lib.py\x003\u0001cModel\u0001l9";

function session(records: readonly unknown[], extra: object = {}): Uint8Array {
  return asBytes({
    start_time: 1,
    duration: 0.1,
    sample_count: records.length,
    start_call_stack: [THREAD],
    frame_records: records,
    ...extra,
  });
}

describe("a session", () => {
  const profile = pyinstrument.parse(
    session([
      [[THREAD, MAIN], 0.02],
      [[THREAD, MAIN, RUN], 0.01],
      [[THREAD, MAIN, RUN, "dot\0<built-in>\x000"], 0.03],
      [[THREAD, MAIN, "[await]"], 0.015],
    ]),
  );

  it("gives each sample's time to its innermost frame", () => {
    expect(byName(profile)).toEqual({ main: 20, "Model.run": 10, dot: 30, "[await]": 15 });
    expect(profile).toMatchObject({ wallMs: 100, samples: 4, intervalMs: 17.5, warnings: [] });
  });

  it("knows categories, files and the line a function starts at", () => {
    expect(profile.tree.frames).toEqual([
      { name: "MainThread", file: null, line: null, category: null },
      { name: "main", file: "app.py", line: 10, category: "python" },
      { name: "Model.run", file: "/usr/lib/lib.py", line: 3, category: "python" },
      { name: "dot", file: "<built-in>", line: null, category: "builtin" },
      { name: "[await]", file: null, line: null, category: "wait" },
    ]);
  });

  it("drops records without a time and counts them", () => {
    const odd = pyinstrument.parse(session([[[MAIN], -0.5], [[MAIN], 0.01], "x"]));
    expect(byName(odd)).toEqual({ main: 10 });
    expect(odd.warnings).toEqual([
      "2 records were dropped, as their stack or time is none (the first: -0.5).",
    ]);
  });
});

const frame = (name: string, time: unknown, children: readonly object[] = [], file = "app.py"): object => ({
  function: name,
  file_path: file,
  file_path_short: file,
  line_no: 1,
  time,
  children,
});

const report = (root: object): Uint8Array =>
  asBytes({ duration: 0.1, sample_count: 90, cpu_time: 0.05, root_frame: root });

describe("a JSON report", () => {
  it("has a frame's time without its callees', [self] being its own", () => {
    const profile = pyinstrument.parse(
      report(
        frame("main", 0.09, [
          frame("[self]", 0.02, [], ""),
          frame("f", 0.04, [frame("[await]", 0.01)]),
          frame("g", 0.01, [], "<built-in>"),
        ]),
      ),
    );
    const ms = byName(profile);
    expect(Object.keys(ms).sort()).toEqual(["[await]", "f", "g", "main"]);
    expect(ms.main).toBeCloseTo(40); // 20 as [self], and 20 of callees too small to be listed.
    expect(ms.f).toBeCloseTo(30);
    expect(profile).toMatchObject({ wallMs: 100, samples: 90, intervalMs: null, warnings: [] });
  });

  it("cuts callees to what their caller took, and says so", () => {
    const profile = pyinstrument.parse(report(frame("main", 0.05, [frame("f", 0.08), frame("g", null)])));
    expect(byName(profile)).toEqual({ f: 50 });
    expect(profile.warnings).toEqual([
      "1 frames last longer than their caller and were cut to fit (the first: 0.08).",
      "1 frames were dropped with their callees, as their time is none (the first: null).",
    ]);
  });

  it("inside an HTML report is a tree of identifiers", () => {
    const profile = pyinstrument.parse(
      asBytes({
        session: { duration: 0.1, sample_count: 9, start_call_stack: [] },
        frame_tree: {
          identifier: MAIN,
          time: 0.09,
          children: [{ identifier: "[self]", time: 0.09, children: [] }],
        },
      }),
    );
    expect(byName(profile)).toEqual({ main: 90 });
    expect(profile.samples).toBe(9);
  });

  it("may nest deeper than a call stack", () => {
    const depth = 100_000;
    const text = `${'{"function":"f","time":0.01,"children":['.repeat(depth)}${"]}".repeat(depth)}`;
    const profile = pyinstrument.parse(asBytes(`{"sample_count":1,"root_frame":${text}}`));
    expect(profile.tree.parent).toHaveLength(depth + 1);
    expect(byName(profile).f).toBeCloseTo(10);
  });
});

describe.each(["pyinstrument.session.pyisession", "pyinstrument.report.json"])("%s", (name) => {
  const profile = pyinstrument.parse(readSample(name));

  it("accounts for nearly all of the session's duration", () => {
    expect(totalMs(profile.tree)[0]! / profile.wallMs).toBeGreaterThan(0.97);
    expect(profile.warnings).toEqual([]);
  });

  it("tells Python functions from the built-in ones that they called", () => {
    const ms = selfMsBy(profile, ({ category }) => String(category));
    expect(Object.keys(ms).sort()).toEqual(["builtin", "python"]);
    const { sleep, tokenize } = byName(profile);
    // The pipeline sleeps 5 ms a turn, and tokenises for about as long.
    expect(sleep! / profile.wallMs).toBeGreaterThan(0.08);
    expect(tokenize! / profile.wallMs).toBeGreaterThan(0.08);
  });
});

describe("files that hold no time", () => {
  it.each([
    ["no records", session([]), /holds no time \(0 records\)/],
    [
      "neither records nor a root",
      asBytes({ sample_count: 0, root_frame: null }),
      /neither "frame_records" nor a root frame/,
    ],
    ["a root without a time", report(frame("main", "x")), /holds no time.*first: "x"/],
  ])("%s", (_, bytes, message) => {
    expect(() => pyinstrument.parse(bytes)).toThrow(TraceError);
    expect(() => pyinstrument.parse(bytes)).toThrow(message);
  });
});
