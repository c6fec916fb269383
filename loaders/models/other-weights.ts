import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { NO_TELEMETRY } from "../engines/no-telemetry.ts";
import { makeWhole } from "../files/whole-file.ts";
import { homeFolder } from "../paths.ts";
import { programIn, quantizerEnvironment, setUpEnvironment } from "../python/venv.ts";
import { runCommand } from "../run-command.ts";
import type { ModelFile } from "./model-file.ts";

const PROGRAM = fileURLToPath(new URL("other_weights.py", import.meta.url));
const TIMEOUT_MS = 10 * 60_000;

export type OtherWeights = "int8" | "float16";

/**
 * The model with other weights: int8 by onnxruntime's dynamic quantisation, or float16 with inputs and outputs as they are.
 * Cached by the model's hash and the tool.
 *
 * @param say takes what is installed the first time
 * @throws Error that says what the tool said
 */
export async function withWeights(
  weights: OtherWeights,
  { path: from, sha256: hash, source }: Omit<ModelFile, "bytes">,
  say: (line: string) => void,
): Promise<ModelFile> {
  const key = createHash("sha256")
    .update(`${weights}\0${hash}\0`)
    .update(readFileSync(quantizerEnvironment.requirementsPath))
    .update(readFileSync(PROGRAM))
    .digest("hex");
  const path = join(homeFolder("cache", "models"), `${key}.onnx`);
  if (!existsSync(path)) {
    const setup = await setUpEnvironment(quantizerEnvironment, say);
    if (!setup.ok) throw new Error(`${setup.reason}. To fix it: ${setup.enable}`);
    say(`Making the model's weights ${weights} …`);
    await makeWhole(path, async (half) => {
      const python = programIn(quantizerEnvironment, "python");
      const made = await runCommand(python, [PROGRAM, weights, from, half], {
        timeoutMs: TIMEOUT_MS,
        env: NO_TELEMETRY,
      });
      rmSync(`${half}.prepared.onnx`, { force: true });
      if (!made.ok)
        throw new Error(
          `onnxruntime could not make the model's weights ${weights}: ${made.stderr.trim().split("\n").at(-1)}`,
        );
    });
  }
  const bytes = readFileSync(path);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { path, source: `${source}, with weights of ${weights}`, sha256, bytes: bytes.length };
}
