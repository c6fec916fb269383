import { Command } from "commander";
import { vi } from "vitest";

/** Runs one command in this process, as `loaders/cli.ts` does, and keeps what it writes. */
export async function inProcess(
  register: (program: Command) => void,
  args: readonly string[],
): Promise<{ code: number; stdout: string; message: string }> {
  let [stdout, message] = ["", ""];
  const out = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  const before = process.exitCode;
  process.exitCode = 0;
  const program = new Command("portolan").exitOverride();
  program.configureOutput({ writeErr: (text) => (message += text), writeOut: (text) => (stdout += text) });
  try {
    register(program);
    for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
    await program.parseAsync([...args], { from: "user" });
    return { code: Number(process.exitCode ?? 0), stdout, message };
  } catch (error) {
    return { code: 1, stdout, message: message || (error as Error).message };
  } finally {
    process.exitCode = before;
    out.mockRestore();
  }
}
