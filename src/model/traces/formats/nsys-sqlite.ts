import { type ReadOptions, type ReadProfile, TraceError, traceFormat } from "../format.js";
import { Oddities } from "../oddities.js";
import { isSqlite, SqliteDatabase } from "../sqlite/database.js";
import type { SqliteValue } from "../sqlite/record.js";
import { DeviceTimeline } from "../timeline/device-timeline.js";
import { type EventTimes, readPlausibly } from "../timeline/event-times.js";
import type { Interval } from "../timeline/interval.js";
import { KinetoKinds } from "../timeline/kineto-kind.js";
import { countOf } from "../timeline/lanes.js";

/**
 * The SQLite database that Nsight Systems exports.
 *
 * @see https://docs.nvidia.com/nsight-systems/UserGuide/index.html#sqlite-schema-reference
 */
export const nsysSqlite = traceFormat({
  id: "nsys-sqlite",
  title: "Nsight Systems export (SQLite)",
  tool: "Nsight Systems",
  host: null,
  madeBy:
    "nsys profile -t cuda,nvtx,osrt -o report python pipeline.py, then nsys export --type sqlite report.nsys-rep",
  detect: ({ bytes }) => isSqlite(bytes),
  parse(bytes, options) {
    const database = new SqliteDatabase(bytes);
    refuseOthers(database);
    return readPlausibly((times) => new NsysImport(times, database)).profile(options);
  },
});

const DEVICE_TABLES = /^CUPTI_ACTIVITY_KIND_/;

/** @throws TraceError where another program wrote it */
function refuseOthers({ tables }: SqliteDatabase): void {
  if (tables.includes("StringTable") && tables.some((name) => DEVICE_TABLES.test(name))) {
    throw new TraceError(
      "This is the SQLite export of nvprof or the Visual Profiler, which NVIDIA no longer develops. Record the same run with Nsight Systems: nsys profile -t cuda,nvtx,osrt -o report python pipeline.py, then nsys export --type sqlite report.nsys-rep",
    );
  }
  if (
    !tables.includes("StringIds") ||
    !tables.some((name) => /^(?:CUPTI_ACTIVITY_KIND_|NVTX_EVENTS|OSRT_API)/.test(name))
  ) {
    const names = tables.filter((name) => !name.startsWith("sqlite_")).slice(0, 5);
    throw new TraceError(
      `This SQLite database is no export of Nsight Systems with calls, ranges or kernels: it holds ${names.length > 0 ? `the tables ${names.join(", ")}${tables.length > names.length ? " …" : ""}` : "no table"}. Record with -t cuda,nvtx,osrt and export with: ${nsysSqlite.madeBy.split(", then ")[1]}`,
    );
  }
}

/** A range that is pushed and popped; others may start on one thread and end on another. */
const PUSH_POP_RANGE = 59;

