import { type Command, InvalidArgumentError, Option } from "commander";
import { EFFORTS, type Effort } from "../../src/model/run-file.ts";
import { measure } from "../harness/measure.ts";
import { TARGET_SETS, type TargetSet } from "../harness/options.ts";
import { progressOn } from "../harness/progress.ts";
import { interruption } from "../interruption.ts";
import { ggufFile } from "../llm/gguf-file.ts";
import { chosenSummary } from "../store/chosen-summary.ts";
import { targets } from "../targets/index.ts";
import { print } from "../terminal/print.ts";
import { registerChat } from "../workloads/chat/workload.ts";
import { knownWorkloads } from "../workloads/index.ts";
import type { OnnxAsked } from "../workloads/model-alone/workload.ts";
import { registerFolder } from "../workloads/own/read.ts";
import { parseDuration } from "./duration.ts";
import { reportOf } from "./measure-report.ts";
import { numberOption } from "./number-option.ts";

interface Options {
  readonly effort: Effort;
  readonly workload?: string[];
  readonly workloadDir?: string[];
  readonly target?: string[];
  readonly boundary?: boolean;
  readonly batches?: boolean;
  readonly size?: string;
  readonly model: Record<string, string>;
  readonly onnx?: string;
  readonly gguf?: string;
  readonly dim: Record<string, number>;
  readonly input?: string[];
  readonly quantize?: "int8";
  readonly set?: TargetSet;
  readonly budget?: number;
  readonly seed?: number;
  readonly fresh?: boolean;
  readonly json?: boolean;
}

export function registerMeasure(program: Command): void {
  program
    .command("measure")
    .description("profile this machine: workloads × targets, into a run file")
    .addOption(
      new Option("--effort <effort>", "how long to look; see docs/method.md")
        .choices([...EFFORTS])
        .default("quick"),
    )
    .option(
      "--workload <id...>",
      `only these workloads (${knownWorkloads()
        .map((w) => w.id)
        .join(", ")})`,
    )
    .option(
      "--workload-dir <folder...>",
      "only the workloads in these folders, and those of --workload (`npx portolan workload new` writes one)",
    )
    .option("--target <id...>", `only these targets (${targets.map((t) => t.id).join(", ")})`)
    .addOption(
      new Option(
        "--set <set>",
        "these targets, and those of --target: without a browser (what quick measures), in a browser, without browser and interpreter (standalone: compiled models on Wasm runtimes and natively; `npx portolan setup runtimes`), language models' engines (llm; `npx portolan setup llama`), or all (what the other efforts measure)",
      ).choices([...TARGET_SETS]),
    )
    .option("--boundary", "also what crossing boundaries costs, as is done where no --target is named")
    .option("--no-boundary", "not that")
    .option(
      "--batches",
      "also the model’s call with 1 to 256 requests in it, as efforts above quick do, where Python calls it",
    )
    .option("--no-batches", "not that")
    .addOption(new Option("--size <size>", "input size").choices(["small", "medium", "large"]))
    .option(
      "--model <workload=reference>",
      "replace a workload's model: a path, or a URL followed by #sha256=<hex>; repeatable",
      collectModel,
      {},
    )
    .option(
      "--onnx <model>",
      "a model alone, in place of the workloads: a path, or a URL followed by #sha256=<hex>",
    )
    .option(
      "--gguf <model>",
      "a language model of your own, in place of the workloads: the path of a .gguf file (`npx portolan setup llama`)",
    )
    .option("--dim <name=size...>", "how large the dimensions are that --onnx leaves open", collectDims, {})
    .option(
      "--input <what...>",
      "inputs of --onnx: x.npz, <input>=x.npy or <input>=<number>; seeded where none is given",
    )
    .addOption(
      new Option(
        "--quantize <type>",
        "also --onnx with weights of this type, made by onnxruntime: speed, size and outputs side by side",
      ).choices(["int8"]),
    )
    .option("--budget <duration>", "stop starting processes after this long, e.g. 90s or 5m", parseDuration)
    .option(
      "--seed <integer>",
      "seed of the random order",
      numberOption({ least: 0, most: 2 ** 31 - 1, whole: true }),
    )
    .option("--fresh", "start anew instead of going on with an interrupted run")
    .option("--json", "print the result as JSON on stdout (docs/json.md)")
    .action(run);
}

