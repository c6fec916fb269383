import { existsSync } from "node:fs";
import { basename } from "node:path";
import { makeWhole } from "../files/whole-file.ts";
import { runCommand } from "../run-command.ts";

/**
 * What a runtime makes of a module before it starts, beside it; made on first use.
 *
 * @param ending in place of the module's own
 * @param command what makes the second file of the first
 * @throws Error with the runtime's own words
 */
export async function compileAhead(
  module: string,
  ending: string,
  command: (module: string, output: string) => readonly [file: string, ...args: string[]],
): Promise<string> {
  const compiled = module.replace(/\.wasm$/, ending);
  if (existsSync(compiled)) return compiled;
  await makeWhole(compiled, async (half) => {
    const [file, ...args] = command(module, half);
    const { ok, stdout, stderr } = await runCommand(file, args);
    if (!ok) throw new Error(`${basename(file)} could not compile ${module}: ${(stderr || stdout).trim()}`);
  });
  return compiled;
}