/** As frameworks number the steps of a run. */
const STEP = /^(?:ProfilerStep|step|iteration|request|batch)\s*[#:_-]?\s*\d+$/i;

/** By the number that CUPTI gives a copy's direction. */
const COPIES: Readonly<Record<number, string>> = {
  1: "HtoD",
  2: "DtoH",
  3: "HtoA",
  4: "AtoH",
  5: "AtoA",
  6: "AtoD",
  7: "DtoA",
  8: "DtoD",
  9: "HtoH",
  10: "PtoP",
};

class NsysImport {
  readonly #timeline = new DeviceTimeline();
  readonly #kinds = new KinetoKinds();
  readonly #strings = new Map<SqliteValue, string>();
  readonly #oddities = new Oddities();
  readonly #times: EventTimes;
  readonly #database: SqliteDatabase;
  #events = 0;

  constructor(times: EventTimes, database: SqliteDatabase) {
    this.#times = times;
    this.#database = database;
    database.rows("StringIds", ["id", "value"], ([id, value]) => {
      if (typeof value === "string") this.#strings.set(id!, value);
    });
    this.#readWork();
    this.#readCalls();
    this.#readRanges();
    database.rows("ThreadNames", ["globalTid", "nameId"], ([thread, name]) => {
      this.#timeline.nameThread(threadOf(thread!), this.#strings.get(name!) ?? "");
    });
  }

  profile({ thread: asked }: ReadOptions): ReadProfile {
    const read = this.#timeline.read(asked, "NVTX range");
    const warnings = [...this.#times.oddities.warnings(), ...this.#oddities.warnings()];
    if (!read) {
      throw new TraceError(
        [
          `This Nsight Systems export has ${countOf(this.#events, "event")}, none of a CUDA call, an NVTX range or a kernel with a duration. Record with -t cuda,nvtx,osrt while the program works.`,
          ...warnings,
        ].join(" "),
      );
    }
    const launched = this.#timeline.launchesWithoutWork;
    const from = this.#timeline.hasSteps
      ? "the first numbered range to the end of the last and of the GPU's work"
      : "the first call, range or kernel to the last";
    return {
      ...read.said,
      producer: "Nsight Systems",
      clock: `Wall time is from ${from}; ${read.clock}`,
      bias: "What the CPU does between the calls that are traced is not known: Python's time is under its NVTX ranges, or unattributed. A traced call takes a few microseconds longer.",
      warnings: [
        ...warnings,
        ...(launched > 0
          ? [
              `${countOf(launched, "launch", "launches")} on the GPU and no kernel: the GPU's own work is not in the export, and the shares are those of the CPU that starts it and waits for it. Record with -t cuda.`,
            ]
          : []),
      ],
    };
  }

  /** What devices do. */
  #readWork(): void {
    const table = (kind: string) => `CUPTI_ACTIVITY_KIND_${kind}`;
    const at = ["start", "end", "globalPid", "correlationId"];
    const names = ["demangledName", "shortName", "mangledName"];
    this.#database.rows(table("KERNEL"), [...at, ...names], ([start, end, process, id, ...named]) => {
      const name = named.map((value) => this.#strings.get(value)).find((text) => text) ?? "(unnamed)";
      this.#addWork("kernel", name, start!, end!, correlationOf(process!, id!));
    });
    this.#database.rows(table("GRAPH_TRACE"), at, ([start, end, process, id]) => {
      this.#addWork("kernel", "CUDA graph", start!, end!, correlationOf(process!, id!));
    });
    this.#database.rows(table("MEMCPY"), [...at, "copyKind"], ([start, end, process, id, kind]) => {
      const name = `Memcpy ${(typeof kind === "number" && COPIES[kind]) || "of an unknown kind"}`;
      this.#addWork("gpu_memcpy", name, start!, end!, correlationOf(process!, id!));
    });
    this.#database.rows(table("MEMSET"), at, ([start, end, process, id]) => {
      this.#addWork("gpu_memset", "Memset", start!, end!, correlationOf(process!, id!));
    });
  }

  #addWork(
    written: string,
    name: string,
    start: SqliteValue,
    end: SqliteValue,
    correlation: string | null,
  ): void {
    const interval = this.#intervalOf(name, start, end);
    const kind = interval && this.#kinds.of(written, name);
    if (interval && kind && kind !== "view") {
      this.#timeline.addWork(kind.role, kind.category, name, interval, correlation);
    }
  }

  /** What threads call: CUDA, and the system. */
  #readCalls(): void {
    /** Calls that waited for the device, by what they are tied with, whatever their names. */
    const waits = new Set<string | null>();
    const synchronisation = "CUPTI_ACTIVITY_KIND_SYNCHRONIZATION";
    this.#database.rows(synchronisation, ["globalPid", "correlationId"], ([process, id]) => {
      waits.add(correlationOf(process!, id!));
    });
    const columns = ["start", "end", "globalTid", "nameId"];
    this.#database.rows(
      "CUPTI_ACTIVITY_KIND_RUNTIME",
      [...columns, "correlationId"],
      ([start, end, thread, nameId, id]) => {
        // Names end in the version of the interface: cudaLaunchKernel_v7000.
        const name = (this.#strings.get(nameId!) ?? "(unnamed)").replace(/(?:_ptsz|_v\d+)+$/, "");
        const interval = this.#intervalOf(name, start!, end!);
        const kind = interval && this.#kinds.of(/^cu[A-Z]/.test(name) ? "cuda_driver" : "cuda_runtime", name);
        if (!interval || !kind || kind === "view") return;
        const correlation = correlationOf(thread!, id!);
        const { role, category } =
          kind.role === "dispatch" && correlation !== null && waits.has(correlation) ? WAIT : kind;
        this.#timeline.addCall(threadOf(thread!), role, category, name, interval, correlation);
      },
    );
    this.#database.rows("OSRT_API", columns, ([start, end, thread, nameId]) => {
      const name = this.#strings.get(nameId!) ?? "(unnamed)";
      const interval = this.#intervalOf(name, start!, end!);
      if (interval) this.#timeline.addAside(threadOf(thread!), "native", name, interval);
    });
  }

  /** What the program marks with NVTX. */
  #readRanges(): void {
    const columns = ["start", "end", "globalTid", "eventType", "text", "textId"];
    this.#database.rows("NVTX_EVENTS", columns, ([start, end, thread, type, text, textId]) => {
      const isRange = type === PUSH_POP_RANGE || type === null;
      if (!isRange || end === null || (typeof end === "number" && end < 0)) return;
      const name = (typeof text === "string" ? text : this.#strings.get(textId!)) || "(unnamed)";
      const interval = this.#intervalOf(name, start!, end!);
      if (!interval) return;
      // PyTorch's emit_nvtx marks its operators: aten::mm, seq = 12.
      const operator = /^aten::\w+/.exec(name)?.[0];
      const [category, shown] = operator ? ["cpu_op", operator] : ["user_annotation", name];
      this.#timeline.addCall(threadOf(thread!), "code", category!, shown!, interval);
      if (STEP.test(name)) this.#timeline.addStep(interval);
    });
  }

  /** Nanoseconds since the recording began. */
  #intervalOf(name: string, start: SqliteValue, end: SqliteValue): Interval | null {
    this.#events++;
    if (typeof start !== "number" || typeof end !== "number") {
      this.#oddities.add("events without a start and an end were dropped", name);
      return null;
    }
    return this.#times.intervalOf({ name, ts: start / 1e3, dur: (end - start) / 1e3 });
  }
}

const WAIT = { role: "synchronisation", category: "cuda_sync" } as const;

/** Process and thread are 24 bits each of one number, of which the upper 16 tell the machine. */
const ID_BITS = 24n;
const ID_MASK = (1n << ID_BITS) - 1n;

function threadOf(global: SqliteValue): { readonly pid: unknown; readonly tid: unknown } {
  if (typeof global !== "number" && typeof global !== "bigint") return { pid: "?", tid: "?" };
  if (!Number.isInteger(Number(global))) return { pid: "?", tid: "?" };
  const bits = BigInt(global);
  return { pid: Number((bits >> ID_BITS) & ID_MASK), tid: Number(bits & ID_MASK) };
}

/** Numbers of calls are a process's own. */
function correlationOf(global: SqliteValue, id: SqliteValue): string | null {
  return typeof id === "number" && id !== 0 ? `${threadOf(global).pid}:${id}` : null;
}
