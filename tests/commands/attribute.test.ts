import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { registerAttribute } from "../../loaders/commands/attribute.ts";
import { attributionReport } from "../../loaders/commands/attribute-report.ts";
import { attributeTrace } from "../../src/model/traces/attribute.ts";
import type { ImportedProfile } from "../../src/model/traces/profile.ts";
import type { TraceAttribution } from "../../src/model/traces/result.ts";
import { cli } from "../fixtures/cli.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";
import { profileOf } from "../model/traces/trees.ts";
import { inProcess } from "./in-process.ts";

const folder = temporaryFolder();

/** A file of the folder, by what it holds. */
function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** 100 samples of 10 ms: 50 in Python, 30 in numpy, 15 in a system call, 5 in a library that no rule knows. */
const profile = file(
  "profile.json",
  JSON.stringify({
    $schema: "https://www.speedscope.app/file-format-schema.json",
    exporter: "py-spy@0.4.0",
    shared: {
      frames: [
        { name: "main", file: "/home/me/pipeline.py", line: 3 },
        { name: "FLOAT_add", file: "/v/numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so" },
        { name: "read", file: "/usr/lib/libc.so.6" },
        { name: "resize", file: "/v/mylib/_fast.so" },
      ],
    },
    profiles: [
      {
        type: "sampled",
        name: "MainThread",
        unit: "seconds",
        startValue: 0,
        endValue: 1,
        samples: Array.from({ length: 100 }, (_, at) =>
          at < 50 ? [0] : at < 80 ? [0, 1] : at < 95 ? [0, 2] : [0, 3],
        ),
        weights: new Array(100).fill(0.01),
      },
    ],
  }),
);

const myRules = file(
  "mine.yaml",
  `rules:
  - id: my-resize
    bucket: compute
    file: 'mylib/_fast\\.so$'
    reason: It resizes pictures.
  - id: numpy
    bucket: interpreter
    file: 'multiarray'
    reason: In this program numpy does the glue.
`,
);

async function attribute(...args: string[]): Promise<TraceAttribution> {
  const { code, stdout, stderr } = await inProcess(registerAttribute, ["attribute", ...args, "--json"]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout) as TraceAttribution;
}

describe("portolan attribute", () => {
  it("prints the buckets and what they rest on as JSON", async () => {
    const { buckets, coverage, sampled, samples, intervalMs, rules, unmatched, ...rest } =
      await attribute(profile);
    const shares = Object.values(buckets).map(({ share }) => share);
    expect(shares.map((share) => Number(share.toFixed(6)))).toEqual([0.5, 0.3, 0.15, 0.05]);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(1);
    expect({ coverage, sampled, samples, intervalMs }).toEqual({
      sampled: true,
      coverage: expect.closeTo(0.95, 9),
      samples: 100,
      intervalMs: expect.closeTo(10, 9),
    });
    expect(rest).toMatchObject({ format: "speedscope", wallMs: expect.closeTo(1000, 6), warnings: [] });
    expect(rules.map(({ id }) => id)).toEqual(["python-code", "numpy", "system-call"]);
    expect(unmatched).toMatchObject([{ frame: "resize", share: expect.closeTo(0.05, 9) }]);
  });

  it("puts a user's rules before the default ones, and in place of those of the same id", async () => {
    const { buckets, coverage } = await attribute(profile, "--rules", myRules);
    expect(coverage).toBeCloseTo(1, 9);
    expect(buckets.interpreter.share).toBeCloseTo(0.8, 9);
    expect(buckets.compute.share).toBeCloseTo(0.05, 9);
  });

  it("tells a person the same, with the line to add to a rules file", async () => {
    const { code, stdout, stderr } = await cli(["attribute", profile]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const line of [
      /Interpreter \(glue\) +█+ +50\.0 % +500 ms/,
      /Model compute +█+\S* +30\.0 % +300 ms/,
      /Unattributed +█+ +5\.0 % +50\.0 ms/,
      /Coverage: +95\.0 % of the wall time is attributed/,
      /Sampling: +100 samples, one every 10\.0 ms/,
      /Clock: +One thread: MainThread/,
      /Known bias: /,
      /numpy +compute +300 ms +30\.0 % +numpy's compiled loops/,
      /resize +\/v\/mylib\/_fast\.so +50\.0 ms +5\.0 %/,
      /^ {2}- \{ id: my-fast-so, bucket: compute, file: '\(\^\|\/\)_fast\\\.so\$', reason: /m,
    ]) {
      expect(stdout).toMatch(line);
    }
  });
});

describe("portolan attribute refuses, with nothing on stdout,", () => {
  it.each([
    ["no profile", [file("note.txt", "hello there")], /^note\.txt: This is no profile that Portolan knows/],
    [
      "faulty rules, all faults at once",
      [profile, "--rules", file("bad.yaml", "rules:\n- id: a\n  bucket: gpu\n  nam: x\n  reason: r\n")],
      /^bad\.yaml:4: rule "a": .*\nbad\.yaml:2: .*no condition.*\nbad\.yaml:3: .*"gpu"/,
    ],
  ])("%s", async (_, args, said) => {
    const { code, stdout, message } = await inProcess(registerAttribute, ["attribute", ...args]);
    expect(message).toMatch(said);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });

  it("as a user sees it: one line, and no stack", async () => {
    const { code, stdout, stderr } = await cli(["attribute", join(folder, "none.json")]);
    expect(stderr).toMatch(/^portolan: there is no profile .*none\.json; .*\n$/);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });
});

describe("how the report says what was recorded", () => {
  const sampling = (more: Partial<ImportedProfile>): string =>
    /^Sampling: +(.*)$/m.exec(
      attributionReport(attributeTrace(profileOf([[["main@a.py"], 9]], more), []), "p.json"),
    )![1]!;

  it.each([
    [{ sampled: true, samples: 1_200, intervalMs: 10 }, "1,200 samples, one every 10.0 ms"],
    [{ sampled: true, samples: 1_200, intervalMs: null }, "1,200 samples"],
    [
      { sampled: true, samples: null, intervalMs: null },
      "sampled; the file does not say how many samples it holds",
    ],
    [
      { sampled: null, samples: null, intervalMs: null },
      "the file does not say whether its times are sampled",
    ],
    [{ sampled: false, samples: null, intervalMs: null }, "every event is recorded, nothing is sampled"],
  ])("%j", (profile, sentence) => {
    expect(sampling(profile)).toBe(sentence);
  });
});
