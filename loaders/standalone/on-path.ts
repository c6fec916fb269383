import { runCommand } from "../run-command.ts";

/** What a program on PATH says of its version; null where it does not run. */
export async function versionOnPath(file: string, args: readonly string[]): Promise<string | null> {
  const { ok, stdout, stderr } = await runCommand(file, args, { timeoutMs: 10_000 });
  if (!ok) return null;
  return /\d+\.\d+(?:\.\d+)?(?:[-+][\w.]+)?/.exec(`${stdout}\n${stderr}`)?.[0] ?? "unknown";
}
