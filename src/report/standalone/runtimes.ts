/** What is said of runtimes of Wasm: their own cost, what an engine is worth, and what each road to a model cannot do. */
import { deployedOf } from "../../model/decision/deployed.js";
import { formatBytes, formatEstimateMs, formatMs } from "../../model/format.js";
import type { Road, TargetRecord } from "../../model/run-file.js";
import {
  type CostOfRuntime,
  costsOfRuntimes,
  type OverNative,
  type WorthOfEngine,
  worthOfEngines,
} from "../../model/standalone/comparisons.js";
import { isPlainModule, ofRole, type Placed, placed, type Role } from "../../model/standalone/roles.js";
import {
  FACTS,
  type Fact,
  type FactId,
  factsOf,
  RUNTIME_FACTS,
} from "../../model/standalone/runtime-facts.js";
import type { MeasuredSummary, WorkloadSummary } from "../../model/summary.js";
import { timesOf } from "../times.js";
import { counted, listed, named } from "../words.js";
import { STANDALONE_COMMAND } from "./command.js";

/** So many runtimes are named one by one. */
const NAMED = 4;

/** What the page opens with: "On equal C, Wasmtime takes 1.0× (…) of native code’s time and wazero 2.0× (…); …" */
export function runtimesFinding(summary: MeasuredSummary): string {
  const all = costsOfRuntimes(summary);
  const most = Math.max(...all.map(({ onWorkloads }) => onWorkloads.length));
  // An average over fewer workloads is no other runtime’s.
  const costs = all.filter(
    ({ target, onWorkloads }) =>
      onWorkloads.length === most && (isPlainModule(target) || isTheOnly(target, all)),
  );
  const worth = worthSentence(worthOfEngines(summary));
  if (costs.length === 0)
    return `No runtime of Wasm was measured beside native code of the same C here.${worth === null ? "" : ` ${worth}`}`;
  const said = ({ target, times }: CostOfRuntime) => `${target.standalone!.runtime} ${timesOf(times)}`;
  const [first, ...rest] = costs.length > NAMED ? [costs[0]!, costs.at(-1)!] : costs;
  const head = `${first!.target.standalone!.runtime} takes ${timesOf(first!.times)} of native code’s time`;
  const whole =
    costs.length > NAMED
      ? `On equal C, from ${said(first!)} to ${said(rest[0]!)} of native code’s time, over ${costs.length} runtimes`
      : `On equal C, ${listed([head, ...rest.map(said)])}`;
  return worth === null ? `${whole}.` : `${whole}. ${worth}`;
}

/** Of a runtime that takes modules in one way alone: an interpreter without vectors, or one that compiles ahead always. */
const isTheOnly = ({ standalone }: TargetRecord, all: readonly CostOfRuntime[]): boolean =>
  all.filter(({ target }) => target.standalone!.runtime === standalone!.runtime).length === 1;

/** "onnxruntime’s kernels are worth 16× (…)", over the workloads; null where none was measured. */
function worthSentence(worths: readonly WorthOfEngine[]): string | null {
  const [least, most] = [worths[0], worths.at(-1)];
  if (!least || !most) return null;
  const range =
    least === most
      ? `${timesOf(least.times)} on ${least.workload.title}`
      : `from ${timesOf(least.times)} on ${least.workload.title} to ${timesOf(most.times)} on ${most.workload.title}`;
  return `The kernels of ${most.engine} are worth ${range}.`;
}

/** Said beside each number of generated C: what it is, and by how much an engine would change it. */
export function naiveText(summary: MeasuredSummary): string {
  const worths = worthOfEngines(summary);
  const naive = "Generated C is naive: plain loops, no blocking, one thread.";
  if (worths.length === 0)
    return `${naive} What an engine in its place is worth was not measured in this run: \`${STANDALONE_COMMAND}\` does.`;
  const said = worths.map(({ workload, times }) => `${workload.title} ${timesOf(times)}`);
  return `${naive} In native code, ${worths[0]!.engine} in its place is as many times as fast at the model: ${listed(said)}.`;
}

