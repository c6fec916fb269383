import type { BucketOrUnattributed } from "../buckets.js";
import { type EvidenceFault, type EvidenceGate, evidenceGate } from "../evidence-gate.js";
import { isInPage } from "../measured-target.js";
import { noTime } from "../traces/bucket-ms.js";
import { type BoundaryFit, boundaryCost, fitBoundary } from "./boundary.js";
import { CITED_KINDS, type CitedKind } from "./cited-evidence.js";
import { coldStart } from "./cold-start.js";
import { copiesCost } from "./gpu-reference.js";
import { type ForecastInput, inputFaults } from "./input.js";
import {
  exactly,
  type Interval80,
  scaled,
  shifted,
  stretched,
  sumIndependent,
  widened,
  Z80,
} from "./interval.js";
import { peakMemory } from "./memory.js";
import { classShares, type OperatorClass } from "./operators.js";
import { classDetails, idleParts, nothing, unchanged, widestOf, withLoops } from "./parts.js";
import { type BucketRatio, Ratios } from "./ratios.js";
import type { ForecastReference, GpuReference, ReferenceTarget } from "./reference.js";
import type { Basis, Forecast, ForecastNote, ForecastPart, Quantity, TargetForecast } from "./result.js";
import { javascriptTarget, Today } from "./today.js";

/**
 * Every target of the reference that a program can run on, then the kinds that only published figures speak of. A rung
 * below today is evidence of what plain code takes, and nowhere to go.
 *
 * @throws RangeError that names every fault of the input; ask `inputFaults` first to show them one by one
 */
export function forecast(input: ForecastInput, reference: ForecastReference): Forecast {
  const faults = inputFaults(input);
  if (faults.length > 0) throw new RangeError(faults.join("\n"));
  const model = new Model(input, reference);
  const isUnmeasured = ({ id }: CitedKind) => id !== "gpu" || reference.targets.every(({ gpu }) => !gpu);
  const targets = reference.targets.filter(({ course }) => course !== "plain").map((t) => model.target(t));
  return {
    runId: reference.runId,
    workloads: reference.workloads.map(({ id }) => id),
    targets: [...targets, ...CITED_KINDS.filter(isUnmeasured).map((kind) => model.kind(kind))],
    gate: model.gate,
    notes: model.notes(),
  };
}

class Model {
  readonly #input: ForecastInput;
  readonly #reference: ForecastReference;
  readonly #today: Today;
  readonly #ratios: Ratios;
  readonly #shares: ReadonlyMap<OperatorClass, number>;
  readonly gate: EvidenceGate;
  /** What a device does, as far as it matters; a stray frame does not. */
  readonly #deviceMs: ForecastInput["deviceMs"];

  constructor(input: ForecastInput, reference: ForecastReference) {
    this.#input = input;
    this.#reference = reference;
    this.#today = new Today(reference, input);
    this.#ratios = new Ratios(reference, this.#today);
    this.#shares = classShares(input.operators);
    this.gate = evidenceGate(input.evidence);
    this.#deviceMs = hasFault(this.gate, "on a device") ? input.deviceMs : noTime();
  }

  target(target: ReferenceTarget): TargetForecast {
    const engine = this.#ratios.ratio(target, "compute", this.#onCpuMs.compute, this.#shares);
    const host = this.#hostOf(target);
    const found = [
      this.#interpreter(host),
      this.#compute(host, engine),
      ...(target.gpu ? this.#ioWithCopies(host, target.gpu) : this.#io(host)),
      ...this.#device(target),
    ];
    return this.#assemble(target, target.port, found, []);
  }

  /** What ran on another machine's cores says nothing of this one's: there, glue and IO are those of a target with the same glue. */
  #hostOf(target: ReferenceTarget): ReferenceTarget {
    if (!target.gpu?.on.elsewhere) return target;
    const { targets, baseline } = this.#reference;
    const alike = targets.filter(({ gpu, glue }) => gpu === undefined && glue === target.glue);
    return alike.find(({ id }) => id === baseline) ?? alike[0] ?? target;
  }

  /** Glue and IO as on the measured target that shares its reach, compute as published. */
  kind(kind: CitedKind): TargetForecast {
    const host = javascriptTarget(this.#reference.targets);
    const traits = { port: "wasm", course: "port", reach: [], threads: 1, glue: null } as const;
    const fields = { ...kind, ...traits };
    const comparable = this.#input.engine !== "wasm" && !this.#usesDevice;
    if (kind.compute === null || host === null || !comparable) {
      const reason = kind.without || "its published figure compares with a native engine on the CPU";
      return this.#missing(fields, kind.id, [], reason, []);
    }
    const basis: Basis = { kind: "cited", figures: kind.compute.figures };
    const ratio = { ratio: kind.compute.range, basis, effects: new Map() };
    const parts = [this.#interpreter(host), this.#compute(host, ratio), ...this.#io(host)];
    const made = this.#assemble(fields, kind.id, parts, [
      "Not measured here, cited: compute is a published figure of another model on another machine.",
      `Glue and IO are those of ${host.title}.`,
    ]);
    return made.state === "forecast" ? { ...made, evidence: "cited" } : made;
  }

