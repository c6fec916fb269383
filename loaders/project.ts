import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { CONFIG_FILE, CONFIG_KEYS, type ConfigKeyName } from "../src/model/config-file.ts";
import { readNamedFile } from "./files/named-file.ts";
import { userRoot } from "./paths.ts";

/**
 * Makes what the project's `portolan.config.yaml` says known to this process and those that it starts: each key as the variable
 * that says the same, unless that is set.
 *
 * @throws YamlError that names every fault
 */
export async function applyProjectConfig(): Promise<void> {
  const root = userRoot();
  process.env.PORTOLAN_ROOT = root;
  const path = join(root, CONFIG_FILE);
  if (!existsSync(path)) return;
  // Most commands need no YAML besides, which takes a while to load.
  const { parseProjectConfig } = await import("../src/model/project-config.ts");
  const bytes = readNamedFile(path, {
    what: "configuration",
    give: "npx portolan init writes one",
    mostBytes: 1 << 20,
  });
  const config = parseProjectConfig(bytes.toString("utf8"), CONFIG_FILE);
  for (const [name, paths] of Object.entries(config))
    process.env[CONFIG_KEYS[name as ConfigKeyName].variable] ||= paths
      .map((path) => resolve(root, path))
      .join(delimiter);
}

/** A file that a command reads where none is named: as the environment or the project's configuration says; else null. */
export function usualFile(name: ConfigKeyName): string | null {
  const path = process.env[CONFIG_KEYS[name].variable];
  return path ? resolve(userRoot(), path) : null;
}