/** What a runtime’s columns are made of: the run’s targets of it, and what it says of itself. */
export interface RuntimeColumn {
  readonly runtime: string;
  /** None where it was not measured; compiled ahead after compiled at the start. */
  readonly costs: readonly CostOfRuntime[];
}

/** Those that are known, then any other that was measured. */
export function runtimeColumns(summary: MeasuredSummary): RuntimeColumn[] {
  const costs = costsOfRuntimes(summary);
  const known = RUNTIME_FACTS.map(({ runtime }) => runtime);
  const measured = costs.map(({ target }) => target.standalone!.runtime);
  const others = [...new Set(measured)].filter((runtime) => factsOf(runtime) === null);
  return [...known, ...others].map((runtime) => ({
    runtime,
    costs: costs
      .filter(({ target }) => isOf(target.standalone!.runtime, runtime))
      .sort((a, b) => Number(isPlainModule(b.target)) - Number(isPlainModule(a.target))),
  }));
}

/** Told before a figure of a module that is not as a runtime takes it. */
const variant = ({ standalone }: TargetRecord): string =>
  `${standalone?.ahead ? "ahead: " : ""}${standalone?.scalar ? "no SIMD: " : ""}`;

const isOf = (measured: string, runtime: string) =>
  measured === runtime || (factsOf(measured) !== null && factsOf(measured) === factsOf(runtime));

export interface RuntimeRow {
  readonly label: string;
  /** One for each column: text with a source, or without one. */
  readonly cells: readonly { readonly text: string; readonly fact: Fact | null }[];
}

const NOTHING = "–";

const sizeText = (bytes: number | null): string => (bytes === null ? "unknown" : formatBytes(bytes, 2));

/** First what this machine measured, then what runtimes say of themselves. */
export function runtimeRows(columns: readonly RuntimeColumn[]): RuntimeRow[] {
  const workloads = [
    ...new Set(columns.flatMap(({ costs }) => costs.flatMap((c) => c.onWorkloads.map((on) => on.workload)))),
  ];
  const row = (label: string, text: (column: RuntimeColumn) => string): RuntimeRow => ({
    label,
    cells: columns.map((column) => ({
      text: column.costs.length === 0 ? NOTHING : text(column),
      fact: null,
    })),
  });
  const of =
    (workload: WorkloadSummary, said: (on: CostOfRuntime["onWorkloads"][number]) => string) =>
    ({ costs }: RuntimeColumn) =>
      costs
        .flatMap(({ target, onWorkloads }) =>
          onWorkloads.filter((on) => on.workload === workload).map((on) => `${variant(target)}${said(on)}`),
        )
        .join("; ") || NOTHING;
  return [
    {
      label: "Version",
      cells: columns.map(({ costs: [cost] }) => ({
        text: cost ? versionOf(cost) : "not measured here",
        fact: null,
      })),
    },
    row("Time over native code of the same C, on average", ({ costs }) =>
      costs
        .map(
          ({ target, times, onWorkloads }) =>
            `${variant(target)}${timesOf(times)}${onWorkloads.length === workloads.length ? "" : `, over ${counted(onWorkloads.length, "workload")}`}`,
        )
        .join("; "),
    ),
    ...workloads.flatMap((workload) => [
      row(
        `${workload.title}: median, over native`,
        of(workload, ({ cell, times }) => `${formatEstimateMs(cell.p50Ms)}, ${timesOf(times)}`),
      ),
      row(
        `${workload.title}: cold start`,
        of(workload, ({ cell }) => formatEstimateMs(cell.coldTotalMs)),
      ),
      row(
        `${workload.title}: peak memory`,
        of(workload, ({ cell: { peakRssBytes } }) => sizeText(peakRssBytes)),
      ),
      row(`${workload.title}: linear memory`, ({ costs }) => {
        const on = costs[0]!.onWorkloads.find((one) => one.workload === workload);
        return on ? sizeText(on.cell.linearMemoryBytes ?? null) : NOTHING;
      }),
    ]),
    ...(Object.keys(FACTS) as FactId[]).map(
      (id): RuntimeRow => ({
        label: FACTS[id],
        cells: columns.map(({ runtime }) => {
          const fact = factsOf(runtime)?.facts[id] ?? null;
          return { text: fact?.says ?? "not stated", fact };
        }),
      }),
    ),
  ];
}

