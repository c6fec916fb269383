import { describe, expect, it } from "vitest";
import { attributeTrace } from "../../../src/model/traces/attribute.ts";
import { importTrace } from "../../../src/model/traces/import.ts";
import type { TraceAttribution } from "../../../src/model/traces/result.ts";
import { defaultRules as rules } from "../../fixtures/default-rules.ts";
import { readSample } from "../../fixtures/trace-samples.ts";

interface Expected extends Partial<Record<"interpreter" | "compute" | "io" | "waiting", number>> {
  readonly wallMs: number;
  /** What the clock says. */
  readonly clock?: RegExp;
  /** One for each warning; none where there is none. */
  readonly warnings?: readonly RegExp[];
}

/** Small files of which it is known what is right: the wall time and the shares of what has any. */
const CASES: Readonly<Record<string, Expected>> = {
  "chrome-trace.mark-before-recording.json": {
    wallMs: 100,
    interpreter: 1,
    clock: /marks and instants do not count/,
  },
  "chrome-trace.worker.json": {
    wallMs: 990,
    compute: 1,
    clock: /a worker of the page, which worked for 990 ms while the page's main thread did for 4 ms/,
  },
  "chrome-trace.embedded-profile.json": {
    wallMs: 4,
    compute: 0.75,
    clock: /CPU profile that the trace embeds/,
    warnings: [/Only 75 %/],
  },
  "xla.gpu-value.json": {
    wallMs: 96,
    compute: 94 / 96,
    waiting: 2 / 96,
    clock: /Modules and steps are other views/,
  },
  "cpuprofile.lead-in.cpuprofile": {
    wallMs: 100,
    interpreter: 0.6,
    clock: /first 40 ms passed before the first sample/,
    warnings: [/no sample in the first 40 ms \(40 % of the profile\)/, /Only 60 %/],
  },
  "pstats.opencv.pstats": { wallMs: 10_000, interpreter: 0.05, compute: 0.6, io: 0.35 },
  "pstats.torch-item.pstats": {
    wallMs: 10_000,
    interpreter: 0.01,
    compute: 0.09,
    waiting: 0.9,
    warnings: [/item, to, cpu\) have 90 % of the time.*does not show the device/, /Only 10 %/],
  },
  "otlp.two-services.jsonl": {
    // Of each of the two requests' 50 ms the query has 7, as it runs beside the other service's answer for 10; the call 2.
    ...{ wallMs: 100, interpreter: 0.2, compute: 0.36, io: 0.18 },
    clock: /sum of 2 requests/,
    warnings: [/parent of another service, whose clock differs, were cut to it: 2/, /Only 74 %/],
  },
  "austin.two-threads.txt": {
    wallMs: 900,
    interpreter: 1,
    clock: /thread 0:1 of process 100, the busiest of 2/,
  },
  "tensorrt.layers.json": { wallMs: 100, compute: 1, clock: /over 100 runs/ },
  "nsys-stats.kernels.csv": { wallMs: 1.93421, compute: 0.108577, io: 0.891423 },
  "torch-table.one-row.txt": {
    wallMs: 1022 / 0.487,
    compute: 0.487,
    warnings: [/1022\.0 of the 2098\.6 ms/, /Only 49 %/],
  },
};

const attribution = (name: string): TraceAttribution => attributeTrace(importTrace(readSample(name)), rules);

describe.each(Object.entries(CASES))("%s", (name, { wallMs, clock, warnings = [], ...shares }) => {
  const found = attribution(name);

  it("has the right wall time and shares", () => {
    expect(found.wallMs).toBeCloseTo(wallMs, 6);
    const { interpreter, compute, io } = found.buckets;
    const all = { interpreter, compute, io, waiting: found.waiting };
    for (const [bucket, { share }] of Object.entries(all))
      expect([bucket, share]).toEqual([bucket, expect.closeTo(shares[bucket as keyof typeof all] ?? 0, 6)]);
  });

  it("says what has to be known about it", () => {
    if (clock) expect(found.clock).toMatch(clock);
    expect(found.warnings).toEqual(warnings.map((warning) => expect.stringMatching(warning)));
  });
});
