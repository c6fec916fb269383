import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { diskFailure, isDiskFull } from "../files/disk-full.ts";
import { alone } from "../files/lock.ts";
import type { OptionalPart } from "../optional-part.ts";
import { portolanHome } from "../paths.ts";
import { LLAMA_BINARY, LLAMA_SYSTEMS } from "../platform/llama-binary.ts";
import { lastLine, runCommand } from "../run-command.ts";
import type { Probe, Setup } from "../targets/target.ts";

export const NODE_LLAMA_VERSION = "3.22.1";
const PACKAGE = "node-llama-cpp";
const ENABLE = "npx portolan setup llama";

const folder = (): string => join(portolanHome(), "llama");
const packageJson = (): string => join(folder(), "node_modules", PACKAGE, "package.json");

/** The module that a worker imports. */
export const nodeLlamaModule = (): string => join(folder(), "node_modules", PACKAGE, "dist", "index.js");

export function probeNodeLlama(): Probe {
  if (LLAMA_BINARY === undefined)
    return {
      available: false,
      reason: "there is no prebuilt llama.cpp for this system on this processor",
      enable: `a machine with one of ${LLAMA_SYSTEMS.join(", ")}`,
    };
  if (!isReady())
    return { available: false, reason: `${PACKAGE}, which brings llama.cpp, is not set up`, enable: ENABLE };
  return { available: true, engines: { "node.js": process.versions.node, [PACKAGE]: NODE_LLAMA_VERSION } };
}

function isReady(): boolean {
  if (!existsSync(packageJson())) return false;
  return JSON.parse(readFileSync(packageJson(), "utf8")).version === NODE_LLAMA_VERSION;
}

/** Installs llama.cpp with what Node needs of it, unless it is there. */
export async function setUpNodeLlama(say: (line: string) => void, again = false): Promise<Setup> {
  if (isReady() && !again) return { ok: true };
  return alone(folder(), { doing: "setting up llama", say }, async () => {
    if (isReady() && !again) return { ok: true };
    say(`Setting up llama: ${llamaPart.holds} (once, about ${llamaPart.takes}) …`);
    rmSync(folder(), { recursive: true, force: true });
    const packages = [
      `${PACKAGE}@${NODE_LLAMA_VERSION}`,
      `@node-llama-cpp/${LLAMA_BINARY}@${NODE_LLAMA_VERSION}`,
    ];
    // Its optional packages are the builds for GPUs; its script would compile llama.cpp.
    const flags = ["--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save"];
    const result = await runCommand("npm", ["install", "--prefix", folder(), ...flags, ...packages]);
    if (result.ok && isReady()) return { ok: true };
    rmSync(folder(), { recursive: true, force: true });
    const failure = new Error(`${result.stderr}${result.stdout}`);
    if (isDiskFull(failure)) throw diskFailure(failure, folder());
    return {
      ok: false,
      reason: `npm could not install ${PACKAGE}: ${lastLine(result.stderr)}`,
      enable: `${ENABLE}, where npm's registry can be reached`,
    };
  });
}

export const llamaPart: OptionalPart = {
  id: "llama",
  holds: `${PACKAGE} with llama.cpp for this machine's CPU`,
  takes: "90 MB, half a minute",
  folder,
  isReady,
  setUp: setUpNodeLlama,
};
