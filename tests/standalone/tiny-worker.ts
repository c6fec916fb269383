import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { commands, runLLVM } from "@yowasp/clang";
import { writeWhole } from "../../loaders/files/whole-file.ts";
import { compiler } from "../../loaders/glue/compile.ts";
import { glueHeaderPath, gluePath } from "../../loaders/glue/sources.ts";
import { runCommand } from "../../loaders/run-command.ts";

const standalone = fileURLToPath(new URL("../../loaders/standalone/", import.meta.url));
const SOURCES = [
  join(standalone, "worker.c"),
  join(standalone, "engine_generated.c"),
  gluePath("score-telemetry", "c"),
  fileURLToPath(new URL("tiny-model.c", import.meta.url)),
];
const HEADERS = [glueHeaderPath, join(standalone, "engine.h")];
const FLAGS = ["-O1", "-std=gnu11", "-ffp-contract=off"];

/** The worker with a model of a few lines, as a program of this machine by its own compiler. */
export async function nativeWorker(folder: string): Promise<string> {
  const program = join(folder, "worker");
  const include = HEADERS.flatMap((path) => ["-I", dirname(path)]);
  const made = await runCommand(compiler(), [...FLAGS, ...include, ...SOURCES, "-o", program, "-lm"]);
  if (!made.ok) throw new Error(made.stderr);
  return program;
}

/** The same as a WASI command, by a clang that npm brings. */
export async function wasiWorker(folder: string): Promise<string> {
  const module = join(folder, "worker.wasm");
  const said: string[] = [];
  await runLLVM(undefined, {}, { fetchProgress: () => {} });
  const args = [
    ...[...FLAGS, "--target=wasm32-wasip1", "-msimd128", "-Wl,-z,stack-size=1048576"],
    ...[...SOURCES.map((path) => basename(path)), "-o", "worker.wasm"],
  ];
  const given = Object.fromEntries(
    [...SOURCES, ...HEADERS].map((path) => [basename(path), readFileSync(path, "utf8")]),
  );
  try {
    const files = await commands.clang!(args, given, {
      stderr: (bytes) => said.push(bytes ? new TextDecoder().decode(bytes) : ""),
    });
    writeWhole(module, files?.["worker.wasm"] as Uint8Array);
  } catch (error) {
    throw new Error(`${said.join("")}${error}`);
  }
  return module;
}
