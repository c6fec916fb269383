/** How a team confirms that a decision still holds: commands that run, on a platform that is named. */

import { isForecast } from "../model/decision/evidence.js";
import type { RankedOption } from "../model/decision/ranked-option.js";
import { shellWord } from "../model/decision/shell-word.js";
import { formatMs, usdText } from "../model/format.js";
import type { DecisionReport } from "./decision-report.js";
import { listText } from "./decision-sentences.js";
import { codeSpan } from "./markdown.js";
import { p99Text } from "./tail.js";

/** @param command the command that computes the decision again */
export function confirmationOf(report: DecisionReport, command: string): string {
  const { verdict, ranked } = report.decision;
  const [first] = ranked;
  if (verdict.state === "none" || first === undefined)
    return "There is nothing to confirm until an option passes.";
  if (verdict.state === "unclear")
    return `There is nothing to confirm until an option is chosen: measure what is listed above, put the result into the scenario, and decide again with ${codeSpan(command)}.`;
  const measured = !isForecast(report.decision.evidence);
  return [measured ? measuring(first, report) : profiling(first, report), checking(report, measured)].join(
    "\n\n",
  );
}

/** On the platform where `portolan` runs there; beside the platform's own log where it does not. */
function measuring({ option, spread }: RankedOption, { workload }: DecisionReport): string {
  const { platform, target } = option;
  if (platform.sells)
    return `Time calls of ${platform.title} where they are made, and compare its answers with those of today’s model, after every change that its seller announces.`;
  const command = codeSpan(
    `npx portolan measure --workload ${shellWord(workload.id)} --target ${shellWord(target.target)}`,
  );
  if (platform.reach === "browser")
    return `Run ${command} after every release, on a computer that is about as fast as a typical device of your users.`;
  if (platform.onDevice) return `Run ${command} after every release, on one of the devices.`;
  if (platform.reserved && !platform.spillsOver)
    return `Run ${command} after every release on ${platform.title}.`;
  return `Run ${command} after every release, always on the same machine. It does not run inside of ${platform.title}: there, compare the platform’s own log with this record, which expects a p99 of ${p99Text(target, spread.p99Ms.p50)} and ${formatMs(spread.coldMs.p50)} for a cold request.`;
}

/** Nothing but the profile is known: a port has to exist before anything of it can be measured. */
function profiling({ option }: RankedOption, { workload, decision }: DecisionReport): string {
  const id = shellWord(workload.id);
  if (option.target.target === decision.evidence.baseline)
    return `Profile the pipeline again after every release as it was profiled for this record, and decide again with the new profile: \`npx portolan compare\` sets two profile files side by side, and \`npx portolan attribute\` says where the time of one goes.`;
  return `The port is a forecast. Once it exists, profile it as the pipeline was profiled (${codeSpan(id)}), see where its time goes with \`npx portolan attribute\`, set the two profile files side by side with \`npx portolan compare\`, compare the outputs, and decide again.`;
}

function checking({ decision: { scenario } }: DecisionReport, measured: boolean): string {
  const limits = [
    ...(scenario.p99SloMs === null ? [] : [`a p99 of at most ${formatMs(scenario.p99SloMs)}`]),
    ...(scenario.coldSloMs === null ? [] : [`a cold request of at most ${formatMs(scenario.coldSloMs)}`]),
    ...(scenario.budgetUsdPerMonth === null
      ? []
      : [`a bill of at most ${usdText(scenario.budgetUsdPerMonth)} a month`]),
  ];
  const keeps = limits.length > 0 ? ` and holds it to ${listText(limits)}` : "";
  const slower = measured
    ? " Give it a baseline run and a regression that is allowed, and it fails too when the workload becomes significantly slower."
    : "";
  return `Run \`npx portolan check\` in continuous integration with the options of the command that ends this record, without \`--run\`, and a policy that expects this option${keeps}: it fails when ${limits.length > 0 ? "a limit is broken or " : ""}the recommendation changes.${slower}`;
}
