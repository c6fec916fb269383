/**
 * Makes the sample profiles of the page "Your profile" (src/samples/) with the real tools, one for each format but those that
 * need a GPU, which are written by hand after the tools' own output:
 *
 *     npx tsx loaders/samples/make.ts [FORMAT …]
 *
 * py-spy, austin, perf, samply, and a python3 that has scalene, pyinstrument, torch, jax and OpenTelemetry's SDK with the OTLP encoding, are taken from PATH, @datadog/pprof from NODE_PATH;
 * onnxruntime from the project's own virtual environment (`portolan setup python`).
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { gzipSync } from "node:zlib";
import { scratchFolder } from "../files/scratch.ts";
import { ownModel } from "../models/model-file.ts";
import { projectRoot } from "../paths.ts";
import { venvPython } from "../python/venv.ts";
import { runCommand } from "../run-command.ts";
import { print } from "../terminal/print.ts";
import { workloadById } from "../workloads/index.ts";
import { neutral } from "./neutral.ts";

const MOST_BYTES = 150_000;

const PYTHON_PROGRAM = join(projectRoot, "loaders", "samples", "pipeline.py");
const MARKED_PROGRAM = join(projectRoot, "loaders", "samples", "marked_pipeline.py");
const TORCH_PROGRAM = join(projectRoot, "loaders", "samples", "torch_pipeline.py");
const PPROF_HOOK = join(projectRoot, "loaders", "samples", "with-pprof.cjs");
const JAX_PROGRAM = join(projectRoot, "loaders", "samples", "jax_pipeline.py");
const OTEL_PROGRAM = join(projectRoot, "loaders", "samples", "otel_service.py");
const NODE_PROGRAM = join(projectRoot, "loaders", "samples", "pipeline.mjs");

/** A sample's file name in src/samples/, and how its tool writes it. */
interface Sample {
  readonly file: string;
  /** Writes the profile into the folder; returns its path. */
  make(folder: string): Promise<string>;
}

const samples: Readonly<Record<string, Sample>> = {
  onnxruntime: {
    file: "onnxruntime-profile.json",
    async make(folder) {
      await run(venvPython(), [...python(folder, 1), "--ort-profile", join(folder, "ort")]);
      return join(folder, readdirSync(folder).find((name) => name.startsWith("ort"))!);
    },
  },
  "chrome-trace": {
    file: "marked-stages.trace.json",
    async make(folder) {
      const path = join(folder, "trace.json");
      const [, ...args] = python(folder, 120);
      const env = { PORTOLAN_TRACE: path, PYTHONPATH: join(projectRoot, "markers") };
      await run(venvPython(), [MARKED_PROGRAM, ...args], env);
      return path;
    },
  },
  speedscope: { file: "py-spy.speedscope.json", make: (folder) => pySpy(folder, "speedscope") },
  collapsed: { file: "py-spy.collapsed.txt", make: (folder) => pySpy(folder, "raw") },
  pstats: {
    file: "pipeline.pstats",
    async make(folder) {
      const path = join(folder, "profile.pstats");
      await run(venvPython(), ["-m", "cProfile", "-o", path, ...python(folder, 60)]);
      await run(venvPython(), [
        join(projectRoot, "loaders", "samples", "neutral_pstats.py"),
        path,
        ...(await neutral.pairs(folder)).flat(),
      ]);
      return path;
    },
  },
  pyinstrument: {
    file: "pyinstrument.session.json",
    async make(folder) {
      const path = join(folder, "session.json");
      const options = ["-m", "pyinstrument", "-i", "0.02", "-r", "session", "-o", path];
      await run("python3", [...options, ...python(folder, 120)], withEngine());
      return path;
    },
  },
  austin: {
    file: "pipeline.austin.txt",
    async make(folder) {
      const path = join(folder, "profile.austin");
      await run("austin", ["-i", "20ms", "-o", path, venvPython(), ...python(folder, 60)]);
      return path;
    },
  },
  scalene: {
    file: "scalene.json",
    async make(folder) {
      const path = join(folder, "scalene.json");
      const [program, ...args] = python(folder, 20);
      const options = ["-m", "scalene", "run", "--cpu-only", "-o", path];
      await run("python3", [...options, program!, "---", ...args], withEngine());
      return path;
    },
  },
  kineto: {
    file: "pytorch.trace.json",
    async make(folder) {
      const path = join(folder, "trace.json");
      await run("python3", [TORCH_PROGRAM, folder, "2", path]);
      return path;
    },
  },
  pprof: {
    file: "pipeline.pb.gz",
    async make(folder) {
      const path = join(folder, "node.pb.gz");
      const env = { PPROF_FILE: path, PPROF_NEUTRAL: JSON.stringify(await neutral.pairs(folder)) };
      await run(process.execPath, ["--require", PPROF_HOOK, ...node(folder, 8)], env);
      return path;
    },
  },
  "perf-script": {
    file: "pipeline.perf-script.txt.gz",
    async make(folder) {
      const recorded = join(folder, "perf.data");
      const path = join(folder, "perf.txt");
      // Its map lets perf name what V8 compiled; an interpreter's own frames show which function it runs.
      const options = [
        "--perf-basic-prof",
        "--interpreted-frames-native-stack",
        `--logfile=${folder}/v8.log`,
      ];
      const program = [process.execPath, ...options, ...node(folder, 8)];
      await run("perf", ["record", "-F", "49", "-g", "-o", recorded, "--", ...program]);
      writeFileSync(path, await run("perf", ["script", "-i", recorded]));
      return path;
    },
  },
  firefox: {
    file: "pipeline.samply.json.gz",
    async make(folder) {
      const recorded = join(folder, "perf.data");
      const path = join(folder, "samply.json");
      await run("perf", [
        "record",
        "-F",
        "99",
        "-g",
        "-o",
        recorded,
        "--",
        venvPython(),
        ...python(folder, 60),
      ]);
      // samply's own recording needs perf_event_paranoid at 1.
      await run("samply", ["import", recorded, "--save-only", "--profile-name", "pipeline.py", "-o", path]);
      return path;
    },
  },
  xla: {
    file: "jax.trace.json",
    async make(folder) {
      const path = join(folder, "trace.json");
      await run("python3", [JAX_PROGRAM, folder, "3", path]);
      return path;
    },
  },
  "nsys-sqlite": {
    file: "report.sqlite",
    async make(folder) {
      const path = join(folder, "report.sqlite");
      await run("python3", [join(projectRoot, "loaders", "samples", "nsys_sqlite.py"), path, "30"]);
      return path;
    },
  },
  otlp: {
    file: "opentelemetry.traces.json",
    async make(folder) {
      const path = join(folder, "traces.json");
      await run("python3", [OTEL_PROGRAM, path, "12"]);
      return path;
    },
  },
  cpuprofile: {
    file: "pipeline.cpuprofile",
    async make(folder) {
      const options = [
        "--cpu-prof",
        `--cpu-prof-dir=${folder}`,
        "--cpu-prof-name=node.cpuprofile",
        "--cpu-prof-interval=2000",
      ];
      await run(process.execPath, [...options, ...node(folder, 15)]);
      return join(folder, "node.cpuprofile");
    },
  },
};

