/** What is said of two runs side by side: on a terminal, in Markdown and on the page. */
import { formatBytes, formatMs, formatTimesRange } from "../../model/format.js";
import type {
  ComparedCell,
  ComparisonWarning,
  Incomparable,
  LeftOut,
  RunComparison,
} from "../../model/runs/compare-runs.js";
import type { RunDigest } from "../../model/runs/digest.js";
import { EFFECT_VERDICTS, type Effect, type EffectVerdict } from "../../model/runs/effect.js";
import { heading, md, sections, table } from "../markdown.js";
import { machineText } from "../other-machine.js";
import { capital, counted, factor, inWords, listed, named, titleOf } from "../words.js";
import { effectText, memoryEffectText, ratioText } from "./effect.js";
import { differenceRows } from "./fingerprint.js";
import { runName } from "./run-name.js";

/** What came of it, in a sentence or two. */
export function comparisonFinding({ cells }: RunComparison): string {
  if (cells.length === 0) return "The two runs share no cell that can be compared.";
  const of = (verdict: EffectVerdict) => cells.filter(({ wallMs }) => wallMs.verdict === verdict);
  const said: Readonly<Record<EffectVerdict, (count: number) => string>> = {
    slower: (count) => `${are(count)} slower in B (${rangeText(of("slower"))})`,
    faster: (count) => `${are(count)} faster in B (${rangeText(of("faster"))})`,
    same: (count) => `${`${inWords(count)} ${count === 1 ? "shows" : "show"}`} no difference beyond noise`,
    undecided: (count) => `${are(count)} undecided`,
  };
  const parts = (["slower", "faster", "same", "undecided"] as const).flatMap((verdict) => {
    const count = of(verdict).length;
    return count === 0 ? [] : [said[verdict](count)];
  });
  if (parts.length === 1 && cells.length > 1) {
    const all = cells.length === 2 ? "Both cells" : `All ${inWords(cells.length)} cells`;
    return `${all} that the two runs measured ${parts[0]!.replace(/^\w+ /, "")}.`;
  }
  return `Of ${counted(cells.length, "cell")} that both runs measured, ${listed(parts)}.`;
}

const are = (count: number): string => `${inWords(count)} ${count === 1 ? "is" : "are"}`;

/** "1.1× to 2.0×", of the medians' ratios, as a number above 1. */
function rangeText(cells: readonly ComparedCell[]): string {
  const times = cells.map(({ wallMs: { ratio } }) => Math.max(ratio, 1 / ratio));
  return times.length === 1
    ? `${factor(times[0]!)}×`
    : formatTimesRange(Math.min(...times), Math.max(...times));
}

/** How sure all of the verdicts are together. */
export function confidenceText({ cells, confidence }: RunComparison): string {
  const count = cells.length;
  const byChance = Math.max(1, Math.round(count * 0.05));
  const single = `Of ${counted(count, "interval")} of 95 %, about ${byChance} would leave 1 out by chance alone`;
  const sure = `${Number((confidence.wallMs * 100).toFixed(2))} %`;
  return (
    `${count > 10 ? `${single}. ` : ""}A cell is called faster or slower only where its interval of ${sure} does so, which is ` +
    "corrected for the number of cells (Bonferroni: all verdicts on time together err in one comparison of twenty at most), and where the difference is " +
    "larger than 3 % and than what equal arms of either run differed by."
  );
}

export function incomparableText({ a, b }: Incomparable): string {
  return (
    `The runs can't be compared: ${a.runId} measured suite ${a.suiteVersion} and ${b.runId} suite ${b.suiteVersion}, ` +
    "which measure different things. Measure the older one's machine again with this version"
  );
}

const titles = ({ a, b }: RunComparison) => ({
  workload: (id: string) => titleOf(id, [...b.workloads, ...a.workloads]),
  target: (id: string) => titleOf(id, [...b.targets, ...a.targets]),
});

export interface ComparedRow {
  readonly workload: string;
  readonly target: string;
  readonly cell: ComparedCell;
}

