import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CallTreeBuilder, totalMs } from "../../../../src/model/traces/call-tree.ts";
import { nestSpans } from "../../../../src/model/traces/timeline/nesting.ts";
import { LaneSpans } from "../../../../src/model/traces/timeline/spans.ts";

type Span = readonly [name: string, startUs: number, endUs: number];

/** Self time by path, µs, and the stretches in the order in which they were emitted. */
function nest(spans: readonly Span[], rank?: (name: string) => number) {
  const tree = new CallTreeBuilder();
  const lane = new LaneSpans();
  const names: string[] = [];
  for (const [name, start, end] of spans) {
    const frame = tree.frame({ name, file: null, line: null, category: null });
    names[frame] = name;
    lane.push(start, end, frame);
  }
  const stretches: [number, number][] = [];
  nestSpans(
    lane,
    tree,
    (start, end, node) => {
      stretches.push([start, end]);
      tree.add(node, end - start);
    },
    rank ? { rank: (frame) => rank(names[frame]!) } : {},
  );
  const built = tree.build();
  const paths: string[] = [""];
  for (let node = 1; node < built.parent.length; node++) {
    const above = paths[built.parent[node]!]!;
    paths[node] = `${above}${above && "/"}${built.frames[built.frame[node]!]!.name}`;
  }
  const self: Record<string, number> = {};
  paths.forEach((path, node) => {
    if (built.selfMs[node]! > 0) self[path] = built.selfMs[node]!;
  });
  return { self, paths, stretches, total: totalMs(built)[0]! };
}

describe("spans of a thread", () => {
  it("give each instant to the innermost", () => {
    const spans: Span[] = [
      ["a", 0, 100],
      ["b", 10, 60],
      ["c", 20, 30],
      ["c", 40, 50],
      ["b", 70, 80],
    ];
    expect(nest(spans).self).toEqual({ a: 40, "a/b": 40, "a/b/c": 20 });
  });

  it("may come in any order", () => {
    const spans: Span[] = [
      ["a", 0, 100],
      ["b", 10, 60],
      ["c", 20, 30],
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(spans, { minLength: 3 }), (shuffled) => {
        expect(nest(shuffled).self).toEqual(nest(spans).self);
      }),
    );
  });

  it("leave gaps to nobody", () => {
    expect(
      nest([
        ["a", 0, 10],
        ["a", 50, 60],
      ]).total,
    ).toBe(20);
  });

  it("stay callees when rounding lets them outlive their caller by a microsecond or two", () => {
    expect(
      nest([
        ["run", 0, 100],
        ["kernel", 90, 101],
      ]).self,
    ).toEqual({ run: 90, "run/kernel": 10 });
  });

  it("are no callees of what they outlive, and nothing is counted twice", () => {
    expect(
      nest([
        ["a", 0, 10],
        ["b", 5, 25],
        ["c", 20, 40],
      ]).self,
    ).toEqual({ a: 5, b: 15, c: 20 });
  });

  it("of equal intervals nest by rank, else in the order of the file", () => {
    const spans: Span[] = [
      ["kernel", 0, 10],
      ["session", 0, 10],
    ];
    expect(nest(spans).self).toEqual({ "kernel/session": 10 });
    expect(nest(spans, (name) => (name === "session" ? 0 : 1)).self).toEqual({ "session/kernel": 10 });
  });

  it("of no length are around nothing", () => {
    const { paths } = nest([
      ["run", 0, 10],
      ["a", 4, 4],
      ["b", 4, 4],
    ]);
    expect(paths).toEqual(["", "run", "run/a", "run/b"]);
  });

  it("never overlap once nested, and cover at most their union", () => {
    const span = fc.tuple(
      fc.constantFrom("a", "b", "c"),
      fc.double({ min: 0, max: 1e3, noNaN: true }),
      fc.double({ min: 0, max: 1e3, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(span, { maxLength: 40 }), (drawn) => {
        const spans = drawn.map(([name, a, b]): Span => [name, Math.min(a, b), Math.max(a, b)]);
        const { stretches, total } = nest(spans);
        for (let i = 1; i < stretches.length; i++) {
          expect(stretches[i]![0]).toBeGreaterThanOrEqual(stretches[i - 1]![1]);
        }
        const union = unionLength(spans);
        expect(total).toBeLessThanOrEqual(union * (1 + 1e-9));
      }),
    );
  });
});

function unionLength(spans: readonly Span[]): number {
  let length = 0;
  let at = 0;
  for (const [, start, end] of [...spans].sort((a, b) => a[1] - b[1])) {
    length += Math.max(0, end - Math.max(at, start));
    at = Math.max(at, end);
  }
  return length;
}
