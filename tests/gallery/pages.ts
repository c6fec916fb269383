import { html } from "htl";
import { bucketChart } from "../../src/components/charts/bucket-chart.ts";
import { coldChart } from "../../src/components/charts/cold-chart.ts";
import { latencyChart } from "../../src/components/charts/latency-chart.ts";
import { memoryChart } from "../../src/components/charts/memory-chart.ts";
import type { Found } from "../../src/components/decisions.ts";
import { gainChart } from "../../src/components/overview/gain-chart.ts";
import { answer as headline } from "../../src/components/overview/headline.ts";
import { ownProgram } from "../../src/components/overview/own-program.ts";
import { paperSheet as overviewSheet } from "../../src/components/overview/paper-sheet.ts";
import { runFacts } from "../../src/components/overview/run-facts.ts";
import { adviceTable, pipelineRows, workloadRows } from "../../src/components/overview/subject-rows.ts";
import { warnings } from "../../src/components/overview/warnings.ts";
import { answer } from "../../src/components/workload/answer.ts";
import { answered } from "../../src/components/workload/answered.ts";
import { batches } from "../../src/components/workload/batches.ts";
import { costTable } from "../../src/components/workload/cost-table.ts";
import { gatesTable } from "../../src/components/workload/gates-table.ts";
import { gpuAccount } from "../../src/components/workload/gpu-account.ts";
import { heardWave } from "../../src/components/workload/heard-wave.ts";
import { ladder } from "../../src/components/workload/ladder.ts";
import { operatorsTable } from "../../src/components/workload/operators-table.ts";
import { paperSheet } from "../../src/components/workload/paper-sheet.ts";
import { quantised } from "../../src/components/workload/quantised.ts";
import { readPicture } from "../../src/components/workload/read-picture.ts";
import { ruleTable } from "../../src/components/workload/rule-table.ts";
import { serverGpu } from "../../src/components/workload/server-gpu.ts";
import { trustTable } from "../../src/components/workload/trust-table.ts";
import { unmeasured } from "../../src/components/workload/unmeasured.ts";
import { workloadView } from "../../src/components/workload/view.ts";
import { listingOf } from "../../src/model/recording-listing.ts";
import type { BatchRow } from "../../src/model/run-file.ts";
import type { ReadLine } from "../../src/model/shown-answer.ts";
import { gpuRun } from "../fixtures/gpu-run.ts";
import { wave } from "../fixtures/wave.ts";
import { asked, recording, scenario, subject, summary } from "./data.ts";
import type { Gallery } from "./entry.ts";

/** Calls of a fixed part and one for each request, ms. */
function batchRow(target: string, fixedMs: number, eachMs: number): BatchRow {
  const sizes = [1, 2, 4, 8, 16, 32, 64];
  return {
    ...{ kind: "batch", workload: subject.workload.id, target, at: "2026-01-02T03:04:05.000Z" },
    points: sizes.map((batch) => ({
      batch,
      roundMs: [0.98, 1, 1.02].map((off) => off * (fixedMs + eachMs * batch)),
      parts:
        fixedMs === 0 ? null : { toDeviceMs: 0.1 * batch, computeMs: fixedMs, fromDeviceMs: 0.1 * batch },
      deviceMemoryBytes: fixedMs === 0 ? null : (400 + batch) * 2 ** 20,
    })),
    stopped:
      fixedMs === 0
        ? "a call with 64 requests takes 320 ms: one with 128 would take longer than 500 ms"
        : null,
  };
}

const view = workloadView(summary, subject.workload.id)!;
/** Another workload as if it were this one's model with smaller weights. */
const withVariant = {
  ...summary,
  workloads: summary.workloads.map((workload, i) =>
    i === summary.workloads.length - 1
      ? {
          ...workload,
          variant: { of: subject.workload.id, weights: "int8" as const, maxAbsError: 0.02, maxAbs: 1.6 },
        }
      : workload,
  ),
};
/** As if its native target had been a GPU's, and another machine had measured the same. */
const onGpu = {
  ...summary,
  targets: summary.targets.map((target) =>
    target.id === "native"
      ? { ...target, adapter: { name: "NVIDIA L4", software: false, api: "cuda" as const } }
      : target,
  ),
  batches: [batchRow("python", 0, 5), batchRow("native", 16, 1)],
};
const L4 = { name: "NVIDIA L4", driver: "550.54.15", memoryBytes: 23 * 2 ** 30, clockMhz: 2040 };
const withGpus = {
  ...onGpu,
  elsewhere: [
    {
      ...onGpu,
      startedAt: "2026-06-01T12:00:00.000Z",
      environment: {
        ...summary.environment,
        gpus: [{ ...L4, memoryClockMhz: null, powerLimitWatts: 72, mig: null, pcie: null }],
      },
      batches: [batchRow("native", 8, 0.5)],
    },
  ],
};
const withAnswer = (answer: unknown) => ({
  ...view,
  workload: {
    ...view.workload,
    calls: [
      { model: "find", calls: 1, inputBytes: 4_096, outputBytes: 512 },
      { model: "read", calls: 12, inputBytes: 9_216, outputBytes: 2_048 },
    ],
    answer: JSON.stringify(answer),
  },
});
/** As if its first target were a Wasm module without anything beside it. */
const withLinearMemory = {
  ...view,
  measured: view.measured.map(({ cell, ...rest }, i) => ({
    ...rest,
    cell: i === 0 ? { ...cell, linearMemoryBytes: Math.round(cell.peakRssBytes! / 3) } : cell,
  })),
};
const lines: readonly ReadLine[] = [
  { text: "Gate <7>", confidence: 0.9789, box: [22, 14, 116, 46] },
  { text: "over the edge", confidence: null, box: [-10, 51, 98, 84] },
  { text: "not in it", confidence: 1, box: [300, 0, 400, 20] },
];
const picture = {
  kind: "picture",
  type: "image/png",
  width: 256,
  height: 128,
  bytes: new Uint8Array(),
  url: "request.png",
} as const;
const samples = Array.from({ length: 24 }, (_, i) => (i % 8 < 4 ? 0.01 : Math.sin(i) / 2));
const sound = { kind: "sound", type: "audio/wav", bytes: wave(samples, 8), url: "request.wav" } as const;
const segments = [
  { from: 0.5, to: 1 },
  { from: 2.5, to: 99 },
  { from: 50, to: 99 },
];
const listings = [listingOf(recording)];

