import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TraceError } from "../../../src/model/traces/format.ts";
import { importTrace } from "../../../src/model/traces/import.ts";
import { mutations } from "../../fixtures/mutations.ts";
import { brokenInvariants, readSample, sampleNames } from "../../fixtures/trace-samples.ts";

/** Of each kind, for each sample. `npm run test:long` asks for more. */
const RUNS = Number(process.env.PORTOLAN_FUZZ_RUNS || 20);
/** Generous: a loaded machine is slow, a hang is forever. */
const LONGEST_MS = 10_000;

describe.each(sampleNames)("%s", (name) => {
  const sample = readSample(name);

  it("imports into a sound profile of the format in its name", () => {
    const profile = importTrace(sample);
    expect(name.startsWith(`${profile.format}.`)).toBe(true);
    expect(brokenInvariants(profile)).toEqual([]);
    expect(profile.wallMs).toBeGreaterThan(0);
    expect(profile.tree.selfMs.some((ms) => ms > 0)).toBe(true);
  });

  it("imports the same gzipped", () => {
    expect(importTrace(gzipSync(sample))).toEqual(importTrace(sample));
  });

  it.each(Object.keys(mutations))("%s: a sound profile or a TraceError, and soon", (kind) => {
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fraction, fraction, fc.nat(255), (a, b, value) => {
        const mutated = mutations[kind]!(sample, a, b, value);
        const start = performance.now();
        try {
          expect(brokenInvariants(importTrace(mutated))).toEqual([]);
        } catch (error) {
          if (!(error instanceof TraceError)) throw error;
          // importTrace also catches what an importer should not throw, and says so.
          expect(error.message).not.toMatch(/fault of Portolan|undefined|\[object/);
          expect(error.message.length).toBeGreaterThan(20);
        }
        expect(performance.now() - start).toBeLessThan(LONGEST_MS);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("arbitrary bytes", () => {
  it("are never taken for a profile by accident, and never end in anything but a TraceError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(() => importTrace(bytes)).toThrow(TraceError);
      }),
      { numRuns: 500 },
    );
  });

  it("nor does arbitrary JSON", () => {
    const shaped = fc.record(
      Object.fromEntries(
        [
          "profiles",
          "shared",
          "nodes",
          "samples",
          "timeDeltas",
          "files",
          "root_frame",
          "frame_records",
          "traceEvents",
        ].map((key) => [key, fc.jsonValue()]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), shaped), (value) => {
        try {
          expect(brokenInvariants(importTrace(new TextEncoder().encode(JSON.stringify(value))))).toEqual([]);
        } catch (error) {
          if (!(error instanceof TraceError)) throw error;
          expect(error.message).not.toMatch(/fault of Portolan/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
