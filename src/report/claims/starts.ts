/** Published figures of how fast a module starts. */
import { UNIVERSAL_RUNTIME, WASSUP } from "../../model/sources.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { STANDALONE_COMMAND } from "../standalone/command.js";
import type { Claim, Evidence } from "./claim.js";
import { coldStart } from "./quantities.js";
import { PAGES, type Range, type Reading, readingsOf } from "./reading.js";
import { fastestStarting, modulesBesideContainers } from "./standalone.js";

const BARE =
  "A bare module starts the sooner, and infers nothing: here a start ends with the first answer of a model, its weights read. What loading, opening and the first inference take is told phase by phase.";
/** "Orders of magnitude": more than one. */
const ORDERS: Range = { low: 10, high: Infinity };
const NEEDS = "with a container engine";

const ofRun =
  (read: (summary: MeasuredSummary) => Reading[]) =>
  ({ summary }: Evidence): Reading[] =>
    summary === null ? [] : read(summary);

const moduleStarts = (summary: MeasuredSummary, runtime?: string): Reading[] =>
  readingsOf(summary, fastestStarting(summary, runtime), coldStart, "ms");

export const START_CLAIMS: readonly Claim[] = [
  {
    id: "002-h",
    source: UNIVERSAL_RUNTIME,
    says: "start of a Wasm module beside a container",
    figure: "10 to 100× faster, often under 1 ms",
    by: "run",
    published: { low: 10, high: 100 },
    read: ofRun((summary) => [
      ...modulesBesideContainers(summary, coldStart),
      ...moduleStarts(summary).map((reading) => ({ ...reading, expected: { low: 0, high: 1 } })),
    ]),
    standIn: "a module with a model in it stands in for a bare one",
    command: STANDALONE_COMMAND,
    needs: NEEDS,
    why: BARE,
    page: PAGES.coldStart,
  },
  {
    id: "003-a",
    source: WASSUP,
    says: "cold start of Fermyon’s Spin",
    figure: "under 1 ms",
    by: "run",
    published: { low: 0, high: 1 },
    read: ofRun((summary) => moduleStarts(summary, "Wasmtime")),
    standIn:
      "Wasmtime, started as a program of its own, stands in for Spin, which holds Wasmtime in a process that runs already",
    command: STANDALONE_COMMAND,
    why: `The vendor’s own figure, for a module without a model. ${BARE}`,
    page: PAGES.coldStart,
  },
  {
    id: "003-b",
    source: WASSUP,
    says: "cold start of Wasm inference beside containers",
    figure: "faster by orders of magnitude",
    by: "run",
    published: ORDERS,
    read: ofRun((summary) => modulesBesideContainers(summary, coldStart)),
    command: STANDALONE_COMMAND,
    needs: NEEDS,
    why: "It speaks of early tests and cites none. “The Hidden Cost of debunked WebAssembly” has 120 against 450 ms. Pulling an image, which a platform may have to do first, is in neither time.",
    page: PAGES.coldStart,
  },
];
