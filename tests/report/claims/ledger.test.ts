import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../../loaders/paths.ts";
import {
  CITED_KINDS,
  citedColdMs,
  citedCompute,
  citedInterpreter,
  citedMemory,
} from "../../../src/model/forecast/cited-evidence.ts";
import { CLAIM_VERDICTS } from "../../../src/report/claims/claim.ts";
import { checkLedger, LEDGER, ledgerFinding, ledgerStandfirst } from "../../../src/report/claims/ledger.ts";
import { claimsJson, claimsMarkdown } from "../../../src/report/claims/output.ts";
import { missingText } from "../../../src/report/claims/text.ts";
import { worldOf } from "./world.ts";

const letters = (source: string, last: string) =>
  Array.from({ length: last.charCodeAt(0) - 96 }, (_, i) => `${source}-${String.fromCharCode(97 + i)}`);

const nothing = { summary: null, truth: null };

describe("the ledger", () => {
  it("has each figure of each source once, in order", () => {
    const expected = [
      ...letters("000", "s"),
      ...letters("001", "d"),
      ...letters("002", "j"),
      ...letters("003", "b"),
      ...letters("004", "e"),
      ...letters("x", "e"),
    ];
    expect(LEDGER.map(({ id }) => id)).toEqual(expected);
  });

  it.each(LEDGER)("says of $id who published what and when, and why ours may differ", (claim) => {
    const { source, says, figure, why } = claim;
    expect(source.title.length).toBeGreaterThan(10);
    expect(source.by).not.toBe("");
    expect(source.date).toMatch(/\d{4}/);
    expect(source.url ?? "https://").toMatch(/^https:\/\//);
    expect(figure).not.toBe("");
    expect(says).not.toMatch(/\.$/);
    expect(why).toMatch(/\.$/);
    expect(JSON.stringify(claim)).not.toMatch(/seed/i);
  });

  it("holds every figure that a forecast cites, from the same source", () => {
    const of = (port: "wasm" | "native", glue?: "python") => ({ port, glue, threads: 2 }) as never;
    const cited = [
      citedCompute(of("wasm")),
      citedMemory(of("wasm")),
      citedColdMs(of("wasm")),
      citedColdMs(of("native")),
      citedColdMs(of("wasm", "python")),
      citedInterpreter(of("wasm", "python")),
      ...CITED_KINDS.map(({ compute }) => compute),
    ].flatMap((evidence) => evidence?.figures ?? []);
    expect(cited.length).toBeGreaterThan(8);
    for (const { claim, source } of cited)
      expect(LEDGER.find(({ id }) => id === claim)?.source.name, claim).toBe(source);
  });

  it("is what its page of the docs speaks of: so many figures, and each verdict", () => {
    const text = readFileSync(join(projectRoot, "docs/claims.md"), "utf8");
    expect(text).toContain(`hold ${LEDGER.length} published figures`);
    for (const verdict of CLAIM_VERDICTS) expect(text).toMatch(new RegExp(`^\\| ${verdict} \\|`, "m"));
  });

  it("has a verdict of arithmetic without any run", () => {
    const verdicts = Object.fromEntries(
      checkLedger(nothing).map(({ claim, verdict }) => [claim.id, verdict]),
    );
    expect(verdicts).toMatchObject({
      "000-b": "not reproduced",
      "000-i": "not reproduced",
      "000-l": "not reproduced",
      "000-r": "not reproduced",
      "000-s": "not reproduced",
      "004-b": "partly",
      "004-c": "reproduced",
    });
    expect(new Set(Object.values(verdicts))).toEqual(
      new Set(["not reproduced", "partly", "reproduced", "not measured here", "not testable here"]),
    );
  });

  it("recomputes an article’s figures from its own table and formula", () => {
    const gives = (id: string) => LEDGER.find((claim) => claim.id === id)!.recomputed!.gives;
    expect(gives("000-a")).toBe("32 % to 44 % below native, for the two of eight models that its table has");
    expect(gives("000-b")).toBe("$0.0004 to $0.147 per 1,000 by its table");
    expect(gives("000-c")).toMatch(/^1\.83 times by the means of its table/);
    expect(gives("000-d")).toBe("24 times");
    expect(gives("000-s")).toMatch(/^none of its 8 rows: what is printed is 13× to 68× what/);
    expect(gives("000-r")).toContain("before: $181 a month by its formula, $3,740 by its table");
  });

  it("says of each open row what would decide it, and of no decided one", () => {
    for (const one of checkLedger(nothing)) {
      const isOpen = one.verdict === "not measured here" || one.verdict === "not testable here";
      expect(missingText(one) !== null, one.claim.id).toBe(isOpen);
    }
  });

  it("opens with what can be decided", () => {
    expect(ledgerFinding(checkLedger(nothing))).toBe(
      "Of 45 published figures, seven can be decided here: one is reproduced, one is reproduced in part and five are not reproduced.",
    );
    expect(ledgerStandfirst(checkLedger(nothing))).toBe(
      "Arithmetic alone decides seven: the source’s own inputs give the figure, or another one. Of the others, 30 are to be had by a command and eight are beyond what this report can test.",
    );
    const some = checkLedger(worldOf({ kernels: { js: 1, "wasm-simd": 2 } }));
    expect(ledgerFinding(some)).toMatch(
      /^Of 45 published figures, eight can be decided here: one is reproduced, .* and one is contradicted\.$/,
    );
  });
});

describe("the ledger's outputs", () => {
  const evidence = worldOf({ kernels: { "wasm-scalar": 3, "wasm-simd": 1 } });
  const all = checkLedger(evidence);

  it("hold every row as data, with what was read and what was published for it", () => {
    const made = claimsJson(evidence, all, all);
    expect(made).toMatchObject({ portolanClaims: 1, runId: evidence.summary!.runId });
    expect(made.claims).toHaveLength(LEDGER.length);
    expect(made.claims.find(({ id }) => id === "002-e")).toMatchObject({
      verdict: "reproduced",
      takes: null,
      readings: [{ where: "a matrix product in Node", unit: "speed", published: { low: 1.7, high: 4.5 } }],
    });
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
  });

  it("are tables by source in Markdown, of what was asked for", () => {
    const text = claimsMarkdown(
      evidence,
      all,
      all.filter(({ verdict }) => verdict === "reproduced"),
    );
    expect(text).toContain("## WebAssembly as a Universal Runtime for AI Engineering");
    expect(text).toMatch(
      /\| 002-e \| SIMD on top of plain Wasm: 1\.7 to 4\.5× as fast \| – \| A matrix product in Node: 3 times as fast/,
    );
    expect(text).not.toContain("000-a");
    expect(claimsMarkdown(evidence, all, all)).toContain("<https://dev.to/johalputt/");
  });
});