const waiting: Found = { entries: [{ subject, answer: null, stale: false }], whole: null, isSettled: false };

function found(): Found {
  const answer = asked();
  return {
    entries: [{ subject, answer, stale: false }],
    whole: { scenario, answers: [answer] },
    isSettled: true,
  };
}

/** The overview, and a workload's page. */
export const pages: Gallery = {
  "overview/headline": { answered: () => headline(found()), "at first": () => headline(waiting) },
  "overview/own-program": {
    "stand-ins": () => ownProgram(summary),
    "one’s own alone": () =>
      ownProgram({ ...summary, workloads: summary.workloads.map((one) => ({ ...one, own: true as const })) }),
  },
  "overview/paper-sheet": {
    answered: () => overviewSheet(found(), summary),
    "at first": () => overviewSheet(waiting, summary),
  },
  "overview/run-facts": () => runFacts(summary),
  "overview/warnings": () => warnings(summary),
  "overview/subject-rows": {
    workloads: () => workloadRows(found()),
    "workloads at first": () => workloadRows(waiting),
    pipelines: () => pipelineRows(found(), listings),
    "no pipelines": () => pipelineRows(found(), []),
    "as a table": () => adviceTable(found()),
  },
  "overview/gain-chart": {
    compared: () => gainChart(summary),
    "no baseline": () => gainChart({ ...summary, workloads: [] }),
  },
  "workload/answer": { answered: () => answer(view, found()), "at first": () => answer(view, waiting) },
  "workload/answered": {
    "lines in a picture that is not here": () => answered(withAnswer({ lines }), null),
    "segments of a sound that is not here": () => answered(withAnswer({ seconds: 3, segments }), null),
    "a sound that cannot be drawn": () =>
      answered(withAnswer({ segments }), { ...sound, bytes: new Uint8Array() }),
    "JSON under a picture": () => answered(withAnswer({ label: "<cat>" }), picture),
    "long JSON": () => answered(withAnswer(Array.from({ length: 40 }, (_, i) => i)), null),
    none: () => answered(view, null),
  },
  "workload/read-picture": () => readPicture("Three lines were read.", lines, picture, html`<table></table>`),
  "workload/heard-wave": () =>
    heardWave("Two stretches were heard.", segments, sound, html`<table></table>`)!,
  "workload/ladder": () => ladder(asked()),
  "workload/paper-sheet": () => paperSheet(asked()),
  "workload/gates-table": () => gatesTable(asked()),
  "workload/cost-table": () => costTable(asked()),
  "workload/quantised": {
    "a pair": () => quantised(workloadView(withVariant, subject.workload.id)!),
    none: () => quantised(view),
  },
  "workload/batches": {
    "here and elsewhere": () => batches(workloadView(withGpus, subject.workload.id)!),
    none: () => batches(view),
  },
  "workload/server-gpu": {
    "here and elsewhere": () => serverGpu(workloadView(withGpus, subject.workload.id)!),
    none: () => serverGpu(view),
  },
  "workload/rule-table": () => ruleTable(view),
  "workload/operators-table": () => operatorsTable(view),
  "workload/gpu-account": {
    measured: () => gpuAccount(workloadView(gpuRun({ gpuMs: 20, wasmMs: 16 }), "embed-text")!),
    "in software": () =>
      gpuAccount(workloadView(gpuRun({ gpuMs: 20, wasmMs: 16, software: true }), "embed-text")!),
    "without a page": () => gpuAccount(view),
  },
  "workload/trust-table": () => trustTable(view),
  "workload/unmeasured": () => unmeasured(workloadView(summary, "score-telemetry")!),
  "charts/bucket-chart": () => bucketChart(view),
  "charts/latency-chart": () => latencyChart(view),
  "charts/cold-chart": () => coldChart(view),
  "charts/memory-chart": {
    plain: () => memoryChart(view, 3),
    "with a Wasm module's own": () => memoryChart(withLinearMemory, null),
  },
};
