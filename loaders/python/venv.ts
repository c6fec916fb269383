import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { diskFailure, isDiskFull } from "../files/disk-full.ts";
import { alone, untilFree } from "../files/lock.ts";
import { writeWhole } from "../files/whole-file.ts";
import { portolanHome, runsFolder, venvFolder } from "../paths.ts";
import { INSTALL_PYTHON, venvProgram } from "../platform/hints.ts";
import { type CommandResult, lastLine, runCommand } from "../run-command.ts";
import type { Probe, Setup } from "../targets/target.ts";
import { finishRuntimes } from "./finish-runtimes.ts";

export type { Setup };

/** A virtual environment of the project's own, made from pinned requirements. */
export interface PythonEnvironment {
  /** As `portolan setup` knows it. */
  readonly id: string;
  /** What is in it, for messages. */
  readonly holds: string;
  /** Of disk and time, about. */
  readonly takes: string;
  readonly folder: () => string;
  readonly requirementsPath: string;
  /** What is left to do once its packages are there. */
  readonly finish?: (folder: string, say: (line: string) => void) => Promise<void>;
}

const besideThis = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** What the `python` target runs on. */
const pythonEnvironment: PythonEnvironment = {
  id: "python",
  holds: "onnxruntime, numpy and Pillow",
  takes: "190 MB, half a minute",
  folder: venvFolder,
  requirementsPath: besideThis("requirements.txt"),
};

/** Profilers that look at a program from outside, whatever interpreter it runs on. */
export const profilersEnvironment: PythonEnvironment = {
  id: "profilers",
  holds: "py-spy",
  takes: "35 MB, ten seconds",
  folder: () => join(portolanHome(), "profilers"),
  requirementsPath: besideThis("requirements-profile.txt"),
};

/** What makes a model's weights smaller. */
export const quantizerEnvironment: PythonEnvironment = {
  id: "quantizer",
  holds: "onnxruntime's quantisation",
  takes: "300 MB, a minute",
  folder: () => join(portolanHome(), "quantizer"),
  requirementsPath: besideThis("requirements-quantize.txt"),
};

/** What compiles a model into a program, and what runs one without Node, Python or a browser. */
export const runtimesEnvironment: PythonEnvironment = {
  id: "runtimes",
  holds: "Wasmtime, Wasmer, wazero, a C compiler for Wasm, a compiler of models, OpenVINO and tract",
  takes: "1.1 GB, two minutes",
  folder: () => join(portolanHome(), "runtimes"),
  requirementsPath: besideThis("requirements-runtimes.txt"),
  finish: finishRuntimes,
};

/** What brings a model to a GPU from Python. */
export const gpuEnvironment: PythonEnvironment = {
  id: "gpu",
  holds: "torch, onnx2torch and onnxruntime for CUDA",
  takes: "6 GB, five minutes",
  folder: () => join(portolanHome(), "gpu"),
  requirementsPath: besideThis("requirements-gpu.txt"),
};

/** What measures a fleet by a Ray cluster, and can be one on this machine. */
export const rayEnvironment: PythonEnvironment = {
  id: "ray",
  holds: "Ray, onnxruntime, numpy and Pillow",
  takes: "450 MB, a minute",
  folder: () => join(portolanHome(), "ray"),
  requirementsPath: besideThis("requirements-ray.txt"),
};

export const pythonEnvironments: readonly PythonEnvironment[] = [
  pythonEnvironment,
  profilersEnvironment,
  quantizerEnvironment,
  runtimesEnvironment,
  gpuEnvironment,
  rayEnvironment,
];

/** The version of a package that an environment's requirements pin. */
export function versionOf({ requirementsPath }: PythonEnvironment, name: string): string {
  const lines = readFileSync(requirementsPath, "utf8").split("\n");
  const line = lines.find((text) => text.startsWith(`${name}==`));
  if (!line) throw new Error(`${requirementsPath} pins no ${name}`);
  return line.slice(name.length + 2);
}

/** Written last, with the requirements that were installed: a half-made environment never counts. */
const STAMP = "portolan-requirements.txt";