  /** What a reader of the forecast has to know about its input. */
  notes(): ForecastNote[] {
    const { host, engine, bucketMs, vectorisedMs, arraysOnly, engineCores, unfollowedMs, boundary } =
      this.#input;
    const { runId, baseline, targets, workloads } = this.#reference;
    const knowsLoops = workloads.some((workload) => this.#today.base("loops", workload) !== null);
    const hasEngine = bucketMs.compute > 0 && !arraysOnly;
    const hasLoops = vectorisedMs.interpreter + vectorisedMs.compute > 0;
    const notes: readonly (readonly [ForecastNote, boolean])[] = [
      ["no run", runId === null],
      ["host unknown", host === "unknown" && baseline !== null],
      ["engine unknown", engine === "unknown" && hasEngine],
      ["arrays only", arraysOnly],
      ["cores unknown", engineCores === null && hasEngine && targets.some(({ threads }) => threads > 1)],
      ["loops by analogy", hasLoops && !knowsLoops && runId !== null],
      ["others worked", unfollowedMs > 0],
      ["boundary unknown", boundary === null || boundary.bytes === null],
      ["warm", this.#input.requestsPerColdStart === null],
    ];
    return notes.flatMap(([note, holds]) => (holds ? [note] : []));
  }

  get #usesDevice(): boolean {
    return hasFault(this.gate, "on a device");
  }

  /** No ratio of CPU code tells what a device's work would take elsewhere; what keeps the program keeps the device. */
  #device(target: ReferenceTarget): (ForecastPart | Missing)[] {
    if (!this.#usesDevice) return [];
    if (target.port !== "stay" || target.gpu || this.#input.host === "node") return [{ missing: "device" }];
    const { waiting: _, ...work } = this.#deviceMs;
    const ms = Object.values(work).reduce((sum, part) => sum + part, 0);
    return ms === 0 ? [] : [unchanged("device", ms, "the engine stays as it is, and so does its device")];
  }

  #interpreter(target: ReferenceTarget): ForecastPart | Missing {
    const { vectorisedMs } = this.#input;
    const bucketMs = this.#onCpuMs;
    const vectorised = Math.min(vectorisedMs.interpreter, bucketMs.interpreter);
    const bytecode = bucketMs.interpreter - vectorised;
    const part = this.#part("interpreter", bytecode, this.#ratios.ratio(target, "bytecode", bytecode));
    return this.#withLoops(part, "bytecode", vectorised, target);
  }

  /** @param engine how the engine's own time changes; array libraries' loops fare on their own */
  #compute(target: ReferenceTarget, engine: BucketRatio | null): ForecastPart | Missing {
    const { vectorisedMs } = this.#input;
    const bucketMs = this.#onCpuMs;
    const vectorised = Math.min(vectorisedMs.compute, bucketMs.compute);
    const engineMs = bucketMs.compute - vectorised;
    const part = this.#part("compute", engineMs, engine);
    if (isMissing(part)) return part;
    const details = engine === null ? [] : classDetails(this.#shares, engine, part.ms.median, engineMs);
    return this.#withLoops({ ...part, details }, "engine and matrix products", vectorised, target);
  }

  /**
   * Loops of numpy and its like fare as array code did that was measured; on a run without any, as the engine's elementwise
   * kernels: they are compiled already.
   */
  #withLoops(
    rest: ForecastPart | Missing,
    restName: "bytecode" | "engine and matrix products",
    loopsMs: number,
    target: ReferenceTarget,
  ): ForecastPart | Missing {
    if (loopsMs === 0 || isMissing(rest)) return rest;
    const name = restName === "bytecode" ? "interpreter" : "compute";
    const alike =
      this.#ratios.ratio(target, "loops", loopsMs) ??
      this.#ratios.ratio(target, "compute", loopsMs, new Map([["elementwise", 1]]));
    const loops = this.#part(name, loopsMs, alike);
    if (isMissing(loops)) return loops;
    return withLoops(rest, restName, loops);
  }

