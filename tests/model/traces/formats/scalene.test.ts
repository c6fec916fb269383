import { describe, expect, it } from "vitest";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { scalene } from "../../../../src/model/traces/formats/scalene.ts";
import { asBytes, readSample, selfMsBy } from "../../../fixtures/trace-samples.ts";

interface Line {
  readonly lineno: number;
  readonly line: string;
  readonly n_cpu_percent_python?: unknown;
  readonly n_cpu_percent_c?: number;
  readonly n_sys_percent?: number;
  readonly n_gpu_percent?: number;
  readonly n_copy_mb_s?: number;
  readonly start_function_line?: number;
}

function file(lines: readonly Line[], extra: object = {}): Uint8Array {
  return asBytes({
    alloc_samples: 0,
    args: ["app.py"],
    elapsed_time_sec: 2,
    gpu_device: "GPU",
    files: { "app.py": { functions: [{ line: "embed", lineno: 3 }], lines } },
    ...extra,
  });
}

const byCategory = (profile: Parameters<typeof selfMsBy>[0]) =>
  selfMsBy(profile, ({ category }) => String(category));

describe("Scalene's shares", () => {
  it("become time: Python, native and system apart, under the line's function", () => {
    const profile = scalene.parse(
      file([
        {
          lineno: 4,
          line: "  x = a @ b\n",
          n_cpu_percent_python: 5,
          n_cpu_percent_c: 40,
          n_sys_percent: 10,
          start_function_line: 3,
        },
      ]),
    );
    expect(profile).toMatchObject({ wallMs: 2000, hiddenMs: 0, warnings: [], samples: null, sampled: true });
    expect(byCategory(profile)).toEqual({ python: 100, native: 800, scalene_system: 200 });
    const { tree } = profile;
    expect(tree.frames[tree.frame[1]!]).toEqual({
      name: "embed",
      file: "app.py",
      line: 3,
      category: "python",
    });
    expect(tree.frames[tree.frame[2]!]).toEqual({
      name: "x = a @ b",
      file: "app.py",
      line: 4,
      category: "python",
    });
    // The system share stands apart: the function does not tell what it was.
    expect(tree.parent.slice(1)).toEqual([0, 1, 1, 0, 4]);
    expect(tree.frames[tree.frame[4]!]).toMatchObject({ name: "embed", category: "scalene_system" });
  });

  it("belong to lines as they are written, not as Scalene escapes them for a page", () => {
    const { tree } = scalene.parse(
      file([{ lineno: 4, line: "if a \\u003c b \\u003e c: d = '\\u00e9'", n_cpu_percent_python: 5 }]),
    );
    expect(tree.frames.map(({ name }) => name)).toContain("if a < b > c: d = '\\u00e9'");
  });

  it("above 100 % are scaled down, and a warning says so", () => {
    const profile = scalene.parse(
      file([
        { lineno: 1, line: "a", n_cpu_percent_python: 100 },
        { lineno: 2, line: "b", n_cpu_percent_c: 60 },
      ]),
    );
    expect(byCategory(profile)).toEqual({ python: 1250, native: 750 });
    expect(profile.warnings).toEqual(["The lines' shares sum to 160.0 %; they were scaled down to 100 %."]);
  });

  it("below 100 % leave the rest unattributed", () => {
    const profile = scalene.parse(file([{ lineno: 1, line: "a", n_cpu_percent_python: 30 }]));
    expect(byCategory(profile)).toEqual({ python: 600 });
    expect(profile.wallMs).toBe(2000);
  });

  it("that are no percentage count as 0 and are reported", () => {
    const profile = scalene.parse(
      file([
        { lineno: 1, line: "a", n_cpu_percent_python: -4, n_cpu_percent_c: 10 },
        { lineno: 2, line: "b", n_cpu_percent_python: "9" },
      ]),
    );
    expect(byCategory(profile)).toEqual({ native: 200 });
    expect(profile.warnings).toEqual(["2 shares are no percentage and were read as 0 (the first: -4)."]);
  });

  it("in NaN, as Python writes it, count as 0", () => {
    const text = new TextDecoder().decode(
      file([{ lineno: 1, line: 'say("NaN")', n_cpu_percent_python: 12345, n_cpu_percent_c: 10 }]),
    );
    const profile = scalene.parse(asBytes(text.replace("12345", "NaN")));
    expect(byCategory(profile)).toEqual({ native: 200 });
    expect(profile.tree.frames.map(({ name }) => name)).toContain('say("NaN")');
  });
});

