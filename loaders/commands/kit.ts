import { chmodSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { formatBytes } from "../../src/model/format.ts";
import { EFFORTS, type Effort } from "../../src/model/run-file.ts";
import { writeWhole } from "../files/whole-file.ts";
import { QUICK_RUN } from "../harness/options.ts";
import { progressOn } from "../harness/progress.ts";
import { interruption } from "../interruption.ts";
import { buildKit, carriedTargets } from "../kit/build-kit.ts";
import { print } from "../terminal/print.ts";
import { knownWorkloads } from "../workloads/index.ts";
import { registerFolder } from "../workloads/own/read.ts";

interface Options {
  readonly effort: Effort;
  readonly workload?: string[];
  readonly workloadDir?: string[];
  readonly target?: string[];
  readonly batches?: boolean;
  readonly size?: string;
  readonly output: string;
}

export function registerKit(program: Command): void {
  program
    .command("kit")
    .description(
      "pack workloads and targets into one file that measures a machine with Python and without Node",
    )
    .addOption(
      new Option("--effort <effort>", "how long it looks; see docs/method.md")
        .choices([...EFFORTS])
        .default("quick"),
    )
    .option(
      "--workload <id...>",
      `only these workloads (${knownWorkloads()
        .map(({ id }) => id)
        .join(", ")})`,
    )
    .option("--workload-dir <folder...>", "only the workloads in these folders, and those of --workload")
    .option("--target <id...>", `only these targets (${carriedTargets.map(({ id }) => id).join(", ")})`)
    .option("--batches", "also the model’s call with 1 to 256 requests in it, as efforts above quick do")
    .addOption(new Option("--size <size>", "input size").choices(["small", "medium", "large"]))
    .option("-o, --output <file>", "where it is written", "kit.pyz")
    .action(run);
}

async function run({ effort, workload, workloadDir, target, batches, size, output }: Options): Promise<void> {
  const own = (workloadDir ?? []).map((folder) => registerFolder(folder).workload.id);
  const kit = await buildKit({
    ...QUICK_RUN,
    effort,
    workloads: [...own, ...(workload ?? [])],
    targets: target ?? [],
    batches: batches ?? null,
    size: size ?? null,
    fresh: false,
    progress: progressOn(process.stderr),
    signal: interruption,
  });
  const path = resolve(output);
  writeWhole(path, kit.bytes);
  chmodSync(path, 0o755);
  print(
    `Wrote ${path} (${formatBytes(kit.bytes.length)}): ${kit.workloads.join(", ")} on ${kit.targets.join(", ")}.\n` +
      "Copy it to a machine with Python 3.9 or newer, run `python3 kit.pyz` there, and give the run that it writes to `npx portolan import`.",
  );
}
