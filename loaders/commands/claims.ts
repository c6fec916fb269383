import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, Option } from "commander";
import type { TruthReport } from "../../src/model/truth.ts";
import { type CheckedClaim, CLAIM_VERDICTS, type ClaimVerdict } from "../../src/report/claims/claim.ts";
import { checkLedger, ledgerFinding, ledgerStandfirst } from "../../src/report/claims/ledger.ts";
import { claimsJson, claimsMarkdown, measuredText } from "../../src/report/claims/output.ts";
import { projectRoot } from "../paths.ts";
import { chosenSummary } from "../store/chosen-summary.ts";
import { print } from "../terminal/print.ts";
import { renderTable } from "../terminal/table.ts";
import { wrapped } from "../terminal/wrapped.ts";

interface Options {
  readonly run?: string;
  readonly verdict?: readonly ClaimVerdict[];
  readonly json?: boolean;
  readonly markdown?: boolean;
}

export function registerClaims(program: Command): void {
  program
    .command("claims")
    .description("hold published figures on Wasm, native and inference against a run, each with a verdict")
    .option("--run <id>", "the run to hold them against; the newest by default")
    .addOption(
      new Option("--verdict <verdict...>", "only figures with one of these verdicts").choices(CLAIM_VERDICTS),
    )
    .option("--json", "print as JSON on stdout (docs/json.md)")
    .option("--markdown", "print as Markdown, with sources and why figures differ")
    .action(({ run, verdict, json, markdown }: Options) => {
      if (json && markdown) throw new Error("--json and --markdown: choose one of them");
      const evidence = { summary: chosenSummary(run), truth: publishedTruth() };
      const all = checkLedger(evidence);
      const shown = verdict === undefined ? all : all.filter((one) => verdict.includes(one.verdict));
      if (json) print(JSON.stringify(claimsJson(evidence, all, shown), null, 2));
      else if (markdown) print(claimsMarkdown(evidence, all, shown).trimEnd());
      else print(claimsText(all, shown));
    });
}

/** As `portolan truth --write` left it. */
const publishedTruth = (): TruthReport =>
  JSON.parse(readFileSync(join(projectRoot, "src", "data", "truth.json"), "utf8")) as TruthReport;

function claimsText(all: readonly CheckedClaim[], shown: readonly CheckedClaim[]): string {
  const rows = shown.map((one) => {
    const { id, says, figure, recomputed } = one.claim;
    const inputs = recomputed ? [wrapped(`From its own inputs: ${recomputed.gives}.`, 0, CELL)] : [];
    return [
      id,
      wrapped(`${says}: ${figure}`, 0, CELL),
      [...inputs, wrapped(measuredText(one), 0, CELL)].filter((text) => text !== "–").join("\n"),
      one.verdict,
    ];
  });
  return [
    wrapped(ledgerFinding(all)),
    wrapped(ledgerStandfirst(all)),
    "",
    renderTable(
      ["", "published", "here", "verdict"],
      rows.flatMap((row) => [row, BETWEEN]),
    ),
    "",
    "Sources, arithmetic and why figures differ: --markdown, or the report's page “Claims”.",
  ].join("\n");
}

/** Rows of several lines are told apart by an empty one. */
const BETWEEN = ["", "", "", ""];
/** Characters of a cell. */
const CELL = 44;