/** By workload, in the order of the second run. */
export function comparedRows(comparison: RunComparison): ComparedRow[] {
  const { workload, target } = titles(comparison);
  return comparison.cells.map((cell) => ({
    workload: workload(cell.workload),
    target: target(cell.target),
    cell,
  }));
}

/** Columns of the cells' table, each with its text of a row; the first two name it. */
export const COMPARED_COLUMNS: readonly {
  readonly label: string;
  readonly text: (row: ComparedRow) => string;
}[] = [
  { label: "Workload", text: ({ workload }) => workload },
  { label: "Target", text: ({ target }) => target },
  { label: "A", text: ({ cell }) => formatMs(cell.wallMs.a) },
  { label: "B", text: ({ cell }) => formatMs(cell.wallMs.b) },
  { label: "B over A", text: ({ cell }) => ratioText(cell.wallMs.ratio) },
  { label: "Warm request", text: ({ cell }) => effectText(cell.wallMs) },
  { label: "Cold start", text: ({ cell }) => effectText(cell.coldMs) },
  { label: "Peak memory", text: ({ cell }) => memoryEffectText(cell.peakRssBytes) },
];

/** The time in each bucket, b over a. */
export const BUCKET_COLUMNS: typeof COMPARED_COLUMNS = [
  { label: "Interpreter", text: ({ cell }) => ratioText(cell.bucketRatios.interpreter) },
  { label: "Compute", text: ({ cell }) => ratioText(cell.bucketRatios.compute) },
  { label: "IO", text: ({ cell }) => ratioText(cell.bucketRatios.io) },
];

/** "12.0 ms to 24.1 ms", for a chart's own text. */
export const changeText = ({ a, b }: Effect): string => `${formatMs(a)} to ${formatMs(b)}`;

export const memoryText = ({ a, b }: Effect): string => `${formatBytes(a)} to ${formatBytes(b)}`;

export function warningText(warning: ComparisonWarning, { a, b }: Pick<RunComparison, "a" | "b">): string {
  switch (warning.code) {
    case "other-machine":
      return `The machines differ (A: ${machineText(a.environment)}; B: ${machineText(b.environment)}): a difference is theirs, and not the code's.`;
    case "other-effort":
      return `A was measured with effort ${warning.a} and B with ${warning.b}: the longer one saw more of the noise.`;
    case "other-suite":
      return `The runs measured suites ${warning.a} and ${warning.b}, which are comparable but not the same.`;
    case "incomplete":
      return `Run ${name(warning.run)} did not end in order: what it measured is compared.`;
    case "loaded":
      return `The machine of run ${name(warning.run)} was busy when it began (load ${(warning.run === "a" ? a : b).environment.loadAverage1m.toFixed(1)}).`;
    case "no-floor":
      return `Run ${name(warning.run)} has no A/A arm: how much equal programs differed in it is unknown.`;
    case "all-moved":
      return (
        `${warning.sameWay} of ${warning.cells} cells moved one way, by ${factor(Math.max(warning.ratio, 1 / warning.ratio))}× in the middle: ` +
        "what they share may have changed (the machine, its load, its clock), rather than the code of each."
      );
  }
}

const name = (run: "a" | "b"): string => run.toUpperCase();

const ENDED: Readonly<Record<NonNullable<Extract<LeftOut, { why: "missing" }>["state"]>, string>> = {
  crash: "it crashed there",
  timeout: "it took too long there",
  mismatch: "its output was wrong there",
  cut: "that run ended before it",
};

/** What a figure of one workload is headed by. */
export function effectTitle(rows: readonly ComparedRow[]): string {
  const changed = (["slower", "faster"] as const).flatMap((verdict) => {
    const of = rows.filter(({ cell }) => cell.wallMs.verdict === verdict);
    if (of.length === 0) return [];
    const targets =
      of.length > 3 ? counted(of.length, "target") : listed(of.map(({ target }) => named({ title: target })));
    return [
      `${targets} ${of.length === 1 ? "is" : "are"} ${verdict}, by ${rangeText(of.map(({ cell }) => cell))}`,
    ];
  });
  const { workload } = rows[0]!;
  if (changed.length > 0) return `${workload} in B: ${changed.join("; ")}.`;
  const undecided = rows.filter(({ cell }) => cell.wallMs.verdict === "undecided").length;
  if (undecided === rows.length) return `${workload}: measured too briefly to tell a difference from noise.`;
  const rest = undecided === 0 ? "" : `; ${inWords(undecided)} of ${rows.length} can’t be told`;
  return `${workload}: no target is faster or slower beyond noise${rest}.`;
}

