import { createHash } from "node:crypto";
import { realpathSync, rmSync, statSync } from "node:fs";
import { join, normalize } from "node:path";
import { formatBytes } from "../../src/model/format.ts";
import { scratchFolder } from "../files/scratch.ts";
import { writeWhole } from "../files/whole-file.ts";
import { type CommandResult, lastLine, runCommand } from "../run-command.ts";
import { type ContainerEngine, containerEngine, waysToRun } from "./engine.ts";

export interface Contents {
  /** Files and folders, by absolute path; links are followed. */
  readonly paths: readonly string[];
  /** Patterns of tar's. */
  readonly without?: readonly string[];
  /** A program in it and its arguments, which end well: whether it can run there. */
  readonly trial: readonly string[];
}

/** As artefacts of a job. */
export interface Image {
  readonly image: string;
  readonly imageSize: string;
  /** The words that start a container of it, separated by spaces. */
  readonly container: string;
}

/**
 * An image that holds this machine's own files and nothing else, which needs no registry. Made on first use.
 *
 * @throws Error with the engine's own words
 */
export async function imageOf(name: string, contents: Contents): Promise<Image> {
  const engine = await containerEngine();
  if (engine === null) throw new Error("neither docker nor podman answers any more");
  const image = `portolan-${name}:${fingerprint(contents)}`;
  const sizeOf = () => runCommand(engine.file, ["image", "inspect", "--format", "{{.Size}}", image]);
  let size = await sizeOf();
  if (!size.ok) {
    await importImage(engine, image, contents);
    size = await sizeOf();
  }
  const imageSize = formatBytes(Number(size.stdout.trim()));
  return { image, imageSize, container: (await wayToRun(engine, image, contents.trial)).join(" ") };
}

/** Another version of what is in it is another image. */
function fingerprint({ paths, without = [] }: Contents): string {
  const facts = paths.map((path) => {
    const { size, mtimeMs } = statSync(path);
    return `${path}\t${realpathSync(path)}\t${size}\t${mtimeMs}`;
  });
  return createHash("sha256")
    .update([...facts, ...without].join("\n"))
    .digest("hex")
    .slice(0, 16);
}

async function importImage(
  engine: ContainerEngine,
  image: string,
  { paths, without = [] }: Contents,
): Promise<void> {
  const [list, tar] = [join(scratchFolder(), "image.list"), join(scratchFolder(), "image.tar")];
  try {
    writeWhole(list, paths.map((path) => `${path.replace(/^\//, "")}\n`).join(""));
    const excluded = without.map((pattern) => `--exclude=${pattern.replace(/^\//, "")}`);
    // Links are followed: what they point to may lie in no folder that the image has.
    const packed = [
      "--create",
      "--dereference",
      `--file=${tar}`,
      ...excluded,
      "-C",
      "/",
      `--files-from=${list}`,
    ];
    refuse(await runCommand("tar", packed), "tar");
    refuse(await runCommand(engine.file, ["import", tar, image]), `${engine.file} import`);
  } finally {
    rmSync(tar, { force: true });
    rmSync(list, { force: true });
  }
}

async function wayToRun(
  engine: ContainerEngine,
  image: string,
  trial: readonly string[],
): Promise<readonly string[]> {
  const failures: CommandResult[] = [];
  for (const way of waysToRun(engine)) {
    const [file, ...args] = way;
    const tried = await runCommand(file!, [...args, image, ...trial], { timeoutMs: 120_000 });
    if (tried.ok) return way;
    failures.push(tried);
  }
  throw new Error(`${engine.file} starts no container: ${lastLine(failures.at(-1)!.stderr)}`);
}

function refuse({ ok, stderr }: CommandResult, what: string): void {
  if (!ok) throw new Error(`${what} could not make the image: ${lastLine(stderr)}`);
}

/** The shared libraries that programs and libraries load, by what the system's `ldd` tells. */
export async function sharedLibrariesOf(paths: readonly string[]): Promise<string[]> {
  const { stdout } = await runCommand("ldd", paths);
  return librariesIn(stdout);
}

/** The dynamic loader is one of them. Paths go straight there: an engine unpacks none that goes up. */
export function librariesIn(ldd: string): string[] {
  const found = [...ldd.matchAll(/(?:=>\s+|^\s+)(\/\S+) \(0x[\da-f]+\)$/gm)].map(([, path]) =>
    normalize(path!),
  );
  return [...new Set(found)];
}
