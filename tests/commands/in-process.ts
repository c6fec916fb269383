import { Command } from "commander";
import { vi } from "vitest";
import { setEnvironment } from "../fixtures/temporary-folder.ts";

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What the command was refused with, or failed with. */
  readonly message: string;
}

/** Runs one command in this process, as `loaders/cli.ts` does, and keeps what it writes. */
export async function inProcess(
  register: (program: Command) => void,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  let [stdout, stderr, message] = ["", "", ""];
  const out = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  const err = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
  const before = process.exitCode;
  const setBack = setEnvironment(env);
  process.exitCode = 0;
  const program = new Command("portolan").exitOverride();
  program.configureOutput({ writeErr: (text) => (message += text), writeOut: (text) => (stdout += text) });
  try {
    register(program);
    for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
    await program.parseAsync([...args], { from: "user" });
    return { code: Number(process.exitCode ?? 0), stdout, stderr, message };
  } catch (error) {
    message ||= (error as Error).message;
    return { code: 1, stdout, stderr: `${stderr}${message}`, message };
  } finally {
    process.exitCode = before;
    setBack();
    out.mockRestore();
    err.mockRestore();
  }
}
