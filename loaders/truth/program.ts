/** The programs with a known split: how they are started, and what they say of themselves. */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Split } from "../../src/model/truth.ts";
import { scratchFolder } from "../files/scratch.ts";
import { writeWhole } from "../files/whole-file.ts";
import { homeFolder } from "../paths.ts";
import { venvPython } from "../python/venv.ts";
import { type CommandResult, runCommand } from "../run-command.ts";
import { compileKernel } from "./compile-kernel.ts";
import { truthModel } from "./model.ts";

/** What argv carries to a program, as JSON. */
export interface Job {
  readonly modelPath: string;
  /** A folder for payloads; the program may write into it. */
  readonly folder: string;
  /** Where the amounts of work are: written with `targetMs`, else read. */
  readonly planPath: string;
  readonly targetMs?: Split;
  readonly iterationMs?: number;
  readonly kernelPath?: string;
  /** Side of the model's input, pixels; the Node program cannot ask the session. */
  readonly imageSize?: number;
  /** Compute work to leave in; all without it. */
  readonly computeKinds?: readonly string[];
  /** A profiler that the program starts itself, around the window. */
  readonly profiler?: "cProfile" | "pyinstrument";
  readonly profilePath?: string;
  /** ONNX Runtime's own profile, with this prefix. */
  readonly enginePrefix?: string;
  /** Where portolan_marker.py is, or the Node module; stages are marked into `profilePath`. */
  readonly markerFolder?: string;
  readonly markerPath?: string;
}

/** What a program prints on the last line of stdout. */
export interface ProgramResult {
  readonly truthMs: Readonly<Record<"interpreter" | "compute" | "io", number>>;
  readonly wallMs: number;
  /** The window on the clock of V8's profiles, microseconds; Node only. */
  readonly startUs?: number;
  readonly endUs?: number;
  readonly profilePath?: string;
}

/** A program, ready to be run on any split. */
export interface Program {
  readonly id: "python" | "python-engine" | "node";
  readonly language: "Python" | "Node";
  /** The interpreter that runs it, and the script. */
  readonly file: string;
  readonly script: string;
  /** What an iteration is planned to take. */
  readonly iterationMs: number;
  readonly job: Omit<Job, "folder" | "planPath">;
}

const script = (name: string): string => fileURLToPath(new URL(`programs/${name}`, import.meta.url));

/**
 * Sides of the model's input, pixels. The call to an engine does some marshalling of its own, which its caller cannot
 * time apart: runs are long beside it where that is what is scored, or where it is slow.
 */
const IMAGE_SIZE = 64;
const NODE_IMAGE_SIZE = 160;
/** About as long as a request; the programs vary it. */
const ITERATION_MS = 100;

/** Channels of more convolutions for the engine's program: a larger input would lengthen the marshalling too. */
const ENGINE_LAYERS = Array.from({ length: 16 }, () => 64);
/** So that a tenth of an iteration holds a whole call. */
const ENGINE_ITERATION_MS = 400;

export const pythonProgram = (): Program => ({
  id: "python",
  language: "Python",
  file: venvPython(),
  script: script("pipeline.py"),
  iterationMs: ITERATION_MS,
  job: { modelPath: modelFile(IMAGE_SIZE) },
});

/** The same with ONNX Runtime as the only compute, in longer runs. */
export const engineProgram = (): Program => ({
  ...pythonProgram(),
  id: "python-engine",
  iterationMs: ENGINE_ITERATION_MS,
  job: { modelPath: modelFile(IMAGE_SIZE, ENGINE_LAYERS), computeKinds: ["infer"] },
});

export async function nodeProgram(): Promise<Program> {
  return {
    id: "node",
    language: "Node",
    file: process.execPath,
    script: script("pipeline.mjs"),
    iterationMs: ITERATION_MS,
    job: {
      modelPath: modelFile(NODE_IMAGE_SIZE),
      imageSize: NODE_IMAGE_SIZE,
      kernelPath: await compileKernel(),
    },
  };
}

export const visibleBuiltins = fileURLToPath(new URL("../profile/visible-builtins.mjs", import.meta.url));

function modelFile(imageSize: number, wide: readonly number[] = []): string {
  const path = join(homeFolder("cache", "truth"), `model-${imageSize}-${wide.length}.onnx`);
  writeWhole(path, truthModel(imageSize, wide).encode());
  return path;
}

/** Runs `action` with a folder that is gone afterwards. */
export async function inScratchFolder<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(scratchFolder(), "truth-"));
  try {
    return await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs a command that ends in a program, and reads what the program measured.
 *
 * @throws Error with the last lines of the command's output
 */
export async function runProgram(file: string, args: readonly string[]): Promise<ProgramResult> {
  const result = await runCommand(file, args, { timeoutMs: 300_000 });
  const line = result.stdout
    .split("\n")
    .reverse()
    .find((candidate) => candidate.startsWith('{"truthMs"'));
  if (!result.ok || line === undefined)
    throw new Error(`${file} ${args[0] ?? ""} failed: ${lastWords(result)}`);
  return JSON.parse(line) as ProgramResult;
}

function lastWords({ stdout, stderr }: CommandResult): string {
  return (stderr.trim() || stdout.trim()).split("\n").slice(-3).join(" / ") || "it printed nothing";
}
