/** A decision report from a small summary, for the tests of the outputs. */

import { measuredSubjects } from "../../../src/model/decision/subject.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";
import type { Scenario } from "../../../src/model/scenario/scenario.ts";
import type { MeasuredSummary } from "../../../src/model/summary.ts";
import {
  type DecidedReport,
  type DecisionReport,
  decidedReport,
  decisionReport,
  type ReportAsked,
} from "../../../src/report/decision-report.ts";
import { header } from "../../fixtures/run.ts";
import { cell, estimate, ratioOf, target, workload } from "../cells.ts";
import { scenarioWith } from "./evidence.ts";

const QUANTILES = Array.from({ length: 100 }, (_, i) => 0.9 + (0.3 * i) / 99);

const measured = (id: string, p50Ms: number, today: number) =>
  cell(id, p50Ms, {
    ratio: id === "python" ? null : ratioOf(p50Ms / today),
    quantilesMs: QUANTILES.map((quantile) => quantile * p50Ms),
    coldTotalMs: estimate(200 + p50Ms),
  });

const targets = [
  { ...target("python", "stay"), title: "Python" },
  { ...target("native", "native"), title: "Native" },
  { ...target("wasm", "wasm", { reach: ["browser", "edge", "server"] }), title: "Wasm" },
];

/** Python at 50 ms, native code at 8 ms, Wasm at 30 ms, unless said. */
export function summary(
  times: Readonly<Record<string, number>> = {},
  over: Partial<MeasuredSummary> = {},
): MeasuredSummary {
  const { python = 50, native = 8, wasm = 30 } = times;
  const { runId, suiteVersion, startedAt, effort, parameters, seed, environment } = header();
  return {
    state: "measured",
    runId,
    suiteVersion,
    startedAt,
    effort,
    parameters,
    seed,
    environment,
    targets,
    elapsedMs: 1000,
    complete: true,
    processes: 9,
    samples: 900,
    noiseFloor: 0.02,
    aaPairs: [],
    crossings: [],
    features: [],
    ladders: [],
    batches: [],
    bandwidth: null,
    threadLadders: [],
    warnings: [],
    workloads: [
      {
        ...workload("python", [
          measured("python", python, python),
          measured("native", native, python),
          measured("wasm", wasm, python),
        ]),
        id: "classify-image",
        title: "Classify an image",
      },
    ],
    ...over,
  };
}

const DRAWS = { draws: 150, seed: 1 };

function asked(over: Partial<Scenario>, run: MeasuredSummary): ReportAsked {
  const [subject] = measuredSubjects(run);
  return { run, subject: subject!, book: SHIPPED_BOOK, scenario: scenarioWith(over), simulation: DRAWS };
}

const reports = new Map<string, DecisionReport>();

/** Of one run, each scenario is decided once: the search for flips takes most of the time of a test. */
export function report(over: Partial<Scenario> = {}, of?: MeasuredSummary): DecisionReport {
  if (of) return decisionReport(asked(over, of));
  const key = JSON.stringify(over);
  const known = reports.get(key) ?? decisionReport(asked(over, summary()));
  reports.set(key, known);
  return known;
}

export function decided(over: Partial<Scenario> = {}, of = summary()): DecidedReport {
  return decidedReport(asked(over, of));
}
