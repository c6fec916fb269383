/** Published figures of what Wasm and Pyodide are worth as ports. */
import type { Bucket } from "../../model/buckets.js";
import { PYODIDE_INTERPRETER, WASM_COMPUTE } from "../../model/forecast/cited-evidence.js";
import { HOW_WASM_WORKS } from "../../model/sources.js";
import { EQUIVALENCE_BAND } from "../../model/statistics/ratio.js";
import type { MeasuredCell, MeasuredSummary } from "../../model/summary.js";
import { titleOf } from "../words.js";
import { type Claim, citedClaim, gainBetween, type Range, type TestedGain } from "./claim.js";

type Time = Range & { readonly value: number };

/** From one target to another, on each workload that both ran. */
function portGains(
  { targets, workloads }: MeasuredSummary,
  [from, to]: readonly [string, string],
  timeOf: (cell: MeasuredCell) => Time,
): TestedGain[] {
  return workloads.flatMap(({ title, cells }) => {
    const of = (id: string) => {
      const cell = cells.find(({ target }) => target === id);
      return cell?.state === "measured" ? timeOf(cell) : null;
    };
    const [before, after] = [of(from), of(to)];
    if (!before || !after || !(before.low > 0) || !(after.low > 0)) return [];
    return [
      gainBetween(`${title}: “${titleOf(to, targets)}” over “${titleOf(from, targets)}”`, before, after),
    ];
  });
}

/** A bucket's time, as wide as the wall time's interval: an attribution has none of its own. */
const timeIn =
  (bucket: Bucket) =>
  ({ attribution, p50Ms }: MeasuredCell): Time => {
    const ms = attribution.bucketMs[bucket];
    return { value: ms, low: (ms * p50Ms.low) / p50Ms.value, high: (ms * p50Ms.high) / p50Ms.value };
  };

const COMMAND = "npx portolan measure";

const COMPUTE = {
  test: (summary: MeasuredSummary) => portGains(summary, ["native", "wasm"], timeIn("compute")),
  command: COMMAND,
};

export const PORT_CLAIMS: readonly Claim[] = [
  {
    id: "001-b",
    source: HOW_WASM_WORKS.name,
    says: "model compute in Wasm matches a native CPU at best",
    gain: { low: 0, high: 1 + EQUIVALENCE_BAND },
    ...COMPUTE,
  },
  ...WASM_COMPUTE.map((figure) => citedClaim("model compute in Wasm", figure, COMPUTE)),
  ...PYODIDE_INTERPRETER.map((figure) =>
    citedClaim("the interpreter in Pyodide", figure, {
      test: (summary) => portGains(summary, ["python", "pyodide"], timeIn("interpreter")),
      command: COMMAND,
    }),
  ),
  {
    id: "001-d",
    source: HOW_WASM_WORKS.name,
    says: "Pyodide starts slowly",
    gain: { low: 0, high: 1 },
    test: (summary) => portGains(summary, ["wasm", "pyodide"], ({ coldTotalMs }) => coldTotalMs),
    command: COMMAND,
  },
];