function versionOf({ target }: CostOfRuntime): string {
  if (!target.available) return "unknown";
  const [name, version] = Object.entries(target.engines)[0] ?? [];
  return name === undefined ? "unknown" : `${name} ${version}`;
}

export interface RoadRow {
  readonly road: string;
  readonly is: string;
  readonly operators: string;
  readonly shapes: string;
  readonly threads: string;
  readonly gpu: string;
  readonly roles: readonly Role[];
}

const ROAD_ROWS: Readonly<Record<Road, RoadRow>> = {
  "compiled-model": {
    road: "The model compiled into the module",
    is: "One file without an engine, which any runtime hosts.",
    operators: "Those that the generator has C for; a model with another is not compiled at all.",
    shapes: "None: sizes are fixed when the C is made.",
    threads: "None: generated C has one.",
    gpu: "None.",
    roles: ["module with its model"],
  },
  "host-engine": {
    road: "An engine that the host lends (WASI-NN)",
    is: "A small module; the host loads the model into an engine of its own.",
    operators: "All of the host’s engine, for the formats that this host was built with.",
    shapes: "As the host’s engine has them.",
    threads: "The host’s: the module does not choose.",
    gpu: "Where the host’s engine has one, and offers it.",
    roles: ["module on its host’s engine"],
  },
  engine: {
    road: "The engine compiled to Wasm",
    is: "Megabytes of engine beside the model, started with it.",
    operators: "All of the engine’s, in kernels of 128-bit vectors.",
    shapes: "As the engine has them.",
    threads: "Where the runtime has shared memory; a browser needs cross-origin isolation.",
    gpu: "WebGPU in a browser; none without.",
    roles: ["engine in Wasm"],
  },
};

export const ROADS_SIDE_BY_SIDE: readonly RoadRow[] = Object.values(ROAD_ROWS);

/** What the run measured on a road, workload by workload: the fastest of its targets. */
export function measuredOnRoad({ workloads, targets }: MeasuredSummary, { roles }: RoadRow): string[] {
  return workloads.flatMap((workload) => {
    const here = roles.flatMap((role) => ofRole(placed(workload, targets), role));
    const [fastest] = [...here].sort((a, b) => a.cell.p50Ms.value - b.cell.p50Ms.value);
    return fastest ? [onRoad(workload, fastest)] : [];
  });
}

function onRoad({ id, title, model }: WorkloadSummary, { target, cell }: Placed): string {
  const deployed = deployedOf(target, id, model.bytes);
  const size = deployed === null ? "" : `, ${formatBytes(deployed.bytes, 2)} to deploy`;
  return `${title}: ${formatEstimateMs(cell.p50Ms)} (${target.title}), ready after ${formatMs(cell.coldTotalMs.value, 2)}${size}`;
}

/** The title of a workload’s figure: the range of the modules, and where engines lie. */
export function overNativeFinding({ title }: WorkloadSummary, rows: readonly OverNative[]): string {
  const modules = rows.filter(({ role }) => role === "module with its model");
  const [least, most] = [modules[0]!, modules.at(-1)!];
  const said =
    least === most
      ? `${named(least.target)} takes ${timesOf(least.times)} of native code’s time`
      : `from ${timesOf(least.times)} of native code’s time in ${named(least.target)} to ${timesOf(most.times)} in ${named(most.target)}`;
  const [engine] = rows.filter(hasEngine);
  return engine
    ? `${title}, the same C: ${said}; ${named(engine.target)}, with an engine, ${timesOf(engine.times)}`
    : `${title}, the same C: ${said}`;
}

/** Its model is computed by an engine's kernels, and not by C that was generated from it. */
export const hasEngine = ({ role }: Placed): boolean =>
  role !== "module with its model" && role !== "native program with its model";
