import type { Command } from "commander";
import { compareRuns, type RunComparison } from "../../src/model/runs/compare-runs.ts";
import { digestOf, type RunDigest } from "../../src/model/runs/digest.ts";
import {
  COMPARED_COLUMNS,
  comparedRows,
  comparisonFinding,
  comparisonJson,
  comparisonMarkdown,
  confidenceText,
  incomparableText,
  leftOutTexts,
  NO_DIFFERENCE,
  warningText,
} from "../../src/report/runs/compare-runs.ts";
import { differenceRows } from "../../src/report/runs/fingerprint.ts";
import { runName } from "../../src/report/runs/run-name.ts";
import { namedRun } from "../store/named-run.ts";
import { print, say } from "../terminal/print.ts";
import { renderTable } from "../terminal/table.ts";
import { wrapped } from "../terminal/wrapped.ts";

interface Options {
  readonly json?: boolean;
  readonly markdown?: boolean;
}

export function registerCompareRuns(program: Command): void {
  program
    .command("compare-runs")
    .description("lay two runs side by side: two machines, two dates, before and after a change")
    .argument(
      "<a>",
      "a run, by its id (`npx portolan runs`) or its file: the earlier, or what is compared with",
    )
    .argument("<b>", "another one; a ratio above 1 is slower in it")
    .option("--json", "print as JSON on stdout (docs/json.md)")
    .option("--markdown", "print as Markdown, fit for a pull request's comment")
    .action((a: string, b: string, { json, markdown }: Options) => {
      if (json && markdown) throw new Error("--json and --markdown: choose one of them");
      const comparison = compareRuns(read(a), read(b));
      if (comparison.a.runId === comparison.b.runId)
        throw new Error(`${a} and ${b} are both run ${comparison.a.runId}; name two runs`);
      if (comparison.state === "incomparable") throw new Error(incomparableText(comparison));
      if (json) print(JSON.stringify(comparisonJson(comparison), null, 2));
      else print(markdown ? comparisonMarkdown(comparison).trimEnd() : text(comparison));
    });
}

function read(name: string): RunDigest {
  const { run, warnings } = namedRun(name, say);
  for (const warning of warnings) say(warning);
  return digestOf(run);
}

function text(comparison: RunComparison): string {
  const { a, b, warnings, differences } = comparison;
  const leftOut = leftOutTexts(comparison);
  return [
    wrapped(comparisonFinding(comparison)),
    [`A  ${a.runId}  ${runName(a)}`, `B  ${b.runId}  ${runName(b)}`].join("\n"),
    ...(warnings.length === 0
      ? []
      : [warnings.map((warning) => wrapped(`- ${warningText(warning, comparison)}`, 2)).join("\n")]),
    ...(comparison.cells.length === 0
      ? []
      : [
          renderTable(
            COMPARED_COLUMNS.map(({ label }) => label.toLowerCase()),
            comparedRows(comparison).map((row) => COMPARED_COLUMNS.map(({ text }) => text(row))),
          ),
          wrapped(confidenceText(comparison)),
        ]),
    differences.length === 0
      ? `What differs in the conditions\n${NO_DIFFERENCE}`
      : `What differs in the conditions\n${renderTable(
          ["", "A", "B"],
          differenceRows(differences).map(({ what, a, b }) => [what, wrapped(a, 0, 40), wrapped(b, 0, 40)]),
        )}`,
    ...(leftOut.length === 0
      ? []
      : [["What can’t be compared", ...leftOut.map((one) => wrapped(`- ${one}`, 2))].join("\n")]),
  ].join("\n\n");
}
