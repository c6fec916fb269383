import { mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { mulberry32 } from "../../src/model/random.ts";
import type { RunHeader, SamplesRow } from "../../src/model/run-file.ts";
import { scratchFolder } from "../files/scratch.ts";
import { buildStore } from "../store/build-store.ts";
import { readRunFile } from "../store/run-file.ts";
import { readRuns } from "../store/runs.ts";
import { SEGMENTS } from "../worker/laps.ts";
import type { Figure } from "./figure.ts";

const BOUND_S = 10;
const BOUND_MB = 25;
const PROCESSES = 1_000;
const ITERATIONS = 1_000;

export const storeSize: Figure = {
  id: "store",
  title: "a store from 1,000,000 sample rows",
  async measure() {
    const header = readRuns(() => {}).at(-1)?.run.header;
    if (!header) throw new Error("no run to take a header from; `npx portolan measure` makes one");
    const folder = mkdtempSync(join(scratchFolder(), "bench-"));
    try {
      const path = join(folder, "million.jsonl");
      writeMillion(path, header);
      const start = performance.now();
      const bytes = await buildStore([readRunFile(path).run]);
      const seconds = (performance.now() - start) / 1e3;
      const megabytes = bytes.length / 1e6;
      return [
        {
          what: "store from 1,000,000 samples with 7 spans each, read and validated",
          value: `${seconds.toFixed(1)} s`,
          bound: `≤ ${BOUND_S} s`,
          within: seconds <= BOUND_S,
        },
        {
          what: "its size",
          value: `${megabytes.toFixed(1)} MB`,
          bound: `≤ ${BOUND_MB} MB`,
          within: megabytes <= BOUND_MB,
        },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Spans of .05 to .65 ms with 10 % of noise, as seeded as everything else. */
function writeMillion(path: string, header: RunHeader): void {
  const random = mulberry32(1);
  const file = openSync(path, "w");
  writeSync(file, `${JSON.stringify(header)}\n`);
  for (let process = 0; process < PROCESSES; process++) {
    const spanMs = SEGMENTS.map((_, k) =>
      Array.from(
        { length: ITERATIONS },
        () => Math.round((0.05 + k * 0.1) * (1 + 0.1 * random()) * 1e6) / 1e6,
      ),
    );
    const wallMs = spanMs[0]!.map((_, i) => spanMs.reduce((sum, spans) => sum + spans[i]!, 0));
    let at = 0;
    const startMs = wallMs.map((wall) => {
      const start = at;
      at += wall;
      return start;
    });
    const row: SamplesRow = {
      kind: "samples",
      process: `score-telemetry/js/wall/${process}`,
      workload: "score-telemetry",
      target: "js",
      arm: "wall",
      replicate: process,
      firstIteration: 0,
      segments: [...SEGMENTS],
      startMs,
      wallMs,
      spanMs,
    };
    writeSync(file, `${JSON.stringify(row)}\n`);
  }
}
