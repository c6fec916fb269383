import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TraceError } from "../../../src/model/traces/format.ts";
import { importTrace } from "../../../src/model/traces/import.ts";
import { brokenInvariants, readSample, sampleNames } from "../../fixtures/trace-samples.ts";

const RUNS = 60;
/** Generous: a loaded machine is slow, a hang is forever. */
const LONGEST_MS = 10_000;

type Mutation = (bytes: Uint8Array, a: number, b: number, value: number) => Uint8Array;

const TOKENS = ["NaN", "-1", "1e308", "-1e308", "null", "0", '"x"', "[]", "{}", "1e-320", "9007199254740993"];

/** Each takes two places as fractions of the length, and a byte. */
const mutations: Readonly<Record<string, Mutation>> = {
  "flips a byte": (bytes, a, _b, value) => withByte(bytes, at(bytes, a), value),
  "flips bytes all over": (bytes, a, b, value) => {
    const step = Math.max(1, Math.floor(bytes.length * (0.001 + b / 10)));
    let copy = bytes;
    for (let i = at(bytes, a); i < bytes.length; i += step) copy = withByte(copy, i, (value + i) & 0xff);
    return copy;
  },
  "cuts the end off": (bytes, a) => bytes.slice(0, at(bytes, a)),
  "cuts the start off": (bytes, a) => bytes.slice(at(bytes, a)),
  "cuts a piece out": (bytes, a, b) => splice(bytes, a, b / 20, new Uint8Array()),
  "doubles a piece": (bytes, a, b) => {
    const start = at(bytes, a);
    return splice(bytes, a, 0, bytes.slice(start, start + Math.ceil((bytes.length * b) / 20)));
  },
  "puts a piece of garbage in": (bytes, a, b, value) =>
    splice(bytes, a, 0, new Uint8Array(Math.ceil(b * 64)).fill(value)),
  "swaps numbers": (bytes, a, b, value) => swapNumbers(bytes, a, b, TOKENS[value % TOKENS.length]!),
  "gzips and flips a byte": (bytes, a, _b, value) => {
    const zipped = gzipSync(bytes);
    return withByte(zipped, at(zipped, a), value);
  },
  "gzips and cuts the end off": (bytes, a) => {
    const zipped = gzipSync(bytes);
    return zipped.slice(0, at(zipped, a));
  },
};

function at(bytes: Uint8Array, fraction: number): number {
  return Math.min(bytes.length - 1, Math.floor(bytes.length * fraction));
}

function withByte(bytes: Uint8Array, index: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[index] = value;
  return copy;
}

function splice(bytes: Uint8Array, from: number, part: number, insert: Uint8Array): Uint8Array {
  const start = at(bytes, from);
  const rest = bytes.subarray(start + Math.ceil(bytes.length * part));
  const out = new Uint8Array(start + insert.length + rest.length);
  out.set(bytes.subarray(0, start));
  out.set(insert, start);
  out.set(rest, start + insert.length);
  return out;
}

/** From a place on, one number or (for a large b) many become the token. Latin-1, so that binary files survive. */
function swapNumbers(bytes: Uint8Array, from: number, b: number, token: string): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1");
  const start = at(bytes, from);
  let left = b < 0.5 ? 1 : Math.ceil((b - 0.5) * 2000);
  const tail = text.slice(start).replace(/-?\d+(?:\.\d+)?/g, (number) => (left-- > 0 ? token : number));
  return Uint8Array.from(Buffer.from(text.slice(0, start) + tail, "latin1"));
}

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
      { numRuns: RUNS, seed: 7 },
    );
  });
});

describe("arbitrary bytes", () => {
  it("are never taken for a profile by accident, and never end in anything but a TraceError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(() => importTrace(bytes)).toThrow(TraceError);
      }),
      { numRuns: 500, seed: 7 },
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
      { numRuns: 500, seed: 7 },
    );
  });
});
