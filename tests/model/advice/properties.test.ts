import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Advice, type AdviceInputs, advise, DEFAULT_INPUTS } from "../../../src/model/advice.ts";
import type { TargetRecord } from "../../../src/model/run-file.ts";
import type { MeasuredCell } from "../../../src/model/summary.ts";
import { cell, estimate, ratioOf, target, workload } from "../cells.ts";

const BASELINE_MS = 20;
const MIB = 1024 * 1024;

interface Rival {
  readonly record: TargetRecord;
  readonly measured: MeasuredCell;
}

function rival(
  id: string,
  port: "wasm" | "native",
  threads: number,
  ms: number,
  memoryMb: number,
  cold: number,
): Rival {
  return {
    record: target(id, port, { threads, reach: ["browser", "edge", "server"] }),
    measured: cell(id, ms, {
      ratio: ratioOf(ms / BASELINE_MS),
      peakRssBytes: memoryMb * MIB,
      coldTotalMs: estimate(cold, 0.05),
    }),
  };
}

const shape = fc.record({
  port: fc.constantFrom("wasm", "native"),
  threads: fc.integer({ min: 1, max: 3 }),
  ms: fc.double({ min: 1, max: 60, noNaN: true }),
  memoryMb: fc.integer({ min: 50, max: 4000 }),
  cold: fc.integer({ min: 100, max: 3000 }),
});
const rivals = fc
  .array(shape, { minLength: 1, maxLength: 5 })
  .map((shapes) => shapes.map((s, i) => rival(`t${i}`, s.port, s.threads, s.ms, s.memoryMb, s.cold)));
const inputs: fc.Arbitrary<AdviceInputs> = fc.constantFrom(
  DEFAULT_INPUTS,
  { ...DEFAULT_INPUTS, objective: "latency" },
  { ...DEFAULT_INPUTS, reach: "browser", objective: "latency" },
);

function adviceOn(all: readonly Rival[], given: AdviceInputs): Advice {
  const cells = [cell("python", BASELINE_MS), ...all.map(({ measured }) => measured)];
  return advise(
    workload("python", cells),
    [target("python", "stay"), ...all.map(({ record }) => record)],
    given,
  );
}

function order(advice: Advice): string[] {
  return "order" in advice ? advice.order.map(({ target: { id } }) => id) : [];
}

describe("advise", () => {
  it("does not change the order of others when a dominated target joins", () => {
    fc.assert(
      fc.property(
        rivals,
        inputs,
        fc.nat(),
        fc.double({ min: 1.001, max: 3, noNaN: true }),
        (all, given, pick, factor) => {
          const model = all[pick % all.length]!;
          const { port, threads } = model.record;
          const worse = rival(
            "worse",
            port === "native" ? "native" : "wasm",
            threads,
            model.measured.p50Ms.value * factor,
            (model.measured.peakRssBytes! / MIB) * factor,
            model.measured.coldTotalMs.value * factor,
          );
          const before = order(adviceOn(all, given));
          const after = order(adviceOn([...all, worse], given));
          expect(after.filter((id) => id !== "worse")).toEqual(before);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("never ranks a target lower for being faster and cheaper, all else equal", () => {
    fc.assert(
      fc.property(
        rivals,
        inputs,
        fc.nat(),
        fc.double({ min: 0.2, max: 0.99, noNaN: true }),
        (all, given, pick, factor) => {
          const model = all[pick % all.length]!;
          const { port, threads } = model.record;
          const better = rival(
            "better",
            port === "native" ? "native" : "wasm",
            threads,
            model.measured.p50Ms.value * factor,
            model.measured.peakRssBytes! / MIB,
            model.measured.coldTotalMs.value,
          );
          const ranked = order(adviceOn([...all, better], given));
          expect(ranked.indexOf(model.record.id)).toBe(-1);
          const rank = order(adviceOn(all, given)).indexOf(model.record.id);
          const replaced = order(adviceOn(all.with(all.indexOf(model), better), given)).indexOf("better");
          if (rank >= 0) expect(replaced).toBeLessThanOrEqual(rank);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("never lets a wrong output pass, in a mismatching cell or by its measured error", () => {
    fc.assert(
      fc.property(rivals, inputs, fc.boolean(), (all, given, byCell) => {
        const [first, ...rest] = all;
        const wrong = byCell
          ? ({ state: "mismatch", target: "t0", reason: "differs in 3 of 10", enable: null } as const)
          : { ...first!.measured, agreement: { maxAbsError: 1, tolerance: 1e-4 } };
        const cells = [cell("python", BASELINE_MS), wrong, ...rest.map(({ measured }) => measured)];
        const records = [target("python", "stay"), ...all.map(({ record }) => record)];
        const advice = advise(workload("python", cells), records, given);
        expect(advice.gates).toContainEqual(
          expect.objectContaining({ target: "t0", gate: "output", passed: "no" }),
        );
        expect(order(advice)).not.toContain("t0");
      }),
    );
  });

  it("always gives three sentences, each with a number and one full stop at its end", () => {
    fc.assert(
      fc.property(rivals, inputs, (all, given) => {
        const advice = adviceOn(all, given);
        if (!("reasons" in advice)) throw new Error(advice.state);
        expect(advice.reasons).toHaveLength(3);
        for (const sentence of advice.reasons) {
          expect(sentence).toMatch(/\d/);
          expect(sentence).toMatch(/^(?!.*\. [A-Z]).*[^.]\.$/);
          expect(sentence).not.toMatch(/undefined|NaN|∞|unknown/);
        }
      }),
      { numRuns: 200 },
    );
  });
});
