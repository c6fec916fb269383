import type { Command } from "commander";
import { attributeTrace } from "../../src/model/traces/attribute.ts";
import { traceFormats } from "../../src/model/traces/formats/index.ts";
import { print } from "../terminal/print.ts";
import { LARGE_HELP, loadRules, readTrace, THREAD_HELP, type TraceReading } from "../traces/read-trace.ts";
import { withSlowNotice } from "../traces/slow-notice.ts";
import { tryRules } from "../traces/try-rules.ts";
import { attributionReport } from "./attribute-report.ts";

interface Options extends TraceReading {
  readonly rules?: string;
  readonly json?: boolean;
}

export function registerAttribute(program: Command): void {
  program
    .command("attribute")
    .description("attribute a profile's time to interpreter, model compute and IO")
    .argument(
      "<file>",
      `a profile of ${traceFormats.map(({ tool }) => tool).join(", ")}, gzipped or not (docs/formats.md)`,
    )
    .option("--rules <file>", "a YAML file with rules that come before the default ones (docs/rules.md)")
    .option("--thread <name>", THREAD_HELP)
    .option("--large", LARGE_HELP)
    .option("--json", "print as JSON on stdout (docs/json.md)")
    .action(async (file: string, { rules, json, ...reading }: Options) => {
      const table = loadRules(rules);
      const attribution = await withSlowNotice(`Reading ${file}`, () => {
        const profile = readTrace(file, reading);
        tryRules(table, profile);
        return attributeTrace(profile, table);
      });
      print(json ? JSON.stringify(attribution, null, 2) : attributionReport(attribution, file));
    });
}
