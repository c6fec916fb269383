import { accessSync, closeSync, constants, openSync, readSync, statSync } from "node:fs";
import { basename, delimiter, join, resolve } from "node:path";
import type { Host } from "../../src/model/recording.ts";
import { runCommand } from "../run-command.ts";

/** A command that cannot be profiled: what was given, what is accepted, and what to type instead. */
export class CommandError extends Error {}

/** A command as it will be run: the real interpreter, and everything behind it. */
export interface PipelineCommand {
  readonly typed: readonly string[];
  readonly host: Host;
  /** Path of the interpreter itself, behind whatever shim the name led to. */
  readonly interpreter: string;
  /** "Python 3.12.1". */
  readonly version: string;
  readonly args: readonly string[];
}

const ACCEPTED =
  "Accepted are python and node, by name or path (python3 pipeline.py, .venv/bin/python -m app, node app.js), " +
  "and scripts whose first line names one of them.";

/** What wraps an interpreter instead of being one, and what to type instead. */
const WRAPPERS: readonly (readonly [RegExp, string])[] = [
  [
    /^(uv|uvx|poetry|pipenv|hatch|pdm|conda|mamba|pixi)$/,
    "put it in front of all: $0 run npx portolan profile -- python …",
  ],
  [/^(tsx|ts-node)$/, "run Node itself: node --import tsx pipeline.ts"],
  [/^(npx|npm|yarn|pnpm)$/, "run what it starts: node path/to/script.js"],
  [/^(bun|deno)$/, "it has no profiler that Portolan can read; run the pipeline with node"],
  [/^pypy/, "py-spy reads CPython only; run the pipeline with python3"],
  [/^(sh|bash|zsh|dash|fish|env|time|sudo|docker)$/, "run the interpreter itself: python pipeline.py"],
];

/**
 * Finds out what runs a command's code.
 *
 * @param typed program and arguments, as after `--`
 * @throws CommandError
 */
export async function resolveCommand(typed: readonly string[]): Promise<PipelineCommand> {
  const [program, ...args] = typed;
  if (!program) throw new CommandError(`no command was given. ${ACCEPTED}`);
  return resolveProgram(typed, program, args, 0);
}

async function resolveProgram(
  typed: readonly string[],
  program: string,
  args: readonly string[],
  depth: number,
): Promise<PipelineCommand> {
  const name = basename(program);
  const wrapper = WRAPPERS.find(([pattern]) => pattern.test(name));
  if (wrapper) {
    throw new CommandError(`"${name}" cannot be profiled: ${wrapper[1].replace("$0", name)}. ${ACCEPTED}`);
  }
  const path = findProgram(program);
  const host = hostOf(name);
  if (host) {
    if (args.length === 0) {
      throw new CommandError(
        `"${program}" alone would wait for typed input; add a script: ${program} ${EXAMPLE[host]}`,
      );
    }
    return { typed, host, args, ...(await askInterpreter(host, path)) };
  }
  const shebang = depth === 0 ? readShebang(path) : null;
  if (!shebang) throw new CommandError(`"${program}" is neither Python nor Node. ${ACCEPTED}`);
  const [interpreter, ...options] = shebang;
  return resolveProgram(typed, interpreter!, [...options, path, ...args], depth + 1);
}

const EXAMPLE: Readonly<Record<Host, string>> = { python: "pipeline.py", node: "pipeline.js" };

function hostOf(name: string): Host | null {
  if (/^python(\d+(\.\d+)*)?$/.test(name)) return "python";
  return /^node(js)?$/.test(name) ? "node" : null;
}

function findProgram(program: string): string {
  const places = program.includes("/")
    ? [resolve(program)]
    : (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, program));
  const found = places.find(isExecutableFile);
  if (found) return found;
  const where = program.includes("/") ? "is not a program that can be run" : "was not found in PATH";
  throw new CommandError(`"${program}" ${where}. ${ACCEPTED}`);
}

function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The words of a script's first line, without `env`; null for what is no script. */
function readShebang(path: string): string[] | null {
  const buffer = Buffer.alloc(512);
  const file = openSync(path, "r");
  const length = readSync(file, buffer);
  closeSync(file);
  const line = /^#!\s*(.+)/.exec(buffer.toString("latin1", 0, length))?.[1];
  const words = line?.trim().split(/\s+/) ?? [];
  if (words[0] && basename(words[0]) === "env") words.splice(0, words[1] === "-S" ? 2 : 1);
  return words.length > 0 ? words : null;
}

const QUESTION: Readonly<Record<Host, readonly string[]>> = {
  python: ["-c", "import json, sys; print(json.dumps([sys.executable, 'Python ' + sys.version.split()[0]]))"],
  node: ["-p", "JSON.stringify([process.execPath, 'Node ' + process.versions.node])"],
};

/** Version managers put a shell script in the interpreter's place; a profiler needs the interpreter. */
export async function askInterpreter(
  host: Host,
  path: string,
): Promise<{ readonly interpreter: string; readonly version: string }> {
  const asked = await runCommand(path, QUESTION[host], { timeoutMs: 30_000 });
  try {
    const [interpreter, version] = JSON.parse(asked.stdout) as string[];
    if (interpreter && version) return { interpreter, version };
  } catch {
    // Told below, with what it said.
  }
  const said = asked.stderr.trim().split("\n").at(-1) || "nothing";
  throw new CommandError(
    `${path} does not answer as ${host === "python" ? "Python" : "Node"} does; it said: ${said}`,
  );
}
