import { scratchFolder } from "../files/scratch.ts";
import { packageFolders } from "../targets/engines.ts";
import { bundleDriver, bundleProgram } from "./bundle.ts";
import { type Launch, WorkerProcess } from "./worker-process.ts";

/** A program that is asked once, and what it runs in: a process of its own, or a page of a browser of its own. */
export type Program = {
  /** Path in `loaders/` of what exports `run`. */
  readonly module: string;
} & (
  | { readonly host: "node"; readonly flags?: readonly string[] }
  | { readonly host: "browser"; readonly isolated: boolean; readonly args?: readonly string[] }
);

interface RunOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Is told what it printed, when it is gone. */
  readonly printed?: (text: string) => void;
}

/**
 * @param job what its `run` is given
 * @returns what its `run` returned, as plain data
 * @throws WorkerCrash, WorkerTimeout, Interrupted
 */
export async function runProgram(
  program: Program,
  job: object,
  { printed, ...options }: RunOptions,
): Promise<unknown> {
  const { launch, told } = await launchOf(program, job);
  const worker = new WorkerProcess(launch, told, { ...options, cwd: scratchFolder(), onSamples: () => {} });
  try {
    return await worker.result();
  } finally {
    await worker.close();
    printed?.(worker.stdout);
  }
}

async function launchOf(program: Program, job: object): Promise<{ launch: Launch; told: object }> {
  const script = await bundleProgram(program.module, program.host);
  if (program.host === "node") {
    const { flags } = program;
    return { launch: { kind: "node", script, ...(flags ? { flags } : {}) }, told: job };
  }
  const { isolated, args } = program;
  const page = { workerPath: script, packageFolders: packageFolders(), isolated, args };
  return { launch: { kind: "node", script: await bundleDriver() }, told: { page, files: {}, job } };
}
