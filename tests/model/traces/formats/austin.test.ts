import { describe, expect, it } from "vitest";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { austin } from "../../../../src/model/traces/formats/austin.ts";
import { headOf } from "../../../../src/model/traces/head.ts";
import { asBytes, brokenInvariants, readSample, selfMsBy } from "../../../fixtures/trace-samples.ts";

const parse = (...lines: readonly string[]) => austin.parse(asBytes(`${lines.join("\n")}\n`));
const byName = (profile: Parameters<typeof selfMsBy>[0]) => selfMsBy(profile, ({ name }) => name);

describe("an Austin profile", () => {
  it("is in microseconds, with file, function and line of each frame", () => {
    const profile = parse(
      "# austin: 3.7.0",
      "P7;T0:7;/srv/a.py:<module>:3;/srv/a.py:f:9 1500",
      "P7;T0:7 500",
    );
    expect(profile).toMatchObject({ wallMs: 2, samples: 2, intervalMs: 1, producer: "Austin 3.7.0" });
    expect(byName(profile)).toEqual({ f: 1.5, "(no Python frame)": 0.5 });
    expect(profile.tree.frames[1]).toEqual({ name: "f", file: "/srv/a.py", line: 9, category: "python" });
    expect(profile.bias).toMatch(/biased towards interpreter/);
  });

  it("may have paths of Windows, columns of Austin 4, a collector's frame, and native ones of austinp", () => {
    const { tree } = parse("P7;T7;C:\\app\\a.py:f:9:9:1:20;libc.so.6:read:0;:GC: 10");
    expect(tree.frames.map(({ name, file, line, category }) => [name, file, line, category])).toEqual([
      ["f", "C:\\app\\a.py", 9, "python"],
      ["read", "libc.so.6", null, "native"],
      ["(garbage collector)", null, null, "gc"],
    ]);
  });

  it("tells idle samples of its full mode, and the thread that works", () => {
    const profile = parse(
      "# mode: full",
      "P7;T0:7;/srv/a.py:main:3 100000,1,0",
      "P7;T0:8;/srv/a.py:work:5 90000,0,-4096",
    );
    expect(byName(profile)).toEqual({ work: 90 });
    expect(profile.clock).toContain("thread 0:8 of process 7, the busiest of 2");
  });

  it("is the main thread where others only help", () => {
    const profile = parse("P7;T0:8;/a.py:g:3 11", "P7;T0:7;/a.py:f:3 10");
    expect(profile.clock).toContain("MainThread (thread 0:7), the main one of 2");
    expect(profile.hiddenMs).toBeCloseTo(0.011, 9);
  });

  it("is refused where it counts memory or holds no time, and odd lines are counted", () => {
    expect(() => parse("# mode: memory", "P7;T0:7;/a.py:f:3 10")).toThrow(/counts memory/);
    expect(() => parse("P7;T0:7;/a.py:f:3 0")).toThrow(TraceError);
    expect(parse("P7;T0:7;/a.py:f:3 10", "P7;T0:7;/a.py:f").warnings).toEqual([
      expect.stringMatching(/^1 lines are not .*first: "P7;T0:7;\/a.py:f"/),
    ]);
  });

  it("is known before collapsed stacks are", () => {
    expect(austin.detect(headOf(asBytes("# austin: 3.7.0\n\nP1;T0:1;a.py:f:1 5\n")))).toBe(true);
    expect(austin.detect(headOf(asBytes("main;load 5\n")))).toBe(false);
  });

  it("is what austin --full writes", () => {
    const profile = austin.parse(readSample("austin.full.txt"));
    expect(brokenInvariants(profile)).toEqual([]);
    expect(profile.wallMs).toBeCloseTo(741.1, 0);
    expect(selfMsBy(profile, ({ category }) => String(category)).idle).toBeGreaterThan(90);
    expect(profile.warnings).toEqual([]);
  });
});
