import { describe, expect, it } from "vitest";
import { attributeTrace } from "../../../../src/model/traces/attribute.ts";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { perfScript } from "../../../../src/model/traces/formats/perf-script.ts";
import { headOf } from "../../../../src/model/traces/head.ts";
import type { ImportedProfile } from "../../../../src/model/traces/profile.ts";
import { defaultRules } from "../../../fixtures/default-rules.ts";
import { asBytes, readSample, selfMsBy } from "../../../fixtures/trace-samples.ts";

const parse = (text: string, options = {}) => perfScript.parse(asBytes(text), options);
const byName = (profile: ImportedProfile) => selfMsBy(profile, ({ name }) => name);

const DEFAULT = `# captured on : today
python3 25 [001] 10.000000:    5000000 cpu-clock:ppp:
\tffffffff8182 vfs_read+0x36 ([kernel.kallsyms])
\t     1019b3 __read+0x13 (/usr/lib/libc.so.6)
\t     2019b3 std::vector<int, std::allocator<int> >::at(int) const+0x1b (/srv/a (b)/libfoo.so)
\t          0 [unknown] ([unknown])

python3 25 [001] 10.005000:    5000000 cpu-clock:ppp:
\t     55aa33 helper (inlined)
\t     55aa33 main+0x2 (/memfd:jit (deleted))

Web Content 26 [000] 10.006000:    2000000 cpu-clock:ppp:
\t     4d5a work+0x1 (/usr/bin/worker)

swapper     0 [000] 10.007000:  900000000 cpu-clock:ppp:
\tffffffff8182 default_idle+0x9 ([kernel.kallsyms])
`;

describe("the output of perf script", () => {
  it("has stacks leaf first, periods in nanoseconds, and no idle task", () => {
    const profile = parse(DEFAULT);
    expect(profile).toMatchObject({ wallMs: 10, samples: 2, intervalMs: 5, hiddenMs: 2, warnings: [] });
    expect(profile.tree.frames).toEqual([
      { name: "0x0", file: "[unknown]", line: null, category: "native" },
      {
        name: "std::vector<int, std::allocator<int> >::at(int) const",
        file: "/srv/a (b)/libfoo.so",
        line: null,
        category: "native",
      },
      { name: "__read", file: "/usr/lib/libc.so.6", line: null, category: "native" },
      { name: "vfs_read", file: "[kernel.kallsyms]", line: null, category: "native" },
      { name: "main", file: "/memfd:jit", line: null, category: "native" },
      { name: "helper", file: null, line: null, category: "native" },
    ]);
    expect(byName(profile)).toEqual({ vfs_read: 5, helper: 5 });
    expect(profile.clock).toMatch(
      /python3 \(thread 25\), the busiest of 2; wall is its time on a CPU: .*cpu-clock/,
    );
    expect(profile.bias).toMatch(/against io and waiting/);
  });

  it("with fields that were chosen tells processes, and counts samples by the time between them", () => {
    const text = [0, 4, 8, 500]
      .map(
        (ms) =>
          `python3 25/25 10.${String(ms).padStart(3, "0")}000: cycles:\n\t4d5a work (/usr/bin/worker)\n`,
      )
      .join("\n");
    const profile = parse(text);
    expect(profile).toMatchObject({ wallMs: 16, samples: 4, intervalMs: 4 });
    expect(profile.clock).toContain("python3 (MainThread of process 25)");
    expect(profile.clock).toContain("each sample counts for the 4.00 ms that are usual");
  });

  it("takes cycles for as long as they usually take", () => {
    const text = [1000, 1000, 1000, 500]
      .map((period, i) => `a 5 1.00${i}000: ${period} cycles:u: \n\t4d5a work (/usr/bin/worker)\n`)
      .join("\n");
    expect(parse(text).wallMs).toBeCloseTo(3.5, 9);
  });

  it("without stacks has the frame in the sample's own line", () => {
    const line = "python3 25 10.000000: 4000000 task-clock: 1019b3 __read+0x13 (/usr/lib/libc.so.6)\n";
    expect(perfScript.detect(headOf(asBytes(line)))).toBe(true);
    expect(byName(parse(line))).toEqual({ __read: 4 });
  });

  it("names what virtual machines compiled, by the maps that they write for perf", () => {
    const frames = [
      "py::serve:/srv/pipeline.py",
      "JS:*resize file:///srv/a.mjs:21:16",
      "LazyCompile:~topFive /srv/b.js:37",
    ];
    const text = `node 5 1.000000: 1000000 cpu-clock:\n${frames.map((name) => `\t4d5a ${name}+0x1 (/tmp/perf-5.map)\n`).join("")}`;
    expect(parse(text).tree.frames.toReversed()).toEqual([
      { name: "serve", file: "/srv/pipeline.py", line: null, category: "python" },
      { name: "resize", file: "/srv/a.mjs", line: 21, category: "js" },
      { name: "topFive", file: "/srv/b.js", line: 37, category: "js" },
    ]);
  });

  it("leaves other events out, and is refused where there is no clock among them", () => {
    const other = "a 5 2.000000: 7 page-faults:\n\t4d5a other (/usr/bin/a)\n";
    const profile = parse(`${DEFAULT}\n${other}`);
    expect(profile.warnings).toEqual(["1 sample of other events than cpu-clock:ppp were left out."]);
    expect(() => parse(other)).toThrow(TraceError);
    expect(() => parse(other)).toThrow(/counts page-faults, not time.*-e cpu-clock/);
  });

  it("takes the thread that is asked for", () => {
    expect(byName(parse(DEFAULT, { thread: "web" }))).toEqual({ work: 2 });
  });

  it("counts lines that it does not understand, however long they are", () => {
    const odd = `what is this\n\tno frame\n${" ".repeat(200_000)}x\na${" 1".repeat(200_000)}\n`;
    const profile = parse(`${DEFAULT}${odd}`);
    expect(profile.wallMs).toBe(10);
    expect(profile.warnings).toEqual([expect.stringMatching(/^2 lines are neither/)]);
  });

  it("is what perf writes", () => {
    const profile = perfScript.parse(readSample("perf-script.python.txt"));
    const { buckets, coverage } = attributeTrace(profile, defaultRules);
    // libc keeps no frame pointers: what it calls in the kernel has no caller.
    expect(coverage).toBeGreaterThan(0.7);
    expect(buckets.interpreter.share).toBeGreaterThan(0.4);
    expect(profile.warnings).toEqual([]);
  });

  it("is known before collapsed stacks are", () => {
    const detects = (text: string) => perfScript.detect(headOf(asBytes(text)));
    expect(detects(DEFAULT)).toBe(true);
    expect(detects("main;load 5\nmain 7\n")).toBe(false);
    expect(detects("INFO 12 10.5: started\n at once\n")).toBe(false);
  });
});
