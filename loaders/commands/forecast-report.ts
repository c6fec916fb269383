import type { EvidenceSubject } from "../../src/model/evidence-gate.ts";
import type {
  Basis,
  CitedFigure,
  Forecast,
  ForecastInput,
  ForecastPart,
  Interval80,
  Quantity,
  TargetForecast,
} from "../../src/model/forecast/index.ts";
import { formatBytes, formatMs, formatShare } from "../../src/model/format.ts";
import { evidenceLines } from "../../src/report/evidence-gate.ts";
import { evidenceText, PART_LABEL, whereMeasured } from "../../src/report/forecast.ts";
import { counted } from "../../src/report/words.ts";
import type { SubjectKind } from "../decide/forecast-subject.ts";
import { renderTable } from "../terminal/table.ts";
import { wrapped } from "../terminal/wrapped.ts";

/** What `portolan forecast --json` prints. */
export interface ForecastJson {
  readonly subject: { readonly kind: SubjectKind; readonly name: string };
  /** The workload whose own measurements were not used, or null. */
  readonly leftOut: string | null;
  readonly input: ForecastInput;
  /** With its notes as sentences. */
  readonly forecast: Omit<Forecast, "notes"> & { readonly notes: readonly string[] };
  /** Of a built-in workload, what was measured on each target; empty otherwise. */
  readonly measuredMs: Readonly<Record<string, number>>;
}

export function forecastText(
  { subject, leftOut, input, forecast, measuredMs }: ForecastJson,
  evidence: EvidenceSubject | null,
): string {
  const known = forecast.targets.filter((made) => made.state === "forecast");
  const isMeasured = Object.keys(measuredMs).length > 0;
  const head = [
    "target",
    "forecast",
    "80 % interval",
    "today ÷ it",
    "memory",
    "cold start",
    "widest part",
    "evidence",
  ];
  const rows = [...known]
    .sort((a, b) => a.timeMs.median - b.timeMs.median)
    .map((made) => [
      made.target,
      formatMs(made.timeMs.median, 2),
      range(made.timeMs, formatMs),
      made.timeMs.median > 0 ? times(input.wallMs / made.timeMs.median) : "–",
      quantity(made.memoryBytes, formatBytes),
      quantity(made.coldMs, formatMs),
      made.widest ? `${PART_LABEL[made.widest.part]} (${formatShare(made.widest.share)})` : "–",
      evidenceText(made),
      ...(isMeasured ? scored(made.timeMs, measuredMs[made.target]) : []),
    ]);
  const without = forecast.targets.flatMap((made) =>
    made.state === "no-evidence" ? [`${made.target}: no evidence, ${made.reason}`] : [],
  );
  const figures = citedFigures(forecast);
  const from = forecast.runId === null ? "published figures alone" : `run ${forecast.runId}`;
  const left = leftOut === null ? "" : `, ${leftOut} left out`;
  return [
    `${subject.name}: ${formatMs(input.wallMs, 3)} today. Forecast from ${from}${left}.`,
    "",
    renderTable([...head, ...(isMeasured ? ["measured", "error", "inside"] : [])], rows),
    ...(without.length > 0 ? ["", ...without] : []),
    "",
    "Time by part (today × ratio):",
    renderTable(
      ["target", "part", "today", "ratio", "forecast", "80 % interval", "basis"],
      known.flatMap(({ target, parts }) => parts.map((part) => partRow(target, part))),
    ),
    ...(figures.length > 0 ? ["", "Cited:", ...figures.map(citation)] : []),
    ...(evidence
      ? evidenceLines(forecast.gate, evidence).flatMap((line) => ["", wrapped(`! ${line}`, 2)])
      : []),
    ...(forecast.notes.length > 0 ? ["", ...forecast.notes] : []),
  ].join("\n");
}

function partRow(target: string, { part, baselineMs, ratio, ms, basis }: ForecastPart): string[] {
  return [
    target,
    PART_LABEL[part],
    ratio === null ? "–" : formatMs(baselineMs, 2),
    ratio === null ? "–" : `${times(ratio.median)} [${times(ratio.low)}, ${times(ratio.high)}]`,
    formatMs(ms.median, 2),
    range(ms, formatMs),
    basisText(basis),
  ];
}

function basisText(basis: Basis): string {
  switch (basis.kind) {
    case "measured":
      return `measured ${whereMeasured(basis.on)}, ${counted(basis.workloads, "workload")}`;
    case "cited":
      return `cited: ${basis.figures.map(({ claim }) => claim).join(", ")}`;
    case "definition":
      return basis.reason;
  }
}

function scored({ low, high, median }: Interval80, measured: number | undefined): string[] {
  if (measured === undefined) return ["–", "–", "–"];
  // What runs there today is no forecast, so there is nothing to score.
  if (low === high) return [formatMs(measured, 3), "–", "–"];
  return [
    formatMs(measured, 3),
    signedPercent(median / measured - 1),
    low <= measured && measured <= high ? "yes" : "no",
  ];
}

export function signedPercent(error: number): string {
  const percent = Math.round(Math.abs(error) * 100);
  return `${percent === 0 ? "±" : error < 0 ? "−" : "+"}${percent} %`;
}

const range = ({ low, high }: Interval80, format: (value: number, digits: number) => string) =>
  `${format(low, 2)} to ${format(high, 2)}`;

function quantity(value: Quantity, format: (value: number, digits: number) => string): string {
  if (value.state === "no-evidence") return "no evidence";
  const cited = value.basis.kind === "cited" ? ", cited" : "";
  return `${format(value.range.median, 2)} (${range(value.range, format)}${cited})`;
}

/** "0.012×", "6.0×": two digits. */
const times = (ratio: number) =>
  `${ratio >= 100 ? Math.round(ratio).toLocaleString("en-US") : ratio.toPrecision(2)}×`;

function citedFigures({ targets }: Pick<Forecast, "targets">): CitedFigure[] {
  const found = new Map<string, CitedFigure>();
  const add = (basis: Basis) => {
    if (basis.kind === "cited")
      for (const figure of basis.figures) found.set(`${figure.claim} ${figure.says}`, figure);
  };
  for (const made of targets as readonly TargetForecast[]) {
    for (const { basis } of made.parts) add(basis);
    for (const value of [made.memoryBytes, made.coldMs]) if (value.state === "forecast") add(value.basis);
  }
  return [...found.values()];
}

const citation = ({ claim, source, says }: CitedFigure) => `  ${claim}: ${says}; ${source}`;