  /** With calls and bytes known: IO is carried over and the boundary added. Else: IO's own measured ratio. */
  #io(target: ReferenceTarget): (ForecastPart | Missing)[] {
    const { boundary } = this.#input;
    const bucketMs = this.#onCpuMs;
    const measured = this.#ratios.ratio(target, "io", bucketMs.io);
    const crosses = boundary !== null && boundary.bytes !== null && !this.#today.isBase(target, "io");
    const fit = crosses ? this.#fit(target) : null;
    if (fit === null || boundary === null || boundary.bytes === null) {
      return [this.#part("io", bucketMs.io, measured ?? carried(BOUNDARY_UNKNOWN))];
    }
    return [
      this.#part("io", bucketMs.io, carried(BOUNDARY_ADDED)),
      {
        part: "boundary",
        baselineMs: 0,
        ratio: null,
        ms: boundaryCost(fit, boundary.calls, boundary.bytes, bucketMs.io),
        basis: { kind: "measured", workloads: fit.workloads },
        details: [],
      },
    ];
  }

  /** IO as on its host, and what it takes to move tensors to the GPU and back. Where the host's IO holds that, nothing is added. */
  #ioWithCopies(host: ReferenceTarget, { copies, on }: GpuReference): (ForecastPart | Missing)[] {
    const { boundary } = this.#input;
    if (!this.#today.isBase(host, "io")) {
      const io = this.#io(host);
      if (host.gpu !== undefined) return io;
      return [...io, ...this.#copies(copies, on)];
    }
    const isKnown = copies !== null && boundary !== null && boundary.bytes !== null;
    const reason = isKnown ? BOUNDARY_ADDED : copies === null ? COPIES_UNKNOWN : BOUNDARY_UNKNOWN;
    return [this.#part("io", this.#onCpuMs.io, carried(reason)), ...this.#copies(copies, on)];
  }

  #copies(copies: GpuReference["copies"], on: GpuReference["on"]): ForecastPart[] {
    const { boundary } = this.#input;
    if (copies === null || boundary === null || boundary.bytes === null) return [];
    return [
      {
        part: "boundary",
        baselineMs: 0,
        ratio: null,
        ms: copiesCost(copies.fit, boundary.calls, boundary.bytes),
        basis: { kind: "measured", workloads: copies.workloads, on },
        details: [],
      },
    ];
  }

  #fit(target: ReferenceTarget): BoundaryFit | null {
    const { glue } = this.#today;
    const { workloads, copy } = this.#reference;
    const own = (isInPage(target) ? copy.browser : undefined) ?? copy.node ?? null;
    return glue && fitBoundary(workloads, glue.id, target.id, this.#ratios.spreads.io, own);
  }

  /** The buckets without what a device does. */
  get #onCpuMs(): Record<BucketOrUnattributed, number> {
    const { bucketMs } = this.#input;
    const rest = (bucket: BucketOrUnattributed) => Math.max(0, bucketMs[bucket] - this.#deviceMs[bucket]);
    return {
      interpreter: rest("interpreter"),
      compute: rest("compute"),
      io: rest("io"),
      unattributed: rest("unattributed"),
    };
  }

  #part(part: "interpreter" | "compute" | "io", baselineMs: number, found: BucketRatio | null) {
    if (baselineMs === 0) return nothing(part);
    if (found === null) return { missing: part } satisfies Missing;
    const ms = scaled(found.ratio, baselineMs);
    return {
      part,
      baselineMs,
      ratio: found.ratio,
      ms: widened(ms, this.#samplingError(baselineMs)),
      basis: found.basis,
      details: [],
    } satisfies ForecastPart;
  }