/** The path of a program that an environment holds. */
export function programIn(environment: PythonEnvironment, name: string): string {
  return venvProgram(environment.folder(), name);
}

export const venvPython = (): string => programIn(pythonEnvironment, "python");

export function isReady({ folder, requirementsPath }: PythonEnvironment): boolean {
  try {
    return readFileSync(join(folder(), STAMP), "utf8") === readFileSync(requirementsPath, "utf8");
  } catch {
    return false;
  }
}

/** The system's python3, or null. */
export async function systemPython(): Promise<string | null> {
  const result = await runCommand(process.env.PYTHON || "python3", ["--version"]);
  return result.ok ? result.stdout.trim().replace(/^Python /, "") : null;
}

export const setUpPython = (say: (line: string) => void): Promise<Setup> =>
  setUpEnvironment(pythonEnvironment, say);

/**
 * Makes a virtual environment from its pinned requirements, unless it is there already. One process at a time does, and
 * none while another measures with what it would replace.
 *
 * @param again replaces it even if it is there
 * @throws DiskFull
 */
export async function setUpEnvironment(
  environment: PythonEnvironment,
  say: (line: string) => void,
  again = false,
): Promise<Setup> {
  if (isReady(environment) && !again) return { ok: true };
  const turn = { doing: `setting up ${environment.id}`, say };
  return alone(environment.folder(), turn, async () => {
    // Somebody else may have done it meanwhile.
    if (isReady(environment) && !again) return { ok: true };
    if (existsSync(join(environment.folder(), STAMP))) await untilFree(runsFolder(), { say });
    return install(environment, say);
  });
}

async function install(environment: PythonEnvironment, say: (line: string) => void): Promise<Setup> {
  const { id, holds, takes, requirementsPath } = environment;
  if ((await systemPython()) === null) {
    return { ok: false, reason: "python3 was not found", enable: INSTALL_PYTHON };
  }
  say(`Setting up ${id}: a virtual environment with ${holds} (once, about ${takes}) …`);
  const folder = environment.folder();
  const python = programIn(environment, "python");
  remove(folder);
  const made = await runCommand(process.env.PYTHON || "python3", ["-m", "venv", folder]);
  if (!made.ok || !existsSync(python)) {
    remove(folder);
    refuseFullDisk(made, folder);
    return {
      ok: false,
      reason: `python3 -m venv failed: ${lastLine(made.stderr)}`,
      enable: INSTALL_PYTHON,
    };
  }
  const install = await runCommand(python, [
    ...["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet", "--prefer-binary"],
    ...["-r", requirementsPath],
  ]);
  if (!install.ok) {
    remove(folder);
    refuseFullDisk(install, folder);
    return {
      ok: false,
      reason: `pip could not install ${holds}: ${lastLine(install.stderr)}`,
      enable: `npx portolan setup ${id}, where PyPI can be reached`,
    };
  }
  try {
    await environment.finish?.(folder, say);
    writeWhole(join(folder, STAMP), readFileSync(requirementsPath, "utf8"));
  } catch (error) {
    remove(folder);
    throw error;
  }
  return { ok: true };
}

/** The stamp goes first, so that an environment that is half removed does not count either. */
function remove(folder: string): void {
  rmSync(join(folder, STAMP), { force: true });
  rmSync(folder, { recursive: true, force: true });
}

function refuseFullDisk({ stdout, stderr }: CommandResult, folder: string): void {
  const said = new Error(`${stderr}${stdout}`);
  if (isDiskFull(said)) throw diskFailure(said, folder);
}

export async function probePython(): Promise<Probe> {
  if (!isReady(pythonEnvironment)) {
    const reason =
      (await systemPython()) === null
        ? "python3 was not found"
        : "the project's virtual environment (onnxruntime, numpy) is not set up";
    return { available: false, reason, enable: "npx portolan setup python" };
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
      enable: "npx portolan setup python --again",
    };
  }
  return { available: true, engines: { python, onnxruntime, numpy } };
}