async function run(options: Options): Promise<void> {
  const onnx = onnxAsked(options);
  const own = (options.workloadDir ?? []).map((folder) => registerFolder(folder).workload.id);
  const result = await measure({
    effort: options.effort,
    workloads: [...own, ...(await chatAsked(options)), ...(options.workload ?? [])],
    targets: options.target ?? [],
    batches: options.batches ?? null,
    set: options.set ?? (options.gguf !== undefined && !options.target ? "llm" : null),
    boundary: options.boundary ?? (onnx || options.gguf ? false : null),
    size: options.size ?? null,
    models: options.model,
    onnx,
    budgetMs: options.budget ?? null,
    seed: options.seed ?? null,
    fresh: options.fresh ?? false,
    progress: progressOn(process.stderr),
    signal: interruption,
  });
  const report = reportOf(result);
  print(options.json ? JSON.stringify(report.json, null, 2) : report.text);
  if (result.end === "interrupted") return;
  if (!options.json) await writeAdvice(result.runId);
  if (result.outcomes.every((outcome) => outcome.state !== "ok")) process.exitCode = 1;
}

/** What it needs is loaded here: it is twice what measuring needs, for which a start would wait. */
async function writeAdvice(runId: string): Promise<void> {
  const summary = chosenSummary(runId);
  if (!summary?.workloads.some(({ baseline }) => baseline !== null)) return;
  const { adviceText } = await import("../decide/advice-text.ts");
  const { quantisedText } = await import("../terminal/quantised-text.ts");
  print(["", ...quantisedText(summary), adviceText(summary)].join("\n"));
}

/** The id of the workload that a language model of somebody's own is measured as. */
async function chatAsked({ gguf, onnx, model }: Options): Promise<string[]> {
  if (gguf === undefined) return [];
  if (onnx !== undefined) throw new Error("--gguf and --onnx are a model each: leave one of them out");
  if (Object.keys(model).length > 0)
    throw new Error("--gguf is a workload of its own, and --model replaces another's: leave one of them out");
  const { file, model: read } = await ggufFile(gguf);
  return [registerChat(file, read)];
}

function onnxAsked({
  onnx,
  dim,
  input = [],
  quantize,
  workload,
  workloadDir,
  model,
  size,
}: Options): OnnxAsked | null {
  if (onnx === undefined) {
    const only =
      Object.keys(dim).length > 0 ? "--dim" : input.length > 0 ? "--input" : quantize ? "--quantize" : null;
    if (only) throw new Error(`${only} is of a model alone: name it with --onnx <model>`);
    return null;
  }
  const given = {
    "--workload": workload,
    "--workload-dir": workloadDir,
    "--model": Object.keys(model).length > 0,
    "--size": size,
  };
  const other = Object.entries(given).find(([, value]) => value)?.[0];
  if (other)
    throw new Error(`--onnx measures a model alone, and ${other} is of the workloads: leave one of them out`);
  return { model: onnx, dims: dim, inputs: input, quantize: quantize !== undefined };
}

function collectDims(value: string, previous: Record<string, number>): Record<string, number> {
  const [, name, size] = /^(.+)=(\d+)$/.exec(value) ?? [];
  const number = Number(size);
  if (!name || !Number.isSafeInteger(number) || number < 1 || number > 2 ** 31)
    throw new InvalidArgumentError(
      `"${value}": expected <name>=<whole number from 1 on>, for example seq=128.`,
    );
  return { ...previous, [name]: number };
}

function collectModel(value: string, previous: Record<string, string>): Record<string, string> {
  const [, id, reference] = /^([a-z-]+)=(.+)$/.exec(value) ?? [];
  if (!id || !reference) {
    throw new InvalidArgumentError(
      `expected <workload>=<path or URL#sha256=…>, for example embed-text=./mine.onnx.`,
    );
  }
  return { ...previous, [id]: reference };
}
