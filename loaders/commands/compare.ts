import type { Command } from "commander";
import { compareTraces } from "../../src/model/traces/compare.ts";
import { print } from "../terminal/print.ts";
import { LARGE_HELP, loadRules, readTrace } from "../traces/read-trace.ts";
import { withSlowNotice } from "../traces/slow-notice.ts";
import { tryRules } from "../traces/try-rules.ts";
import { comparisonReport } from "./compare-report.ts";
import { numberOption } from "./number-option.ts";

const SHOWN_FRAMES = 20;

interface Options {
  readonly rules?: string;
  readonly frames: number;
  readonly large?: boolean;
  readonly json?: boolean;
}

export function registerCompare(program: Command): void {
  program
    .command("compare")
    .description("compare two profiles, by bucket and by frame")
    .argument("<a>", "a profile, of any format that attribute reads")
    .argument("<b>", "another one; the format may differ")
    .option("--rules <file>", "a YAML file with rules that come before the default ones (docs/rules.md)")
    .option(
      "--frames <number>",
      "how many frames to list, those that differ most first",
      numberOption({ least: 0, most: 999_999, whole: true }),
      SHOWN_FRAMES,
    )
    .option("--large", LARGE_HELP)
    .option(
      "--json",
      "print as JSON on stdout, with all frames unless --frames says otherwise (docs/json.md)",
    )
    .action(async (a: string, b: string, { rules, frames, large, json }: Options, command: Command) => {
      const table = loadRules(rules);
      const comparison = await withSlowNotice(`Reading ${a} and ${b}`, () => {
        const profiles = [readTrace(a, { large }), readTrace(b, { large })] as const;
        for (const profile of profiles) tryRules(table, profile);
        return compareTraces(...profiles, table);
      });
      if (!json) {
        print(comparisonReport(comparison, frames));
        return;
      }
      const asked = command.getOptionValueSource("frames") !== "default";
      const shown = asked ? { ...comparison, frames: comparison.frames.slice(0, frames) } : comparison;
      print(JSON.stringify(shown, null, 2));
    });
}
