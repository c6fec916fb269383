/** Takes the names of one machine's folders out of a profile: a sample is the same wherever it was made. */
import { realpathSync } from "node:fs";
import { homedir, release } from "node:os";
import { projectRoot } from "../paths.ts";
import { runCommand } from "../run-command.ts";

const PYTHON_LIBRARY = /(?:\/[^\s"':;,()|\\]+)?\/lib\/(?:python3\.\d+|libpython3\.\d+[\w.]*)/g;

/** Longest first, so that a folder goes before the one that holds it. */
async function pairs(folder: string): Promise<[string, string][]> {
  const own: [string, string][] = [
    [folder, "/app/requests"],
    [realpathSync(folder), "/app/requests"],
    [`${projectRoot}/loaders/samples`, "/app"],
    [`${projectRoot}/.portolan/venv`, "/usr"],
    ...(await prefixes()),
    [`${projectRoot}/.portolan/cache/models`, "/app/models"],
    [projectRoot, "/app"],
    [release(), "6.1.0"],
  ];
  return own.sort((a, b) => b[0].length - a[0].length);
}

/** Of the python3 on PATH, which holds the profilers. */
async function prefixes(): Promise<[string, string][]> {
  const code = "import sys; print(sys.prefix); print(sys.base_prefix)";
  const { stdout } = await runCommand("python3", ["-c", code]);
  return stdout
    .trim()
    .split("\n")
    .map((prefix) => [prefix, "/usr"]);
}

/** JSON is also written without its indentation. */
async function text(profile: string, folder: string): Promise<string> {
  let result = profile;
  for (const [from, to] of await pairs(folder)) result = result.replaceAll(from, to);
  result = result.replaceAll(PYTHON_LIBRARY, (path) => `/usr/lib/${path.split("/").at(-1)}`);
  result = result.replaceAll(homedir(), "/home/user");
  return /^\s*[{[]/.test(result) ? `${JSON.stringify(JSON.parse(result))}\n` : result;
}

export const neutral = { pairs, text };