it("a large system share is warned of, with its formula, and a small one is not", () => {
  const line = (n_sys_percent: number) => ({ lineno: 1, line: "f(x)", n_cpu_percent_c: 50, n_sys_percent });
  const [warning, ...rest] = scalene.parse(file([line(10.5)])).warnings;
  expect(rest).toEqual([]);
  expect(warning).toMatch(/^10\.5 % of the run .*CPU share × \(1 − .*÷ wall time\).*rest is unattributed/);
  const small = scalene.parse(file([line(10)]));
  expect(small.warnings).toEqual([]);
  expect(small.bias).toMatch(/CPU share × \(1 − .*÷ wall time\) for system time/);
});

describe("the GPU", () => {
  const line: Line = {
    lineno: 1,
    line: "model(x)",
    n_cpu_percent_c: 40,
    n_sys_percent: 10,
    n_gpu_percent: 75,
  };

  it("wins over the CPU for the part of the line in which it was busy", () => {
    const profile = scalene.parse(file([line]));
    // The line takes 1,000 ms; the GPU works for 750 of them, the CPU's 800 ms are hidden behind it to 75 %.
    expect(byCategory(profile)).toEqual({ kernel: 750, native: 200, scalene_system: 50 });
    expect(profile.hiddenMs).toBe(600);
    expect(profile.clock).toMatch(/GPU.*wins/);
  });

  it("of an older Scalene is a share of an unknown total: left out, with a warning", () => {
    const profile = scalene.parse(file([line], { gpu_device: undefined }));
    expect(byCategory(profile)).toEqual({ native: 800, scalene_system: 200 });
    expect(profile.hiddenMs).toBe(0);
    expect(profile.warnings[0]).toMatch(/older Scalene/);
  });
});

it("memory copies are a volume, which a warning names", () => {
  const profile = scalene.parse(file([{ lineno: 1, line: "a", n_cpu_percent_c: 50, n_copy_mb_s: 12.34 }]));
  expect(profile.warnings[0]).toMatch(/12\.3 MB\/s of memory copies.*no bucket/);
});

describe.each([
  ["scalene.2.4.json", "background"],
  ["scalene.1.5.json", "(file)"],
])("%s", (name, functionName) => {
  const profile = scalene.parse(readSample(name));

  it("accounts for the elapsed time in all three parts", () => {
    const { python, native, scalene_system, ...rest } = byCategory(profile);
    expect(rest).toEqual({});
    for (const ms of [python, native, scalene_system]) expect(ms).toBeGreaterThan(100);
    expect(python! + native! + scalene_system!).toBeCloseTo(profile.wallMs, 3);
    expect(profile.warnings).toEqual([
      expect.stringMatching(/^\d\d\.\d % of the run is Scalene's system share, .*CPU share × \(1 − /),
    ]);
  });

  it("finds the helper's sleep on its line", () => {
    const { tree } = profile;
    const node = tree.frame.findIndex((frame) => tree.frames[frame]?.name === "time.sleep(0.004)");
    expect(tree.frames[tree.frame[node]!]!.line).toBe(37);
    expect(tree.frames[tree.frame[tree.parent[node]!]!]!.name).toBe(functionName);
  });
});

describe("files that hold no time", () => {
  it.each([
    ["no lines", file([]), /no line any CPU time \(0 lines\)/],
    ["zeros only", file([{ lineno: 1, line: "a", n_cpu_percent_c: 0 }]), /no line any CPU time \(1 lines\)/],
    ["no elapsed time", file([], { elapsed_time_sec: 0 }), /no "elapsed_time_sec" above 0/],
    ["no files", file([], { files: null }), /no "files"/],
  ])("%s", (_, bytes, message) => {
    expect(() => scalene.parse(bytes)).toThrow(TraceError);
    expect(() => scalene.parse(bytes)).toThrow(message);
  });
});
