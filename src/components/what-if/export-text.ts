import { measuredSubjects } from "../../model/decision/subject.js";
import type { PriceBook } from "../../model/prices/price.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { DEFAULT_DRAWS, DEFAULT_SEED } from "../../model/uncertainty/simulate.js";
import { decisionReport } from "../../report/decision-report.js";
import { fileStem } from "./download.js";
import type { Request } from "./protocol.js";
import { caseFigures } from "./published-case.js";

/** A decision as a file. Each writer is fetched when it is asked for. */
export async function exportText(
  summary: MeasuredSummary,
  book: PriceBook,
  { format, scenario, date }: Extract<Request, { kind: "export" }>,
): Promise<string> {
  const subject = measuredSubjects(summary).find(({ workload }) => workload.id === scenario.workload)!;
  const simulation = { draws: DEFAULT_DRAWS, seed: DEFAULT_SEED };
  const report = decisionReport({ run: summary, subject, book, scenario, simulation });
  const figures = caseFigures(scenario);
  switch (format) {
    case "adr": {
      const { adrMarkdown } = await import("../../report/adr.js");
      const command = `npx portolan decide --scenario ${fileStem(scenario.title)}.yaml --run ${summary.runId} --adr`;
      return adrMarkdown(report, { date, decisionMakers: [], command });
    }
    case "markdown": {
      const { decisionMarkdown } = await import("../../report/decision-markdown.js");
      return decisionMarkdown(report, figures);
    }
    case "csv": {
      const { decisionCsv } = await import("../../report/decision-csv.js");
      return decisionCsv(report.decision);
    }
    case "json": {
      const { decisionJson } = await import("../../report/decision-json.js");
      return `${JSON.stringify(decisionJson(report, figures), null, 2)}\n`;
    }
  }
}
