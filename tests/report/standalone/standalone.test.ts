import { describe, expect, it } from "vitest";
import { RUNTIME_FACTS } from "../../../src/model/standalone/runtime-facts.ts";
import { LEDGER } from "../../../src/report/claims/ledger.ts";
import {
  COMPARISON_CLAIMS,
  comparedCells,
  comparedRows,
  comparedWorkload,
  comparisonFinding,
} from "../../../src/report/standalone/article.ts";
import {
  ABOUT_STARTS,
  aheadSentences,
  startsFinding,
  startsOf,
} from "../../../src/report/standalone/cold-start.ts";
import {
  measuredOnRoad,
  naiveText,
  ROADS_SIDE_BY_SIDE,
  runtimeColumns,
  runtimeRows,
  runtimesFinding,
} from "../../../src/report/standalone/runtimes.ts";
import { standaloneSummary } from "../../fixtures/standalone.ts";
import { summary as without } from "../../gallery/data.ts";

const summary = standaloneSummary();

describe("the page of runtimes", () => {
  it("opens with what Wasm costs on equal code, and what an engine is worth", () => {
    expect(runtimesFinding(summary)).toMatch(
      /^On equal C, Wasmtime takes 1\.10× \([\d.]+× to [\d.]+×\) of native code’s time and Runtime X 2\.0× \([\d.]+× to [\d.]+×\)\. The kernels of engine are worth from 2\.0× \(.*\) on Telemetry scoring to 10× \(.*\) on Image classification\.$/,
    );
  });

  it("opens with what was not measured in a run without them", () => {
    expect(runtimesFinding(without)).toBe(
      "No runtime of Wasm was measured beside native code of the same C here.",
    );
    expect(naiveText(without)).toContain("`npx portolan measure --set standalone`");
  });

  it("says that generated C is naive, and by how much an engine would change it", () => {
    expect(naiveText(summary)).toMatch(
      /^Generated C is naive: .* engine in its place is as many times as fast at the model: Telemetry scoring 2\.0× .* and Image classification 10× /,
    );
  });

  it("has a column for each runtime that is known or was measured, and a source for each fact", () => {
    const columns = runtimeColumns(summary);
    expect(columns.map(({ runtime }) => runtime)).toEqual([
      ...RUNTIME_FACTS.map(({ runtime }) => runtime),
      "Runtime X",
    ]);
    const rows = runtimeRows(columns);
    const row = (label: string) => rows.find((one) => one.label === label)!.cells.map(({ text }) => text);
    expect(row("Image classification: median, over native")[0]).toMatch(
      /^110\.?\d* ms, 1\.10× .*; ahead: 108\.?\d* ms, 1\.1×/,
    );
    expect(row("Image classification: peak memory")[0]).toBe("100 MiB; ahead: 85 MiB");
    expect(row("Image classification: linear memory").at(-1)).toBe("90 MiB");
    expect(row("Version")[1]).toBe("not measured here");
    expect(row("Image classification: cold start")[1]).toBe("–");
    expect(row("WASI-NN engines").at(-1)).toBe("not stated");
    const facts = RUNTIME_FACTS.flatMap((one) => Object.values(one.facts));
    expect(facts.length).toBeGreaterThan(40);
    for (const { says, source, read } of facts) {
      expect(says).not.toBe("");
      expect(source).toMatch(/^https:\/\//);
      expect(read).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
  });

  it("sets the three roads side by side, each with the fastest that was measured on it", () => {
    expect(ROADS_SIDE_BY_SIDE.map((road) => measuredOnRoad(summary, road)[0])).toEqual([
      expect.stringMatching(
        /^Image classification: 108\.?\d* ms \(Wasmtime, ahead of time\), ready after 25\d ms$/,
      ),
      expect.stringMatching(/^Image classification: 12\.0+ ms \(Lent engine\), ready after 3\d\d ms$/),
      expect.stringMatching(/^Image classification: 40\.0+ ms \(Wasm\), ready after 1\.5\d* s$/),
    ]);
    expect(ROADS_SIDE_BY_SIDE.flatMap((road) => measuredOnRoad(without, road))).toEqual([]);
  });
});

describe("the page of starts", () => {
  it("opens with a start of each kind, the first to answer first, and what compiling ahead saves", () => {
    expect(startsFinding(summary)).toMatch(
      /^For Image classification, a native program with an engine gives its first answer after 6\d ms, a native program with its model after 15\d ms, a Wasm module with its model after 25\d ms, .*, a container after 9\d\d ms and an engine in Wasm after 1\.5 s\. Compiled before it starts, Wasmtime is ready after .* in place of .*: 2 times as fast\.$/,
    );
    expect(aheadSentences(summary)).toHaveLength(2);
  });

  it("says so where none was measured", () => {
    expect(startsOf(without)).toEqual([]);
    expect(startsFinding(without)).toBe("No start without an interpreter and a browser was measured here.");
    expect(aheadSentences(without)).toEqual([]);
  });
});

describe("the article’s comparison", () => {
  it("opens with this machine’s ratios beside the published ones, and what is missing", () => {
    expect(comparisonFinding(summary)).toMatch(
      /^For MobileNet v2, over native code: Wasmtime takes 11\.0× \([^)]*\), published 1\.5×; Docker takes 1\.10× \([^)]*\), published 1\.4×\. Wasmer was not measured here\.$/,
    );
    expect(comparisonFinding(without)).toMatch(/not measured here/);
  });

  it("has the article’s four rows, then whatever else hosts the model", () => {
    const rows = comparedRows(comparedWorkload(summary)!, summary);
    expect(rows.slice(0, 4).map(({ title, here }) => [title, here?.target.title ?? null])).toEqual([
      ["Native", "Native"],
      ["Wasmtime", "Wasmtime"],
      ["Wasmer", null],
      ["Docker", "Native in Docker"],
    ]);
    expect(rows.slice(4).map(({ published }) => published)).toEqual([null, null, null, null, null]);
    const [native, wasmtime, wasmer] = rows.map(comparedCells);
    expect(native!.latency).toEqual({ here: "10.0 ms", published: "8.2 ms" });
    expect(native!.throughput).toEqual({ here: "100 a second", published: "121.3 a second" });
    expect(wasmtime!.coldStart.published).toBe("120 ms");
    expect(wasmer!.memory).toEqual({ here: "not measured here", published: "189 MB" });
    // 110 ms and a tenth of 505 ms, over 100 MiB × 1.4 of a GB-second’s price.
    expect(wasmtime!.itsCost).toEqual({ here: "$0.00037", published: "$0.0023" });
  });
});

it("both pages name claims that the ledger has", () => {
  const known = LEDGER.map(({ id }) => id);
  expect([...ABOUT_STARTS, ...COMPARISON_CLAIMS].filter((id) => !known.includes(id))).toEqual([]);
});
