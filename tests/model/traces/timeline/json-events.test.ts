import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { type JsonEventsReport, readJsonEvents } from "../../../../src/model/traces/timeline/json-events.ts";
import { asBytes } from "../../../fixtures/trace-samples.ts";

function read(text: string, start = 0): { events: unknown[]; report: JsonEventsReport } {
  const events: unknown[] = [];
  return { events, report: readJsonEvents([asBytes(text)], (event) => events.push(event), start) };
}

/** The bytes in pieces of a length, all in the same place, as a file's are. */
function* pieces(text: string, length: number): Generator<Uint8Array> {
  const bytes = asBytes(text);
  const place = new Uint8Array(length);
  for (let at = 0; at < bytes.length; at += length) {
    const piece = bytes.subarray(at, at + length);
    place.fill(0).set(piece);
    yield place.subarray(0, piece.length);
  }
}

const event = fc.dictionary(fc.string(), fc.jsonValue());

describe("a JSON array of events", () => {
  it("is read as JSON.parse reads it, whatever strings, escapes and nesting hold", () => {
    fc.assert(
      fc.property(fc.array(event), fc.boolean(), (events, pretty) => {
        const result = read(JSON.stringify(events, null, pretty ? 2 : 0));
        expect(result.events).toEqual(JSON.parse(JSON.stringify(events)));
        expect(result.report).toMatchObject({ damaged: 0, cutBytes: null, closed: true });
      }),
    );
  });

  it("is read the same in pieces of any length, damaged and cut too", () => {
    const text = fc
      .tuple(fc.array(event), fc.boolean(), fc.constantFrom("", '{"meta": {"a": "\\\\"}, "traceEvents": '))
      .map(([events, pretty, head]) => `${head}${JSON.stringify(events, null, pretty ? 2 : 0)}`);
    const tail = fc.constantFrom("", ', "after": "x\\"}"}', "\n[more]");
    const broken = fc.tuple(
      text,
      tail,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom("", "\n", '"', "{"),
    );
    const seen = (from: Iterable<Uint8Array>) => {
      const events: unknown[] = [];
      try {
        const { rest, ...report } = readJsonEvents(from, (event) => events.push(event));
        return { ...report, read: events, rest: new TextDecoder().decode(rest) };
      } catch (error) {
        return (error as Error).message;
      }
    };
    fc.assert(
      fc.property(broken, fc.integer({ min: 1, max: 40 }), ([text, tail, at, garbage], length) => {
        const cut = Math.floor(at * text.length);
        const whole = garbage === "" ? text + tail : text.slice(0, cut) + garbage + text.slice(cut) + tail;
        expect(seen(pieces(whole, length))).toEqual(seen([asBytes(whole)]));
      }),
      { numRuns: 500 },
    );
  });

  it("is read up to the last whole event, wherever it is cut off", () => {
    const events = Array.from({ length: 5 }, (_, i) => ({
      name: `a "quoted" {[\\ ${i}`,
      args: { list: [i] },
    }));
    const text = JSON.stringify(events);
    for (let length = 1; length < text.length; length++) {
      const result = read(text.slice(0, length));
      expect(result.events).toEqual(events.slice(0, result.events.length));
      expect(result.report.closed).toBe(false);
      const complete = result.events.length;
      const isCut = length > JSON.stringify(events.slice(0, complete)).length + (complete > 0 ? 0 : -1);
      expect(result.report.cutBytes !== null).toBe(isCut);
    }
  });

  it("may be one of several megabytes, parsed in more than one batch", () => {
    const events = Array.from({ length: 20_000 }, (_, i) => ({ i, name: "é".repeat(60) }));
    expect(read(JSON.stringify(events)).events).toEqual(events);
  });

  it("loses only the events that are damaged, and says where the first one is", () => {
    const text = '[{"a":1},\n{"b":},\n{"c":3}]';
    const { events, report } = read(text);
    expect(events).toEqual([{ a: 1 }, { c: 3 }]);
    expect(report).toMatchObject({ damaged: 1, firstDamagedAt: text.indexOf('{"b"') });
  });

  it("finds the next line again after a string that is not closed", () => {
    const { events, report } = read('[\n{"name":"one},\n{"name":"two"},\n{"name":"three"}\n]');
    expect(events).toEqual([{ name: "two" }, { name: "three" }]);
    expect(report).toMatchObject({ damaged: 1, closed: true });
  });

  it("counts elements that are not objects as damaged", () => {
    const { events, report } = read('[["x"], "y", {"z":1}]');
    expect(events).toEqual([{ z: 1 }]);
    expect(report.damaged).toBe(2);
  });

  it("takes NaN and Infinity, which JSON lacks and Python writes, for null", () => {
    expect(read('[{"a": NaN, "b": -Infinity, "c": "NaN"}, {"d": inf}]').events).toEqual([
      { a: null, b: null, c: "NaN" },
      { d: null },
    ]);
  });

  it("may start anywhere, and what follows it is not read", () => {
    const text = 'noise [ok]\n[{"a":1}]\ndone {"b":2}';
    const { events, report } = read(text, text.indexOf("[{"));
    expect(events).toEqual([{ a: 1 }]);
    expect(report.end).toBe(text.indexOf("\ndone"));
  });
});

describe("an object with traceEvents", () => {
  it("has its other keys as metadata, before and after the events", () => {
    const { events, report } = read('{"a": {"b": [1]}, "traceEvents": [{"x": 1}], "c": "}", "d": 1.5}');
    expect(events).toEqual([{ x: 1 }]);
    expect(report.metadata).toEqual({ a: { b: [1] }, c: "}", d: 1.5 });
  });

  it("is not held up by a key with a value of megabytes, which is left out", () => {
    const long = JSON.stringify({ sources: Array.from({ length: 300_000 }, (_, i) => `line ${i} "{[`) });
    const text = `{"long": ${long}, "traceEvents": [{"x": 1}], "b": 2}`;
    const events: unknown[] = [];
    const { metadata } = readJsonEvents(pieces(text, 1 << 16), (event) => events.push(event));
    expect({ events, metadata }).toEqual({ events: [{ x: 1 }], metadata: { b: 2 } });
  });

  it("may begin with a byte-order mark", () => {
    expect(read('\ufeff{"traceEvents":[{"x":1}]}').events).toEqual([{ x: 1 }]);
  });

  it("is refused without traceEvents, and its keys are named", () => {
    expect(() => read('{"nodes": [], "samples": [1]}')).toThrow(/no array "traceEvents".*nodes, samples/);
  });

  it.each(["", "   ", "hello", "42"])("%j is neither, and what was found is said", (text) => {
    expect(() => read(text)).toThrow(TraceError);
    expect(() => read(text)).toThrow(text.trim() === "" ? "the end of the file" : text.slice(0, 5));
  });
});
