import { isInPage } from "../../src/model/measured-target.ts";
import type { OutcomeRow, Run, RunHeader, RunRow, SamplesRow, SearchRow } from "../../src/model/run-file.ts";
import { measureBoundary } from "../boundary/measure-boundary.ts";
import { measureFeatures } from "../features/measure-features.ts";
import { DiskFull, isDiskFull } from "../files/disk-full.ts";
import { catching } from "../interruption.ts";
import { measureLadder } from "../ladder/measure-ladder.ts";
import { measureBandwidth } from "../llm/measure-bandwidth.ts";
import { measureThreads } from "../llm/measure-threads.ts";
import type { RunWriter } from "../store/run-file.ts";
import { targetById } from "../targets/index.ts";
import type { Target } from "../targets/target.ts";
import { looksAtBatches } from "./batches.ts";
import type { MeasureOptions } from "./options.ts";
import { plannedName, planSlots, renameRepeats, type Slot } from "./plan.ts";
import { makeReady, type Ready } from "./prepare.ts";
import { formatDuration } from "./progress.ts";
import { openRun, startedProcesses } from "./resume.ts";
import { runSlot, type SlotContext } from "./run-slot.ts";
import { Schedule } from "./schedule.ts";
import { searchCell } from "./search-cell.ts";

export interface MeasureResult {
  readonly path: string;
  readonly runId: string;
  readonly end: "complete" | "interrupted" | "budget";
  readonly header: RunHeader;
  readonly outcomes: readonly OutcomeRow[];
  readonly samples: readonly Samples[];
  readonly resumed: boolean;
  readonly elapsedMs: number;
}

/** Wall times of a process's requests, by the batch. */
type Samples = Pick<SamplesRow, "process" | "workload" | "target" | "arm" | "wallMs">;

/** Measures workloads × targets on this machine into a run file, or goes on with an interrupted one. */
export async function measure(options: MeasureOptions): Promise<MeasureResult> {
  const ready = await makeReady(options);
  const { writer, header, previous } = openRun(ready.header, options.fresh, options.progress);
  try {
    return await measureInto(writer, header, previous, ready, options);
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    throw new DiskFull(
      error instanceof DiskFull ? error.what : error.message,
      `what was measured before is kept in ${writer.path}: free some space and run the same command again to go on`,
    );
  } finally {
    writer.close();
  }
}

async function measureInto(
  writer: RunWriter,
  header: RunHeader,
  previous: Run | null,
  ready: Ready,
  { progress, signal, budgetMs, ...asked }: MeasureOptions,
): Promise<MeasureResult> {
  const samples: Samples[] = [...(previous?.samples ?? [])];
  const append = (row: RunRow) => {
    writer.append(row);
    if (row.kind === "samples") samples.push(timesOf(row));
  };
  const known = new Map<string, OutcomeRow>(
    (previous?.outcomes ?? [])
      .filter((row) => row.state !== "cut")
      .map((row) => [plannedName(row.process), row]),
  );
  const slots = slotsOf(ready, header, known, previous);
  if (known.size > 0) {
    progress.say(
      `Going on with interrupted run ${header.runId}: ${known.size} of ${slots.length} processes are there.`,
    );
  }

  const start = performance.now();
  const leftMs = () =>
    budgetMs === null ? Number.POSITIVE_INFINITY : budgetMs - (performance.now() - start);
  const outcomes: OutcomeRow[] = [...known.values()];
  const batches = looksAtBatches(asked);
  const contextOf = slotContexts(ready, header, previous?.searches ?? [], {
    progress,
    signal,
    append,
    batches,
  });
  const schedule = new Schedule(slots, known, header);
  let end: MeasureResult["end"] = "complete";
  const cut: Slot[] = [];
  progress.start(schedule.pending().length);
  const work = async () => {
    for (let slot = schedule.next(); slot; slot = schedule.next()) {
      if (schedule.expectedMs(slot) > leftMs()) {
        schedule.drop(slot);
        cut.push(slot);
        end = "budget";
        continue;
      }
      const outcome = await runSlot(contextOf(slot));
      outcomes.push(outcome);
      schedule.finished(slot, outcome);
      progress.step(describe(slot, outcome), schedule.pending().length, schedule.leftMs());
      if (outcome.state !== "ok") progress.say(`  ${slot.process}: ${outcome.state} — ${outcome.detail}`);
    }
  };
  try {
    await catching(work);
    progress.stop();
    const aside = { progress, signal, leftMs, append };
    for (const measureAside of [ladders, bandwidth, threadLadder, boundaries])
      await catching(() => measureAside(ready, header, previous, aside));
  } catch (error) {
    if (!signal.aborted) throw error;
    end = "interrupted";
  } finally {
    progress.stop();
  }
  if (end === "interrupted") progress.say(kept(outcomes.length));
  const elapsedMs = performance.now() - start;
  for (const slot of cut) {
    const row = cutRow(slot, budgetMs!);
    append(row);
    outcomes.push(row);
  }
  append({ kind: "end", reason: end, detail: cutDetail(cut), elapsedMs, at: new Date().toISOString() });
  const resumed = previous !== null;
  return { path: writer.path, runId: header.runId, end, header, outcomes, samples, resumed, elapsedMs };
}