  /** Half-width on the log scale of a share that was counted in samples (binomial). */
  #samplingError(ms: number): number {
    const { samples, wallMs } = this.#input;
    const share = wallMs > 0 ? ms / wallMs : 0;
    if (samples === null || samples === 0 || share === 0 || share >= 1) return 0;
    return Z80 * Math.sqrt((1 - share) / (share * samples));
  }

  #assemble(
    target: ReferenceTarget,
    kind: TargetForecast["kind"],
    found: readonly (ForecastPart | Missing)[],
    notes: readonly string[],
  ): TargetForecast {
    const known = found.filter((part): part is ForecastPart => !isMissing(part));
    const missing = found.filter(isMissing).map((part) => part.missing);
    const isToday = this.#isToday(target);
    const withheld = isToday ? null : withheldReason(this.gate);
    if (withheld !== null) return this.#missing(target, kind, known, withheld, notes);
    if (missing.includes("device")) return this.#missing(target, kind, known, DEVICE_UNKNOWN, notes);
    if (missing.length > 0) {
      const reason = `neither a run on this machine nor a published figure tells the ratio of ${missing.join(" and ")}`;
      return this.#missing(target, kind, known, reason, notes);
    }
    const { waitingMs, requestsPerColdStart: requests } = this.#input;
    const unknownMs = Math.max(0, this.#onCpuMs.unattributed - waitingMs);
    const unexplained = unchanged("unattributed", unknownMs, UNEXPLAINED);
    const { waiting, otherThreads } = idleParts(this.#input, isToday, known);
    const warmMs = sumIndependent([...known, unexplained].map(({ ms }) => ms));
    const coldMs = afterWaiting(
      this.#coldStart(target, kind, warmMs),
      sumIndependent([waiting.ms, otherThreads.ms]),
    );
    const uncertain = [...known.filter(({ part }) => part !== "device"), otherThreads];
    if (requests !== null && coldMs.state === "forecast") {
      const ms = scaled(coldMs.range, 1 / requests);
      uncertain.push({
        part: "cold start",
        baselineMs: 0,
        ratio: null,
        ms,
        basis: coldMs.basis,
        details: [],
      });
    }
    // What stays exactly as it is is added last, so that no widening may reach below it.
    const fixed = [...known.filter(({ part }) => part === "device"), unexplained, waiting];
    const fixedMs = fixed.reduce((sum, { ms }) => sum + ms.median, 0);
    const rest = stretched(sumIndependent(uncertain.map(({ ms }) => ms)), this.#reference.widening);
    const parts = [...uncertain, ...fixed].filter(({ ms, baselineMs }) => ms.high > 0 || baselineMs > 0);
    return {
      state: "forecast",
      ...this.#naming(target, kind),
      timeMs: shifted(rest, fixedMs),
      batchGains: target.batchGains ?? [],
      evidence: parts.some(({ basis }) => basis.kind === "cited") ? "cited" : "measured",
      widest: widestOf(parts),
      parts,
      memoryBytes: this.#memory(target, kind),
      coldMs,
      notes,
    };
  }

  #missing(
    target: ReferenceTarget,
    kind: TargetForecast["kind"],
    parts: readonly ForecastPart[],
    reason: string,
    notes: readonly string[],
  ): TargetForecast {
    const coldMs = this.#coldStart(target, kind, null);
    const memoryBytes = this.#memory(target, kind);
    return { state: "no-evidence", ...this.#naming(target, kind), parts, reason, memoryBytes, coldMs, notes };
  }

  #naming(target: ReferenceTarget, kind: TargetForecast["kind"]) {
    return {
      target: target.id,
      title: target.title,
      kind,
      course: target.course,
      engineCores: this.#today.coresOf(target),
      isToday: this.#isToday(target),
    };
  }

  #isToday(target: ReferenceTarget): boolean {
    return this.#today.isTarget(target, this.#input.bucketMs.compute > 0);
  }

  #memory(target: ReferenceTarget, kind: TargetForecast["kind"]): Quantity {
    if (isUnmeasuredKind(kind)) return NOTHING_ON_GPU;
    const baseline = this.#today.glue?.id ?? null;
    return peakMemory(this.#reference, target, baseline, this.#input.peakRssBytes);
  }

  #coldStart(target: ReferenceTarget, kind: TargetForecast["kind"], warmMs: Interval80 | null): Quantity {
    return isUnmeasuredKind(kind) ? NOTHING_ON_GPU : coldStart(this.#reference, target, warmMs);
  }
}

const isUnmeasuredKind = (kind: TargetForecast["kind"]) => kind === "webgpu" || kind === "gpu";
const NOTHING_ON_GPU: Quantity = {
  state: "no-evidence",
  reason: "not measured here, and no published figure of the ledger says",
};

const UNEXPLAINED = "nobody knows what it is, so it is taken to stay exactly as it is";
const DEVICE_UNKNOWN =
  "part of the time passes on a GPU, and no ratio of CPU code tells what that work would take there; measure it";

const BOUNDARY_ADDED = "the same bytes are read and written; what the port adds is the boundary";
const COPIES_UNKNOWN =
  "the same bytes are read and written; what moving tensors to the GPU and back takes was not measured, so this is the least it can be";
const BOUNDARY_UNKNOWN =
  "the same bytes are read and written; what the boundary adds is not known, so this is the least it can be";

const carried = (reason: string): BucketRatio => ({
  ratio: exactly(1),
  basis: { kind: "definition", reason },
  effects: new Map(),
});

const hasFault = (gate: EvidenceGate, kind: EvidenceFault["kind"]): boolean =>
  gate.state === "unsound" && gate.faults.some((fault) => fault.kind === kind);

/** A split that is known to be wrong is not scaled: it would be wrong by as much on every target. */
function withheldReason(gate: EvidenceGate): string | null {
  if (hasFault(gate, "hidden engine")) {
    return "the profile shows nothing of what its engine runs, so that its split is not to be relied on";
  }
  return hasFault(gate, "inflated")
    ? "the profiler slowed the program too much for its split to be relied on"
    : null;
}

interface Missing {
  readonly missing: string;
}
const isMissing = (part: ForecastPart | Missing): part is Missing => "missing" in part;

/** A first request waits as any other does. */
function afterWaiting(cold: Quantity, waitingMs: Interval80): Quantity {
  if (cold.state === "no-evidence" || waitingMs.high === 0) return cold;
  return { ...cold, range: sumIndependent([cold.range, waitingMs]) };
}
