import { changes } from "../../src/components/live/changes.ts";
import { deviceCard } from "../../src/components/live/device-card.ts";
import { queueTable } from "../../src/components/live/queue-table.ts";
import { results } from "../../src/components/live/results.ts";
import type { LiveRow } from "../../src/components/live/session.ts";
import type { RowState } from "../../src/report/live.ts";
import { DEVICE } from "../fixtures/live.ts";
import { summary } from "./data.ts";
import type { Gallery } from "./entry.ts";

const row = (targetTitle: string, state: RowState, modelBytes = 15_261): LiveRow => ({
  workload: "score",
  target: targetTitle.toLowerCase().replaceAll(/\W+/g, "-"),
  workloadTitle: "Score telemetry",
  targetTitle,
  modelBytes,
  workloadBytes: 120_000,
  engineBytes: 14e6,
  state,
});

const rows = [
  row("Browser, Wasm", { state: "running", done: 1, total: 3 }),
  row("Browser, Wasm (4 threads)", { state: "lost", reason: "out of memory" }),
  row("Browser, JavaScript", { state: "done" }, 5e9),
  row("Browser, WebGPU", { state: "unavailable", reason: "this browser has no WebGPU", enable: "another" }),
];

const change = {
  workload: "Score telemetry",
  published: "Stay with Python on AWS Lambda, x86.",
  here: "Port to Browser, Wasm on Browser, through CloudFront.",
  fastest: "Browser, Wasm would answer in 2 ms.",
  isChanged: true,
};

/** The page Your machine. */
export const live: Gallery = {
  "live/device-card": {
    "before it was asked": () => deviceCard(null),
    "with a GPU": () => deviceCard(DEVICE),
    "without anything": () =>
      deviceCard({
        ...{ ...DEVICE, memoryGib: null, isolated: false },
        gpu: { state: "none", reason: "this browser has no WebGPU" },
      }),
  },
  "live/queue-table": () => {
    const table = queueTable(rows, 1e9, () => {});
    table.show(rows, false);
    return table.element;
  },
  "live/results": {
    "beside a run": () => results(summary, summary),
    "with nothing beside": () => results(summary, null),
  },
  "live/changes": { changed: () => changes([change]), "nothing beside": () => changes(null) },
};
