import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { venvFolder } from "../paths.ts";
import { runCommand } from "../run-command.ts";
import type { Probe } from "../targets/target.ts";

const REQUIREMENTS = fileURLToPath(new URL("requirements.txt", import.meta.url));

/** Written last, with the requirements that were installed: a half-made environment never counts. */
const STAMP = "portolan-requirements.txt";

export function venvPython(): string {
  return process.platform === "win32"
    ? join(venvFolder(), "Scripts", "python.exe")
    : join(venvFolder(), "bin", "python");
}

export function venvIsReady(): boolean {
  try {
    return readFileSync(join(venvFolder(), STAMP), "utf8") === readFileSync(REQUIREMENTS, "utf8");
  } catch {
    return false;
  }
}

/** The system's python3, or null. */
export async function systemPython(): Promise<string | null> {
  const result = await runCommand(process.env.PYTHON || "python3", ["--version"]);
  return result.ok ? result.stdout.trim().replace(/^Python /, "") : null;
}

export type Setup =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string; readonly enable: string };

/** Makes the project's own virtual environment from pinned requirements, unless it is there already. */
export async function setUpPython(say: (line: string) => void): Promise<Setup> {
  if (venvIsReady()) return { ok: true };
  if ((await systemPython()) === null) {
    return { ok: false, reason: "python3 was not found", enable: installHint("python3 python3-venv") };
  }
  say("Setting up Python: a virtual environment with onnxruntime and numpy (once, about half a minute) …");
  rmSync(venvFolder(), { recursive: true, force: true });
  const made = await runCommand(process.env.PYTHON || "python3", ["-m", "venv", venvFolder()]);
  if (!made.ok || !existsSync(venvPython())) {
    rmSync(venvFolder(), { recursive: true, force: true });
    return {
      ok: false,
      reason: `python3 -m venv failed: ${lastLine(made.stderr)}`,
      enable: installHint("python3-venv"),
    };
  }
  const install = await runCommand(venvPython(), [
    ...["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet", "--prefer-binary"],
    ...["-r", REQUIREMENTS],
  ]);
  if (!install.ok) {
    rmSync(venvFolder(), { recursive: true, force: true });
    return {
      ok: false,
      reason: `pip could not install onnxruntime and numpy: ${lastLine(install.stderr)}`,
      enable: "portolan setup python, where PyPI can be reached",
    };
  }
  writeFileSync(join(venvFolder(), STAMP), readFileSync(REQUIREMENTS, "utf8"));
  return { ok: true };
}

export async function probePython(): Promise<Probe> {
  if (!venvIsReady()) {
    const reason =
      (await systemPython()) === null
        ? "python3 was not found"
        : "the project's virtual environment (onnxruntime, numpy) is not set up";
    return { available: false, reason, enable: "portolan setup python" };
  }
  const result = await runCommand(venvPython(), [
    "-c",
    "import sys, importlib.metadata as m; print(sys.version.split()[0], m.version('onnxruntime'), m.version('numpy'))",
  ]);
  const [python, onnxruntime, numpy] = result.stdout.trim().split(" ");
  if (!result.ok || !python || !onnxruntime || !numpy) {
    return {
      available: false,
      reason: `the virtual environment does not start: ${lastLine(result.stderr)}`,
      enable: "portolan setup python --again",
    };
  }
  return { available: true, engines: { python, onnxruntime, numpy } };
}

function installHint(packages: string): string {
  if (process.platform === "darwin") return "brew install python";
  if (process.platform === "win32") return "winget install Python.Python.3.12";
  return `sudo apt-get install -y ${packages}`;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) || "no message";
}