function python(folder: string, requests: number): string[] {
  return [PYTHON_PROGRAM, ownModel(workloadById("embed-text")).path, folder, String(requests)];
}

function node(folder: string, requests: number): string[] {
  return [NODE_PROGRAM, ownModel(workloadById("classify-image")).path, folder, String(requests)];
}

async function pySpy(folder: string, format: "speedscope" | "raw"): Promise<string> {
  const path = join(folder, `py-spy.${format}`);
  const options = ["record", "--native", "--rate", "100", "--format", format, "--output", path];
  await run("py-spy", [...options, "--", venvPython(), ...python(folder, 120)]);
  return path;
}

/** For profilers that live in another environment than onnxruntime. */
function withEngine(): Record<string, string> {
  const library = join(venvPython(), "..", "..", "lib");
  const version = readdirSync(library).find((name) => name.startsWith("python"));
  const inherited = process.env.PYTHONPATH ? [process.env.PYTHONPATH] : [];
  return { PYTHONPATH: [join(library, version ?? "", "site-packages"), ...inherited].join(delimiter) };
}

async function run(file: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const { ok, stdout, stderr } = await runCommand(file, args, { env });
  if (!ok) throw new Error(`${file} ${args.slice(0, 3).join(" ")} … failed; is it on PATH?\n${stderr}`);
  return stdout;
}

async function make(id: string): Promise<void> {
  const sample = samples[id];
  if (!sample) throw new Error(`no sample "${id}"; known: ${Object.keys(samples).join(", ")}`);
  const folder = mkdtempSync(join(scratchFolder(), "sample-"));
  try {
    const made = await sample.make(folder);
    const target = join(projectRoot, "src", "samples", sample.file);
    mkdirSync(join(target, ".."), { recursive: true });
    const bytes = /\.(?:pstats|gz|sqlite)$/.test(made)
      ? readFileSync(made)
      : Buffer.from(await neutral.text(readFileSync(made, "utf8"), folder));
    const isZipped = sample.file.endsWith(".gz") && !made.endsWith(".gz");
    writeFileSync(target, isZipped ? gzipSync(bytes) : bytes);
    const { size } = statSync(target);
    print(`${sample.file}: ${size.toLocaleString("en-US")} bytes`);
    if (size > MOST_BYTES)
      throw new Error(
        `${sample.file} has ${size} bytes, at most ${MOST_BYTES} are wanted; lower its number of requests`,
      );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const wanted = process.argv.slice(2);
for (const id of wanted.length > 0 ? wanted : Object.keys(samples)) await make(id);
