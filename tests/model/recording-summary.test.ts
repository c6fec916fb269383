import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BUCKETS_AND_REST } from "../../src/model/buckets.ts";
import type { RecordingRow } from "../../src/model/recording-file.ts";
import { summariseRecording } from "../../src/model/summarise-recording.ts";
import {
  attributionRowOf,
  completeRecording,
  execution,
  recordingEnd,
  recordingHeader,
  recordingOf,
} from "../fixtures/recording.ts";

function summaryOf(rows: readonly RecordingRow[]) {
  const summary = summariseRecording(recordingOf(recordingHeader(), rows));
  if (!summary) throw new Error("no summary");
  return summary;
}

describe("the summary of a recording", () => {
  const summary = summaryOf(completeRecording());

  it("has wall time, CPU and memory of the unprofiled executions only", () => {
    expect(summary.wallMs).toEqual({ median: 1_000, low: 990, high: 1_050, n: 3 });
    expect(summary.cpuPerWall).toBeCloseTo(0.8, 9);
    expect(summary.peakRssBytes).toBe(2 ** 28);
    expect(summary.bareStartMs).toBe(21);
  });

  it("says what the profiler cost", () => {
    expect(summary.inflation).toBeCloseTo(0.12, 9);
    expect(summary.warnings).toEqual([]);
  });

  it("warns of profiled executions that were much shorter than every unprofiled one", () => {
    const fast = completeRecording().map((row) =>
      row.kind === "execution" && row.arm === "profiled" ? { ...row, wallMs: 600 } : row,
    );
    expect(summaryOf(fast).warnings).toEqual([
      expect.stringMatching(/profiled executions were 40 % shorter .* larger --repeat/),
    ]);
  });

  it("warns of CPU time that the profiled thread cannot have used, and measures it", () => {
    // 5 % of 1,000 ms is waiting, so the profiled thread can have used 950 ms.
    const cpuOf = (cpuMs: number) =>
      summaryOf(
        completeRecording().map((row) =>
          row.kind === "execution" && row.arm === "plain" ? { ...row, cpuMs } : row,
        ),
      );
    const busy = cpuOf(2_000);
    expect(busy.attributions[0]!.unfollowedCpuMs).toBeCloseTo(1_050, 9);
    expect(busy.warnings).toEqual([
      "1.05 s of CPU time were spent in other threads or processes, of them some in those that were followed beside " +
        "it: the split is of the request's thread alone.",
    ]);
    for (const within of [0, 950, 1_180]) {
      expect(cpuOf(within)).toMatchObject({ warnings: [], attributions: [{ unfollowedCpuMs: 0 }] });
    }
  });

  it("says nothing of other threads where the difference is a few milliseconds, or CPU time is unknown", () => {
    const waits = attributionRowOf();
    const share = { ms: 990, share: 0.9 };
    const none = { ms: 0, share: 0 };
    const attribution = {
      ...waits.attribution,
      buckets: { interpreter: { ms: 110, share: 0.1 }, compute: none, io: none, unattributed: share },
      waiting: share,
    };
    const of = (cpuMs: number | null) =>
      summaryOf([execution({ wallMs: 100, cpuMs }), { ...waits, attribution }]).attributions[0]!
        .unfollowedCpuMs;
    expect(of(40)).toBe(0);
    expect(of(70)).toBeCloseTo(60, 9);
    expect(of(null)).toBe(0);
  });

  it("scales the profile's shares to the unprofiled median, and says so", () => {
    const [sampled] = summary.attributions;
    expect(sampled!.buckets.interpreter).toEqual({ ms: 500, share: 0.5 });
    expect(sampled!.waiting).toEqual({ ms: 50, share: 0.05 });
    expect(sampled!.importMs).toBeCloseTo(100, 9);
    expect(sampled!.scaling).toBe(
      "Shares of 1 profiled execution of 1120 ms, scaled to the unprofiled median of 1000 ms.",
    );
    expect(sampled!.attribution.wallMs).toBe(1_100);
  });

  it("takes marks as shares of the whole executions that they were made in, start-up included, and puts them first", () => {
    const rows = completeRecording();
    const marked = attributionRowOf({
      evidence: "marked",
      executions: 2,
      executionWallMs: 1_000,
      importMs: null,
    });
    const { attributions } = summaryOf([...rows.slice(0, -1), marked, recordingEnd()]);
    expect(attributions.map(({ evidence }) => evidence)).toEqual(["marked", "sampled"]);
    // 550 ms of interpreter in two executions of 1,000 ms.
    expect(attributions[0]!.buckets.interpreter.share).toBeCloseTo(0.275, 9);
    expect(attributions[0]!.buckets.unattributed.share).toBeCloseTo(1 - (0.9 * 1_100) / 2_000, 9);
  });

  it("has shares that sum to 1 and times that sum to the wall time, whatever was recorded", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 9 }),
        fc.constantFrom("sampled", "traced", "marked"),
        fc.integer({ min: 1, max: 5 }),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        (walls, evidence, executions, executionWallMs) => {
          const { attributions, wallMs } = summaryOf([
            ...walls.map((ms, replicate) => execution({ replicate, wallMs: ms })),
            attributionRowOf({ evidence, executions, executionWallMs }),
          ]);
          const { buckets } = attributions[0]!;
          const sum = (of: "ms" | "share") =>
            BUCKETS_AND_REST.reduce((total, bucket) => total + buckets[bucket][of], 0);
          expect(sum("share")).toBeCloseTo(1, 9);
          expect(sum("ms") / wallMs.median).toBeCloseTo(1, 9);
          expect(wallMs.low).toBeLessThanOrEqual(wallMs.median);
          expect(wallMs.high).toBeGreaterThanOrEqual(wallMs.median);
        },
      ),
      { numRuns: 200, seed: 4 },
    );
  });

  it("warns of a recording that was killed, or did not come to its end", () => {
    const rows = completeRecording().slice(0, -1);
    expect(summaryOf(rows)).toMatchObject({
      end: "killed",
      warnings: ["The recording was killed before its end."],
    });
    expect(summaryOf([...rows, recordingEnd({ reason: "budget", detail: "2 of 3 fitted" })])).toMatchObject({
      end: "budget",
      warnings: ["The recording is not complete (budget): 2 of 3 fitted"],
    });
  });

  it("has no number for what was not measured", () => {
    const { cpuPerWall, peakRssBytes, inflation, bareStartMs, attributions } = summaryOf([
      execution({ cpuMs: null, peakRssBytes: null }),
    ]);
    expect([cpuPerWall, peakRssBytes, inflation, bareStartMs, attributions]).toEqual([
      null,
      null,
      null,
      null,
      [],
    ]);
  });

  it("has the children in the unprofiled time of one execution, and warns of one that worked clearly more", () => {
    const [child] = summary.attributions[0]!.children;
    expect(child!.wallMs).toBeCloseTo(500, 9);
    expect(child!.buckets.compute).toEqual({ ms: expect.closeTo(350, 9), share: 0.7 });
    expect(summary.warnings).toEqual([]);
    const children = attributionRowOf().children!.map((row) => ({
      ...row,
      buckets: { ...row.buckets, compute: { ms: 1_900, share: 0.7 } },
    }));
    const rows = completeRecording().map((row) => (row.kind === "attribution" ? { ...row, children } : row));
    expect(summaryOf(rows).warnings.join()).toMatch(/^Multiprocessing worker worked for .* clearly more/);
  });

  it("of a process that ran already is of the time it was watched, and says what is not known", () => {
    const header = recordingHeader({ attached: { place: "process 7", option: "--pid 7" }, budgetMs: 30_000 });
    const rows = [
      execution({ arm: "attached", wallMs: 12_000, cpuMs: 6_000, exitCode: null, rateHz: 97 }),
      attributionRowOf(),
      recordingEnd(),
    ];
    const attached = summariseRecording(recordingOf(header, rows))!;
    expect(attached).toMatchObject({ attached: { place: "process 7" }, inflation: null, cpuPerWall: 0.5 });
    expect(attached.wallMs).toEqual({ median: 12_000, low: 12_000, high: 12_000, n: 1 });
    expect(attached.attributions[0]!.scaling).toContain("watched");
    expect(attached.warnings.slice(0, 2)).toEqual([
      expect.stringMatching(/after 12\.0 s of the 30\.0 s/),
      expect.stringContaining("start-up, what the profiler cost it"),
    ]);
  });

  it("is none where no unprofiled execution ended well", () => {
    const header = recordingHeader();
    expect(summariseRecording(recordingOf(header, [recordingEnd({ reason: "failed" })]))).toBeNull();
    expect(summariseRecording(recordingOf(header, [execution({ exitCode: 1 })]))).toBeNull();
  });
});
