import { Child, type ChildOptions, saidOf } from "./child.ts";
import { Interrupted } from "./interruption.ts";

export interface CommandResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end. A program that is missing, fails, prints too much or takes longer than ten minutes, unless
 * said otherwise, is a result, not an exception.
 *
 * @throws Interrupted if this process was asked to end meanwhile
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  options: Omit<ChildOptions, "output" | "input" | "onMessage"> = {},
): Promise<CommandResult> {
  const printed = { stdout: [] as string[], stderr: [] as string[] };
  const output = {
    stdout: (text: string) => printed.stdout.push(text),
    stderr: (text: string) => printed.stderr.push(text),
  };
  const ending = await new Child(file, args, { timeoutMs: 600_000, ...options, output }).ended;
  if (ending.state === "interrupted") throw new Interrupted();
  const ok = ending.state === "exited" && ending.exitCode === 0;
  const stderr = printed.stderr.join("");
  return { ok, stdout: printed.stdout.join(""), stderr: stderr || (ok ? "" : `${file}: ${saidOf(ending)}`) };
}

/** What a program said last, which is as a rule why it failed. */
export const lastLine = (text: string): string => text.trim().split("\n").at(-1) || "no message";