/** What is measured beside workloads needs of the run. */
type Aside = Pick<SlotContext, "signal" | "append"> &
  Pick<MeasureOptions, "progress"> & {
    leftMs(): number;
  };

/** Whether the budget has so much time for it left; says so where it has not. */
function hasTime({ progress, leftMs }: Aside, ms: number, what: string): boolean {
  const isThere = leftMs() >= ms;
  if (!isThere) progress.say(`The budget left no time for ${what}.`);
  return isThere;
}

/** What one host's boundaries may take, on a busy machine. */
const BOUNDARY_MS = 20_000;

/** What the ladder of kernels may take, on a busy machine. */
const LADDER_MS = 20_000;

/** Last but boundaries, as they are: no row of a workload waits for it. */
async function ladders(
  { boundaryHosts }: Ready,
  { effort }: RunHeader,
  previous: Run | null,
  aside: Aside,
): Promise<void> {
  const { progress, signal, append } = aside;
  if (!boundaryHosts.includes("node") || (previous?.ladders.length ?? 0) > 0) return;
  if (!hasTime(aside, LADDER_MS, "single kernels")) return;
  progress.say("Measuring single kernels of each engine …");
  for (const row of await measureLadder({ effort, signal })) append(row);
}

/** What memory copying may take, on a busy machine. */
const BANDWIDTH_MS = 10_000;

/** Where language models are measured, whose tokens memory bounds. */
async function bandwidth(
  { usable }: Ready,
  { effort }: RunHeader,
  previous: Run | null,
  aside: Aside,
): Promise<void> {
  const { signal, append } = aside;
  if (!usable.some(({ reads }) => reads === "gguf") || (previous?.bandwidths.length ?? 0) > 0) return;
  if (!hasTime(aside, BANDWIDTH_MS, "memory's bandwidth")) return;
  append(await measureBandwidth({ effort, signal }));
}

/** What a conversation on more and more threads may take, on a busy machine. */
const THREADS_MS = 30_000;

/** Of the first language model, on the first engine that can be told how many threads to use. */
async function threadLadder(
  { usable, staged, probes }: Ready,
  { effort }: RunHeader,
  previous: Run | null,
  aside: Aside,
): Promise<void> {
  const { progress, signal, append } = aside;
  const target = usable.find(({ threadRounds }) => threadRounds !== undefined);
  const item = staged.find(({ workload }) => target && (workload.reads ?? "onnx") === target.reads);
  if (!target || !item || (previous?.threadLadders.length ?? 0) > 0) return;
  if (!hasTime(aside, THREADS_MS, "a conversation on more threads")) return;
  progress.say("Measuring a conversation on more and more threads …");
  const artefacts = probes.get(target.id)!.artefacts.get(item.workload.id) ?? {};
  const rows = await measureThreads(target.threadRounds!, item, target, artefacts, { effort, signal });
  for (const row of rows) append(row);
}

/** Last, since no row of a workload waits for it: a run that was cut before has all else. */
async function boundaries(
  { boundaryHosts, featureHosts }: Ready,
  { effort, seed }: RunHeader,
  previous: Run | null,
  aside: Aside,
): Promise<void> {
  const { progress, signal, append } = aside;
  for (const host of boundaryHosts) {
    const known = {
      crossings: previous?.crossings.some((row) => row.host === host),
      features: !featureHosts.includes(host) || previous?.features.some((row) => row.host === host),
    };
    if (known.crossings && known.features) continue;
    const where = host === "node" ? "Node" : "a browser";
    if (!hasTime(aside, BOUNDARY_MS, `boundaries and Wasm features in ${where}`)) continue;
    progress.say(`Measuring boundaries and Wasm features in ${where} …`);
    if (!known.crossings)
      for (const row of await measureBoundary({ host, effort, seed, signal })) append(row);
    if (!known.features) append(await measureFeatures({ host, effort, signal }));
  }
}

const timesOf = ({ process, workload, target, arm, wallMs }: SamplesRow): Samples => ({
  process,
  workload,
  target,
  arm,
  wallMs,
});

