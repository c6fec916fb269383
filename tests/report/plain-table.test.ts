import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatMs } from "../../src/model/format.ts";
import { columnHead, plainColumns } from "../../src/report/plain-table.ts";

const plain = (...cells: string[]) =>
  plainColumns("Median", cells).map((column) => [columnHead(column), ...column.values]);

describe("a column for a program", () => {
  it("has its unit in the head, and the digits that are shown", () => {
    expect(plain("19.0 ms", "1,200 ms")).toEqual([["Median (ms)", "19.0", "1200"]]);
    expect(plain("$24,000", "−$1.50")).toEqual([["Median ($)", "24000", "-1.50"]]);
    expect(plain("12 %", "100 %")).toEqual([["Median (%)", "12", "100"]]);
    expect(plain("1.5×", "10×")).toEqual([["Median (×)", "1.5", "10"]]);
    expect(plain("64", "1,024")).toEqual([["Median", "64", "1024"]]);
  });

  it("has one unit of time, the one that most have", () => {
    expect(plain("950 µs", "1.50 ms", "20 ms", "1.20 s")).toEqual([
      ["Median (ms)", "0.950", "1.50", "20", "1200"],
    ]);
  });

  it("counts in ones where the page counts in millions", () => {
    expect(plain("10,000", "3.1 M", "1.2 B")).toEqual([["Median", "10000", "3100000", "1200000000"]]);
    expect(plain("12 B", "1 KiB")).toEqual([["Median", "12 B", "1 KiB"]]);
  });

  it("says nothing where the page does, and keeps a word", () => {
    expect(plain("3 ms", "–", "—", "", "not measured")).toEqual([
      ["Median (ms)", "3", null, null, null, "not measured"],
    ]);
  });

  it("is two where the page shows ranges", () => {
    expect(plain("12.9 ms to 46.4 ms", "950 µs to 1.2 ms", "—")).toEqual([
      ["Median, from (ms)", "12.9", "0.950", null],
      ["Median, to (ms)", "46.4", "1.2", null],
    ]);
    expect(plain("40 to 60 ms")).toEqual([
      ["Median, from (ms)", "40"],
      ["Median, to (ms)", "60"],
    ]);
  });

  it.each([
    [["3.9× to 4.3× faster", "measured 1.96×, undecided: measure longer"]],
    [["Wasm", "Native 2"]],
    [["<1 %", "12 %"]],
    [["10 iterations in 2 processes"]],
  ])("stays as it is where it is no number: %s", (cells) => {
    expect(plain(...cells)).toEqual([["Median", ...cells]]);
  });

  it("means what the page shows, whatever the durations are", () => {
    const duration = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(duration, { minLength: 1, maxLength: 5 }), (all) => {
        const [column] = plainColumns(
          "",
          all.map((ms) => formatMs(ms)),
        );
        const perMs = { ns: 1e6, µs: 1e3, ms: 1, s: 1e-3 }[column!.unit!]!;
        for (const [i, ms] of all.entries())
          expect(Number(column!.values[i]) / perMs).toBeCloseTo(Number(ms.toPrecision(3)), 10);
      }),
    );
  });
});
