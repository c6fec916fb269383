import { html } from "htl";
import { PROFILER_INFLATION_LIMIT } from "../../model/attribution.js";
import { formatBytes, formatMs, formatShare } from "../../model/format.js";
import { coresText } from "../../model/machine-load.js";
import { unprofiledAttribution } from "../../model/recorded-attribution.js";
import type { RecordedAttribution, RecordingSummary } from "../../model/recording.js";
import { slowdownText } from "../../report/recording.js";
import { startUpSentence } from "../../report/start-up.js";
import { reading, samplesFact } from "./answer.js";
import { threadPicker } from "./thread-picker.js";

/**
 * What was measured of the command beside the profile, what measuring cost, and how the profile is to be read.
 *
 * @param best the evidence that the page is about; undefined where the recording has none
 */
export function recordingFacts(
  recording: RecordingSummary,
  best: RecordedAttribution | undefined,
): HTMLElement {
  const { wallMs, cpuPerWall, peakRssBytes, tool, bareStartMs, environment, requests } = recording;
  const samples = best && samplesFact(best.attribution);
  const facts: readonly (readonly [string, string, string] | null)[] = [
    [
      "Wall time",
      `${formatMs(wallMs.median)}${spread(wallMs, recording.attached !== null)}`,
      recording.attached
        ? `As long as ${recording.attached.place} was watched`
        : `${wallMs.n} unprofiled executions`,
    ],
    [
      "CPU over wall",
      cpuPerWall === null ? "unknown" : `${cpuPerWall.toFixed(2)} cores busy`,
      recording.cpuMethod,
    ],
    ["Peak memory", peakRssBytes === null ? "unknown" : formatBytes(peakRssBytes), recording.memoryMethod],
    ["Profiler", `${tool.name} ${tool.version}`, tool.options.join(" ")],
    requests === 1
      ? null
      : [
          "Requests",
          `${requests.toLocaleString("en-US")}, ${formatMs(wallMs.median / requests)} each`,
          recording.attached
            ? "That were served meanwhile, as was said when it was recorded"
            : "That one execution serves, as was said when it was recorded",
        ],
    samples ? [...samples, "Of all profiled executions together"] : null,
    [
      "The profiler cost",
      slowdownText(recording),
      `Up to ${formatShare(PROFILER_INFLATION_LIMIT)}, its shares are taken as they are`,
    ],
    [
      "Others took",
      recording.load ? coresText(recording.load) : "not watched",
      "Other processes of the machine, during the executions in which they took more",
    ],
    bareStartMs === null
      ? null
      : [
          "Starting the interpreter",
          formatMs(bareStartMs, 2),
          "The interpreter with nothing to do; part of every execution",
        ],
    ["Runs on", recording.interpreter, environment.platform],
    ["Machine", `${environment.cpuModel}, ${environment.cores} cores`, environment.kernel],
  ];
  return html`<div>
    <dl class="facts">${facts
      .filter((fact) => fact !== null)
      .map(([term, value, title]) => html`<div title=${title}><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
    ${best ? reading(best.attribution, startUpOf(recording, best)) : null}
    ${best ? threadPicker(best.attribution.threads, null) : null}
    ${warnings([...recording.warnings, ...(best?.attribution.warnings ?? [])])}
  </div>`;
}

/** In unprofiled time, and by request. */
function startUpOf(recording: RecordingSummary, best: RecordedAttribution): string | null {
  const { requests } = recording;
  return startUpSentence(unprofiledAttribution(recording, best), requests === 1 ? null : requests);
}

/** With few executions the range is all that can be said. */
function spread({ low, high, n }: RecordingSummary["wallMs"], isAttached: boolean): string {
  if (n < 2) return isAttached ? " watched" : ", one execution";
  return `, ${formatMs(low)} to ${formatMs(high)} over ${n}`;
}

function warnings(texts: readonly string[]): HTMLElement | null {
  if (texts.length === 0) return null;
  return html`<aside class="warnings" aria-label="Warnings"><h2>Before you read on</h2><ul>${texts.map((text) => html`<li>${text}</li>`)}</ul></aside>`;
}