function kept(processes: number): string {
  if (processes === 0) return "Stopped before anything was measured.";
  return `Stopped; what was measured is kept: ${processes} ${processes === 1 ? "process" : "processes"}.`;
}

/** The plan's slots: first those that are known, then the others, under names that no row has. */
function slotsOf(
  { usable, cells }: Ready,
  { seed }: RunHeader,
  known: ReadonlyMap<string, OutcomeRow>,
  previous: Run | null,
): Slot[] {
  const planned = planSlots({ seed, cells, aaTarget: aaTarget(usable) });
  return [
    ...planned.filter((slot) => known.has(slot.process)),
    ...renameRepeats(
      planned.filter((slot) => !known.has(slot.process)),
      startedProcesses(previous),
    ),
  ];
}

/** Software that imitates a GPU shows with one request that its path works, and no number of them what a GPU takes. */
const PROOF = {
  warmTimeMs: 0,
  warmupIterations: 0,
  minIterations: 1,
  maxIterations: 1,
  profiledIterations: 0,
} as const;

/** What a slot needs to run. The settings of a tuned cell are searched once, when its first process is due. */
function slotContexts(
  { staged, probes, references, scores, cells }: Ready,
  { seed, parameters, effort }: RunHeader,
  searched: readonly SearchRow[],
  {
    progress,
    batches,
    ...rest
  }: Pick<SlotContext, "signal" | "append"> &
    Pick<MeasureOptions, "progress"> & { readonly batches: boolean },
): (slot: Slot) => SlotContext {
  const searches = [...searched];
  const imitated = new Set(cells.flatMap(({ target, isProof }) => (isProof ? target : [])));
  const processesAsPlanned = ({ workload, target }: Slot): number =>
    cells.find((cell) => cell.workload === workload && cell.target === target)!.processes;
  return (slot) => {
    const target = targetById(slot.target);
    const context = {
      staged: staged.find((item) => item.workload.id === slot.workload)!,
      target,
      artefacts: probes.get(target.id)!.artefacts.get(slot.workload) ?? {},
      processes: processesAsPlanned(slot),
      parameters: imitated.has(target.id) ? { ...parameters, ...PROOF } : parameters,
      ...(batches && !imitated.has(target.id) ? { batches: effort } : {}),
      ...rest,
    };
    const settings = async () => {
      if (!target.tuning) return {};
      let row = searches.find((one) => one.workload === slot.workload && one.target === slot.target);
      if (!row) {
        row = await searchCell(context, seed);
        rest.append(row);
        searches.push(row);
        progress.say(`  ${slot.workload} × ${slot.target}: ${row.code.join(" ") || "the defaults are best"}`);
      }
      return row.chosen;
    };
    const scored = scores.get(slot.workload);
    return {
      ...context,
      slot,
      reference: references.get(slot.workload)!,
      ...(scored ? { scored } : {}),
      settings,
    };
  };
}

/**
 * The A/A arm repeats the quickest kind of target: noise is read best where little else is going on. Without a native one it is today's
 * program, which every workload has.
 */
function aaTarget(usable: readonly Target[]): string | null {
  const single = usable.filter((target) => target.threads === 1);
  const quickest =
    single.find(({ port }) => port === "native") ??
    single.find(({ course }) => course === "stay") ??
    single.find((target) => !isInPage(target));
  return (quickest ?? single.at(-1))?.id ?? null;
}

function describe(slot: Slot, outcome: OutcomeRow): string {
  const arm = slot.arm === "wall" ? `#${slot.replicate + 1}` : slot.arm;
  return `${slot.workload} × ${slot.target} ${arm} (${(outcome.elapsedMs / 1e3).toFixed(1)} s)`;
}

function cutRow(slot: Slot, budgetMs: number): OutcomeRow {
  const { process, workload, target, arm, replicate } = slot;
  return {
    kind: "outcome",
    process,
    workload,
    target,
    arm,
    replicate,
    slot: slot.slot,
    state: "cut",
    detail: `the budget of ${formatDuration(budgetMs)} left no time for it`,
    elapsedMs: 0,
    cpuPerWall: null,
    overheadMs: null,
    agreement: null,
    loadAverage1m: 0,
    at: new Date().toISOString(),
  };
}

function cutDetail(cut: readonly Slot[]): string {
  if (cut.length === 0) return "";
  const cells = new Set(cut.map((slot) => `${slot.workload} × ${slot.target}`));
  return `${cut.length} processes of ${cells.size} cells were cut: ${[...cells].sort().join(", ")}`;
}
