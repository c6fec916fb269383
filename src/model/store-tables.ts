/** The store's tables, as documentation and as the source of its DDL. Durations are ms, sizes bytes. */
export interface StoreColumn {
  readonly name: string;
  readonly type: "VARCHAR" | "INTEGER" | "BIGINT" | "DOUBLE" | "BOOLEAN" | "TIMESTAMP";
  readonly unit: string;
  readonly description: string;
}

export interface StoreTable {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly StoreColumn[];
}

const column = (name: string, type: StoreColumn["type"], unit: string, description: string): StoreColumn => ({
  name,
  type,
  unit,
  description,
});

const run = column("run_id", "VARCHAR", "", "the run; see runs");
const cell = [
  run,
  column("process", "VARCHAR", "", "workload/target/arm/replicate, unique within the run"),
  column("workload", "VARCHAR", "", "workload id"),
  column("target", "VARCHAR", "", "target id"),
  column("arm", "VARCHAR", "", "wall: the target itself; aa: its A/A twin"),
  column("replicate", "INTEGER", "", "which process of the cell, from 0"),
];

const recording = column("recording_id", "VARCHAR", "", "the recording; see recordings");

export const STORE_TABLES: readonly StoreTable[] = [
  {
    name: "runs",
    description: "One row per run file.",
    columns: [
      run,
      column("suite_version", "VARCHAR", "", "what was measured; never compare across versions"),
      column("started_at", "TIMESTAMP", "UTC", "when measuring began"),
      column("effort", "VARCHAR", "", "quick, default or publish"),
      column("seed", "BIGINT", "", "seed of the random order"),
      column("machine_id", "VARCHAR", "", "hash of the hardware description; see environments"),
      column("end_reason", "VARCHAR", "", "complete, interrupted or budget; null if it was killed"),
      column("elapsed_ms", "DOUBLE", "ms", "measuring time, all sittings together"),
    ],
  },
  {
    name: "environments",
    description: "The machine and the software of each run.",
    columns: [
      run,
      column("machine_id", "VARCHAR", "", "equal on like hardware"),
      column("cpu_model", "VARCHAR", "", "as the system reports it"),
      column("cores", "INTEGER", "", "cores that this process may use"),
      column("memory_bytes", "BIGINT", "bytes", "physical memory"),
      column("platform", "VARCHAR", "", "operating system"),
      column("arch", "VARCHAR", "", "instruction set"),
      column("kernel", "VARCHAR", "", "kernel release"),
      column("hypervisor", "VARCHAR", "", "null on bare metal"),
      column("load_average_1m", "DOUBLE", "", "at the start"),
      column("node", "VARCHAR", "", "Node version"),
      column("v8", "VARCHAR", "", "V8 version"),
      column("python", "VARCHAR", "", "system python3, null without one"),
      column("compiler", "VARCHAR", "", "C compiler, null without one"),
    ],
  },
  {
    name: "workloads",
    description: "What was run: one row per run and workload.",
    columns: [
      run,
      column("workload", "VARCHAR", "", "workload id"),
      column("title", "VARCHAR", "", "its name in the report"),
      column("size", "VARCHAR", "", "small, medium or large"),
      column("size_label", "VARCHAR", "", "what that size is"),
      column("payload_bytes", "BIGINT", "bytes", "the request"),
      column("model", "VARCHAR", "", "the model's name"),
      column("model_source", "VARCHAR", "", "where it comes from"),
      column("model_sha256", "VARCHAR", "", "of the .onnx file"),
      column("model_bytes", "BIGINT", "bytes", "of the .onnx file"),
    ],
  },
  {
    name: "targets",
    description: "How it was run: one row per run and target, measured or not.",
    columns: [
      run,
      column("target", "VARCHAR", "", "target id"),
      column("title", "VARCHAR", "", "its name in the report"),
      column("port", "VARCHAR", "", "stay, wasm or native"),
      column("threads", "INTEGER", "", "engine threads"),
      column("available", "BOOLEAN", "", "whether it could run on the machine"),
      column("engines", "VARCHAR", "", "engines and versions; null if not available"),
      column("reason", "VARCHAR", "", "why it is not available"),
      column("enable", "VARCHAR", "", "the command that would change that"),
    ],
  },
  {
    name: "samples",
    description: "Warm iterations, in the order in which they ran.",
    columns: [
      ...cell,
      column("iteration", "INTEGER", "", "from 0 within the process"),
      column("start_ms", "DOUBLE", "ms", "since the first warm iteration of the process"),
      column("wall_ms", "DOUBLE", "ms", "the whole request"),
    ],
  },
  {
    name: "spans",
    description:
      "The segments of each iteration; they add up to its wall time. Compute is the model call as timed by the caller, before the engine's profile splits it.",
    columns: [
      ...cell,
      column("iteration", "INTEGER", "", "as in samples"),
      column("segment", "INTEGER", "", "order within the iteration, from 0"),
      column("stage", "VARCHAR", "", "load, preprocess, infer or postprocess"),
      column("bucket", "VARCHAR", "", "interpreter, compute or io"),
      column("duration_ms", "DOUBLE", "ms", "length of the segment"),
    ],
  },
  {
    name: "cold_starts",
    description: "From spawning a process to its first result.",
    columns: [
      ...cell,
      column("spawn_ms", "DOUBLE", "ms", "until the runtime executes its first statement"),
      column("import_ms", "DOUBLE", "ms", "loading runtime and engine code"),
      column("compile_ms", "DOUBLE", "ms", "compiling Wasm modules"),
      column("session_ms", "DOUBLE", "ms", "loading and optimising the model"),
      column("first_inference_ms", "DOUBLE", "ms", "the first whole request"),
    ],
  },
  {
    name: "memory",
    description: "Largest resident set of each process, read from outside it.",
    columns: [
      ...cell,
      column("peak_rss_bytes", "BIGINT", "bytes", "the kernel's high-water mark"),
      column("method", "VARCHAR", "", "how it was read"),
      column(
        "self_reported_bytes",
        "BIGINT",
        "bytes",
        "what the runtime says of itself at the end; for comparison",
      ),
    ],
  },
  {
    name: "outcomes",
    description: "How each process ended.",
    columns: [
      ...cell,
      column("slot", "INTEGER", "", "place in the random order"),
      column("state", "VARCHAR", "", "ok, crash, timeout, mismatch (wrong output) or cut (no time left)"),
      column("detail", "VARCHAR", "", "what happened, if it was not ok"),
      column("elapsed_ms", "DOUBLE", "ms", "the process's whole life"),
      column("cpu_per_wall", "DOUBLE", "", "CPU time over wall time of the warm loop"),
      column("overhead_ms", "DOUBLE", "ms", "one empty iteration of the same loop"),
      column("max_abs_error", "DOUBLE", "", "largest difference from the reference output"),
      column("tolerance", "DOUBLE", "", "largest difference allowed"),
    ],
  },
  {
    name: "recordings",
    description: "One row per command that `npx portolan profile` recorded.",
    columns: [
      recording,
      column("title", "VARCHAR", "", "its name in the report"),
      column("started_at", "TIMESTAMP", "UTC", "when recording began"),
      column("command", "VARCHAR", "", "as it was typed"),
      column("host", "VARCHAR", "", "python or node"),
      column("interpreter", "VARCHAR", "", "name and version"),
      column("machine_id", "VARCHAR", "", "hash of the hardware description; see environments"),
      column("profiler", "VARCHAR", "", "name and version"),
      column("end_reason", "VARCHAR", "", "complete, interrupted, budget or failed; null if it was killed"),
      column("wall_ms", "DOUBLE", "ms", "median of the unprofiled executions, start to exit"),
      column("cpu_per_wall", "DOUBLE", "", "CPU time over wall time of the unprofiled executions"),
      column("peak_rss_bytes", "BIGINT", "bytes", "largest resident set of the main process, unprofiled"),
      column("bare_start_ms", "DOUBLE", "ms", "the interpreter with nothing to do, part of every execution"),
      column("inflation", "DOUBLE", "", "profiled over unprofiled wall time, minus 1"),
    ],
  },
  {
    name: "recording_executions",
    description: "Each execution of a recorded command.",
    columns: [
      recording,
      column("arm", "VARCHAR", "", "plain, or profiled"),
      column("replicate", "INTEGER", "", "from 0 within the arm"),
      column("wall_ms", "DOUBLE", "ms", "start to exit"),
      column("cpu_ms", "DOUBLE", "ms", "user and system time; null where it cannot be had"),
      column("peak_rss_bytes", "BIGINT", "bytes", "of the main process; null where it cannot be had"),
      column("rate_hz", "DOUBLE", "Hz", "samples a second; null in the plain arm"),
    ],
  },
  {
    name: "recording_buckets",
    description: "Where a recorded command's unprofiled wall time goes, by kind of evidence.",
    columns: [
      recording,
      column("evidence", "VARCHAR", "", "marked (the pipeline's own marks), sampled, or traced (cProfile)"),
      column("bucket", "VARCHAR", "", "interpreter, compute, io or unattributed"),
      column("duration_ms", "DOUBLE", "ms", "scaled to the unprofiled median; the four add up to it"),
      column("share", "DOUBLE", "", "of the wall time"),
    ],
  },
];