/** What can't be compared, and why: one sentence for each workload, and one for cells that one run lacks. */
export function leftOutTexts(comparison: RunComparison): string[] {
  const { workload, target } = titles(comparison);
  const whole = comparison.leftOut.flatMap((left) => {
    if (left.why === "missing") return [];
    const what =
      left.why === "other-model"
        ? `its models differ (SHA-256 ${left.a.slice(0, 12)}… and ${left.b.slice(0, 12)}…)`
        : `its sizes differ: ${left.a} and ${left.b}`;
    return [`${workload(left.workload)}: ${what}.`];
  });
  const failed: string[] = [];
  const absent = new Map<string, string[]>();
  for (const left of comparison.leftOut) {
    if (left.why !== "missing") continue;
    const where = name(left.missingIn);
    if (left.state !== null)
      failed.push(
        `${workload(left.workload)} on ${target(left.target)}: no numbers in ${where}, ${ENDED[left.state]}.`,
      );
    else {
      const place = `${where}\n${workload(left.workload)}`;
      absent.set(place, [...(absent.get(place) ?? []), named({ title: target(left.target) })]);
    }
  }
  return [...whole, ...failed, ...absentTexts(absent)];
}

/** Workloads that lack the same targets share a sentence. */
function absentTexts(absent: ReadonlyMap<string, readonly string[]>): string[] {
  const workloads = new Map<string, string[]>();
  for (const [place, targets] of absent) {
    const [where, workload] = place.split("\n") as [string, string];
    const lack = `Not measured in ${where}: ${listed(targets)}`;
    workloads.set(lack, [...(workloads.get(lack) ?? []), named({ title: workload })]);
  }
  return [...workloads].map(([lack, of]) => `${lack} (${listed(of)}).`);
}

/** For a pull request, or a note. */
export function comparisonMarkdown(comparison: RunComparison): string {
  const { a, b, warnings, differences } = comparison;
  const columns = [...COMPARED_COLUMNS, ...BUCKET_COLUMNS];
  const leftOut = leftOutTexts(comparison);
  return sections(
    heading(2, "Two runs side by side"),
    md`**${comparisonFinding(comparison)}**`,
    `A: ${a.runId}, ${runName(a)}. B: ${b.runId}, ${runName(b)}.`,
    ...warnings.map((warning) => warningText(warning, comparison)),
    comparison.cells.length > 0 &&
      table(
        columns.map(({ label }) => label),
        comparedRows(comparison).map((row) => columns.map(({ text }) => text(row))),
      ),
    confidenceText(comparison),
    heading(3, "What differs in the conditions"),
    differences.length === 0
      ? NO_DIFFERENCE
      : table(
          ["", "A", "B"],
          differenceRows(differences).map(({ what, a, b }) => [what, a, b]),
        ),
    leftOut.length > 0 && heading(3, "What can’t be compared"),
    ...leftOut,
  );
}

export const NO_DIFFERENCE =
  "Nothing that is recorded of them: the machine, its system and the engines are the same.";

/** How many of each verdict, worst first; for a chart's text. */
export const verdictCounts = (effects: readonly Effect[]): string =>
  capital(
    EFFECT_VERDICTS.flatMap((verdict) => {
      const count = effects.filter((effect) => effect.verdict === verdict).length;
      return count === 0
        ? []
        : [`${count} ${verdict === "same" ? "without a difference beyond noise" : verdict}`];
    }).join(", "),
  );

/** For a program: without what each run holds besides. */
export function comparisonJson(comparison: RunComparison | Incomparable) {
  const { a, b, ...rest } = comparison;
  const head = ({ runId, suiteVersion, startedAt, effort, complete, environment }: RunDigest) => ({
    ...{ runId, suiteVersion, startedAt, effort, complete, environment },
  });
  return { a: head(a), b: head(b), ...rest };
}
