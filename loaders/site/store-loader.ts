import { buildStore } from "../store/build-store.ts";
import { readRuns } from "../store/runs.ts";

/** Builds the store from all runs and writes it out. */
export async function writeStore(out: NodeJS.WritableStream): Promise<void> {
  const runs = readRuns((message) => process.stderr.write(`${message}\n`));
  const bytes = await buildStore(runs.map(({ run }) => run));
  await new Promise<void>((resolve, reject) => {
    out.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
