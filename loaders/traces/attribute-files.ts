import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { AttributionJob, Outcome } from "./attribution-worker.ts";

interface File {
  readonly path: string;
  readonly sizeBytes: number;
}

const WORKER = fileURLToPath(new URL("./attribution-worker.ts", import.meta.url));
const SOURCE = `import { serve } from ${JSON.stringify(WORKER)};\nserve();`;

/**
 * Attributes many profiles at the same time, the largest first, so that no thread is left with it at the end.
 *
 * @param threads at most so many
 * @param onDone is called after each file
 * @returns what came of each, in the order of the files; whatever is wrong with one is no matter of the others
 */
export async function attributeFiles<F extends File>(
  files: readonly F[],
  job: AttributionJob,
  threads: number,
  onDone: () => void,
): Promise<{ readonly file: F; readonly outcome: Outcome }[]> {
  // It loads esbuild, which one file does without.
  const { bundleForNode } = await import("../bundle-for-node.ts");
  const script = pathToFileURL(await bundleForNode(SOURCE));
  const queue = [...files.entries()].sort(([, a], [, b]) => b.sizeBytes - a.sizeBytes);
  const done: { file: F; outcome: Outcome }[] = [];
  const work = async (): Promise<void> => {
    let worker: Worker | null = null;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [at, file] = next;
      worker ??= new Worker(script, { workerData: job, execArgv: [] });
      try {
        done[at] = { file, outcome: await ask(worker, file.path) };
      } catch (error) {
        // The thread is gone: most often the file took more memory than a thread has.
        worker = null;
        const why = (error as Error).message;
        done[at] = { file, outcome: { state: "failed", error: `${file.path}: the reader ended: ${why}` } };
      }
      onDone();
    }
    await worker?.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(threads, files.length) }, work));
  return done;
}

function ask(worker: Worker, path: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.on("message", resolve).on("error", reject);
    worker.on("exit", (code) => reject(new Error(`exit code ${code}`)));
    worker.postMessage(path);
  });
}
