import { shellWord } from "../../model/decision/shell-word.js";
import type { Subject } from "../../model/decision/subject.js";
import type { PriceBook } from "../../model/prices/price.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { DEFAULT_DRAWS, DEFAULT_SEED } from "../../model/uncertainty/simulate.js";
import { caseFigures } from "../../report/case-figures.js";
import { decisionReport } from "../../report/decision-report.js";
import { fileStem } from "../download.js";
import type { Request } from "./protocol.js";

/** A decision as a file. Each writer is fetched when it is asked for. */
export async function exportText(
  summary: MeasuredSummary,
  subject: Subject,
  book: PriceBook,
  { format, scenario, date }: Extract<Request, { kind: "export" }>,
): Promise<string> {
  const simulation = { draws: DEFAULT_DRAWS, seed: DEFAULT_SEED };
  const report = decisionReport({ run: summary, subject, book, scenario, simulation });
  const figures = caseFigures(scenario);
  switch (format) {
    case "adr": {
      const { adrMarkdown } = await import("../../report/adr.js");
      // The scenario's file names it too, but a record is read without it.
      const recorded = subject.kind === "profiled" ? ` --workload ${shellWord(subject.workload.id)}` : "";
      const command = `npx portolan decide --scenario ${fileStem(scenario.title)}.yaml${recorded} --run ${summary.runId} --adr`;
      return adrMarkdown(report, { date, decisionMakers: [], command });
    }
    case "markdown": {
      const { decisionMarkdown } = await import("../../report/decision-markdown.js");
      return decisionMarkdown(report, figures);
    }
    case "csv": {
      const { decisionCsv } = await import("../../report/decision-csv.js");
      return decisionCsv(report.decision, report.tokenCosts);
    }
    case "json": {
      const { decisionJson } = await import("../../report/decision-json.js");
      return `${JSON.stringify(decisionJson(report, figures), null, 2)}\n`;
    }
  }
}
