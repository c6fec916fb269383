import { quantile } from "simple-statistics";
import { readRuns } from "../store/runs.ts";
import type { Figure } from "./figure.ts";

const BOUND = 0.02;

/** Every Node-hosted worker times empty iterations of its own loop; the null workload costs what they cost. */
export const harnessOverhead: Figure = {
  id: "overhead",
  title: "what the harness adds to an iteration",
  async measure() {
    const newest = readRuns(() => {}).at(-1)?.run;
    if (!newest) throw new Error("no run to read the overhead from; `npx portolan measure` makes one");
    const ok = newest.outcomes.filter((row) => row.arm === "wall" && row.state === "ok");
    const overheads = ok.flatMap((row) => row.overheadMs ?? []);
    const cells = new Set(ok.map((row) => `${row.workload} × ${row.target}`));
    const medians = [...cells].map((cell) => ({
      cell,
      ms: quantile(
        newest.samples
          .filter((row) => row.arm === "wall" && `${row.workload} × ${row.target}` === cell)
          .flatMap((row) => row.wallMs),
        0.5,
      ),
    }));
    const shortest = medians.sort((a, b) => a.ms - b.ms)[0]!;
    const overhead = quantile(overheads, 0.5);
    const share = overhead / shortest.ms;
    return [
      {
        what: `harness overhead, of ${shortest.cell} (${(shortest.ms * 1e3).toFixed(0)} µs)`,
        value: `${(overhead * 1e3).toFixed(1)} µs, ${(share * 100).toFixed(2)} %`,
        bound: `≤ ${BOUND * 100} %`,
        within: share <= BOUND,
      },
    ];
  },
};
