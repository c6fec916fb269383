import { buildCurrentStore } from "../store/current-store.ts";
import { say } from "../terminal/print.ts";

/** Builds the store from all that was measured and writes it out. */
export async function writeStore(out: NodeJS.WritableStream): Promise<void> {
  const bytes = await buildCurrentStore(say);
  await new Promise<void>((resolve, reject) => {
    out.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
