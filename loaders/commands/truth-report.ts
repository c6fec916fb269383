import { BUCKETS, type Bucket } from "../../src/model/buckets.ts";
import {
  errorPoints,
  splitName,
  type TruthCell,
  type TruthReport,
  type TruthScore,
  type TruthTool,
} from "../../src/model/truth.ts";
import { renderTable } from "../terminal/table.ts";

/** What the terminal shows: a score for each tool, then every cell. */
export function truthText(report: TruthReport): string {
  return [
    renderTable(SCORE_HEAD, report.tools.map(scoreRow)),
    ...notMeasured(report.tools),
    ...report.tools.flatMap((tool) =>
      tool.outcome.state === "measured"
        ? [
            "",
            tool.title,
            renderTable(
              CELL_HEAD,
              tool.outcome.cells.map((cell) => cellRow(cell, tool)),
            ),
          ]
        : [],
    ),
    "",
    READING,
  ].join("\n");
}

/** src/data/truth.json: rounded to what the figures are good for, and laid out as the formatter does. */
export function truthData(report: TruthReport): string {
  const round = (_: string, value: unknown) => (typeof value === "number" ? Number(value.toFixed(4)) : value);
  const onOneLine = (_: string, words: string) => `[${words.replaceAll(/\s+/g, " ")}]`;
  return `${JSON.stringify(report, round, 2).replaceAll(/\[\s+("\w+"(?:,\s+"\w+")*)\s+\]/g, onOneLine)}\n`;
}

/** docs/truth.md. */
export function truthDocument(report: TruthReport): string {
  const { machine, tools } = report;
  const measured = tools.filter(({ outcome }) => outcome.state === "measured");
  return `# How far the attribution is off

Written by \`npx portolan truth --write\`. Programs in Python and Node do a planned amount of interpreter work (tokenising,
loops, dictionaries, text), compute (matrix products, softmax, an ONNX Runtime session, a Wasm kernel; one thread) and io
(files, a socket to another process, copies, JSON, pickle, structured clones), and time each call with a monotonic clock.
Compute and io are the time inside their calls. All else is the interpreter's: glue, loops, the release of objects and,
except for marked stages, V8's garbage collections. The profiles are imported and attributed with the default rules, as
any user's. Start-up and calibration are cut off: what they are made of, no clock in the program can tell.

${READING}

Measured on ${report.measuredAt.slice(0, 10)}: ${machine.cpuModel}, ${machine.cores} cores, ${machine.platform}; ${versionsOf(machine.versions)}.
Each run was asked to take ${report.targetMs / 1e3} s, in iterations of about 100 ms; the engine’s program in iterations of 400 ms, with calls of some 30 ms.

${[markdownTable(SCORE_HEAD, tools.map(scoreRow)), ...notMeasured(tools)].join("\n\n")}

## What is known to be wrong

${tools.flatMap(({ title, limit }) => (limit ? [`- **${title}.** ${limit}`] : [])).join("\n")}

${measured.map(cellSection).join("\n\n")}
`;
}

const READING =
  "Shares are percent of the wall time as interpreter/compute/io. An error is what was read from the profile less what the " +
  "program measured of itself in the same run, in percentage points. The last column of the scores holds it against the " +
  "same work without a profiler, so that it also counts how unevenly the profiler slows the program. “Seen” is the wall " +
  "time of the profile over the program's own.";

const SCORE_HEAD = [
  "profiler",
  "tolerance",
  "largest error",
  "mean error",
  "",
  "largest, against the unprofiled run",
];

function scoreRow({ title, points, outcome }: TruthTool): string[] {
  const tolerance = points === null ? "none" : `${points} ${points === 1 ? "point" : "points"}`;
  if (outcome.state === "not measured") {
    return [title, tolerance, "–", "–", "not measured", "–"];
  }
  const { maxErrorPoints, meanErrorPoints, maxAgainstUnprofiledPoints, verdict } = outcome.score;
  const [max, mean, unprofiled] = [maxErrorPoints, meanErrorPoints, maxAgainstUnprofiledPoints].map(
    (points) => points.toFixed(1),
  );
  return [title, tolerance, max!, mean!, VERDICT[verdict], unprofiled!];
}

/** Why, for each tool that did not run. */
function notMeasured(tools: readonly TruthTool[]): string[] {
  return tools.flatMap(({ title, outcome }) =>
    outcome.state === "not measured"
      ? [`${title} is not measured here: ${outcome.reason}. To enable it: ${outcome.enable}`]
      : [],
  );
}

const VERDICT: Readonly<Record<TruthScore["verdict"], string>> = {
  within: "✓ within",
  beyond: "✗ beyond",
  "shown only": "shown only",
};

const CELL_HEAD = [
  ...["asked", "unprofiled", "true", "read", "error"],
  ...["unattributed", "seen", "profiler’s cost", "samples"],
];

function cellRow(cell: TruthCell, { scored }: TruthTool): string[] {
  const each = (text: (bucket: Bucket) => string) =>
    BUCKETS.map((bucket) => (scored.includes(bucket) ? text(bucket) : "·")).join(" / ");
  const signed = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)}`;
  return [
    splitName(cell.split),
    each((bucket) => (cell.unprofiled[bucket] * 100).toFixed(1)),
    each((bucket) => (cell.truth[bucket] * 100).toFixed(1)),
    each((bucket) => (cell.attributed[bucket] * 100).toFixed(1)),
    each((bucket) => signed(errorPoints(cell.attributed, cell.truth, bucket))),
    scored.length === BUCKETS.length ? `${(cell.attributed.unattributed * 100).toFixed(1)} %` : "·",
    scored.length === BUCKETS.length ? `${(cell.seen * 100).toFixed(0)} %` : "·",
    `${signed(cell.inflation * 100)} %`,
    cell.samples === null ? "·" : cell.samples.toLocaleString("en-US"),
  ];
}

function cellSection(tool: TruthTool): string {
  const cells = tool.outcome.state === "measured" ? tool.outcome.cells : [];
  return `## ${tool.title}

\`${tool.command}\`

${markdownTable(
  CELL_HEAD,
  cells.map((cell) => cellRow(cell, tool)),
)}`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

function versionsOf(versions: Readonly<Record<string, string>>): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
}
