import { chmodSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { diskFailure, isDiskFull } from "../files/disk-full.ts";
import { lastLine, runCommand } from "../run-command.ts";

export const WAZERO_VERSION = "1.12.0";
/** The runtime that is written in Go comes from Go's registry. */
const WAZERO = `github.com/tetratelabs/wazero/cmd/wazero@v${WAZERO_VERSION}`;

/**
 * What pip leaves to do: Wasmtime's wheel has programs that may not be run, and wazero is compiled by a Go that is on the machine.
 * Without one it is left out, and so it is where Go fails.
 *
 * @param folder the virtual environment
 * @throws DiskFull
 */
export async function finishRuntimes(folder: string, say: (line: string) => void): Promise<void> {
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    if (/wasmtime_cli[\\/]wasmtime[^.\\/]*$/.test(path)) allowToRun(join(folder, path));
  const go = await runCommand("go", ["version"]);
  if (!go.ok) {
    say(
      "wazero is left out: no go on PATH (https://go.dev/doc/install), then npx portolan setup runtimes --again",
    );
    return;
  }
  say("Compiling wazero with go …");
  const made = await runCommand("go", ["install", WAZERO], { env: { GOBIN: join(folder, "bin") } });
  if (made.ok) return;
  const failure = new Error(made.stderr);
  if (isDiskFull(failure)) throw diskFailure(failure, folder);
  say(`wazero is left out: go install ${WAZERO} failed: ${lastLine(made.stderr)}`);
}

function allowToRun(path: string): void {
  if (statSync(path).isFile()) chmodSync(path, 0o755);
}
