/**
 * Prebuilt llama.cpp for a CPU, by the name of its package under @node-llama-cpp: the other builds, for GPUs, weigh hundreds of megabytes
 * each.
 */
const BINARIES: Readonly<Record<string, string>> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "darwin-x64": "mac-x64",
  "darwin-arm64": "mac-arm64-metal",
  "win32-x64": "win-x64",
  "win32-arm64": "win-arm64",
};

export const LLAMA_SYSTEMS: readonly string[] = Object.keys(BINARIES);

/** Of this system and processor; undefined where there is none. */
export const LLAMA_BINARY: string | undefined = BINARIES[`${process.platform}-${process.arch}`];
