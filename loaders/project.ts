import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import type { Brand } from "../src/model/brand.ts";
import { CONFIG_FILE, CONFIG_KEYS, type ConfigKeyName } from "../src/model/config-file.ts";
import type { ProjectConfig } from "../src/model/project-config.ts";
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
  if (!existsSync(join(root, CONFIG_FILE))) return;
  const { places } = await readProjectConfig(root);
  for (const [name, paths] of Object.entries(places))
    process.env[CONFIG_KEYS[name as ConfigKeyName].variable] ||= paths
      .map((path) => resolve(root, path))
      .join(delimiter);
}

/** Most commands need no YAML besides, which takes a while to load. */
async function readProjectConfig(root: string): Promise<ProjectConfig> {
  const { parseProjectConfig } = await import("../src/model/project-config.ts");
  const bytes = readNamedFile(join(root, CONFIG_FILE), {
    what: "configuration",
    give: "npx portolan init writes one",
    mostBytes: 1 << 20,
  });
  return parseProjectConfig(bytes.toString("utf8"), CONFIG_FILE);
}

/** Whose report it is; nobody's in particular without a configuration. */
export async function projectBrand(): Promise<Brand> {
  const root = userRoot();
  return existsSync(join(root, CONFIG_FILE)) ? (await readProjectConfig(root)).brand : {};
}

/** A file that a command reads where none is named: as the environment or the project's configuration says; else null. */
export function usualFile(name: ConfigKeyName): string | null {
  const path = process.env[CONFIG_KEYS[name].variable];
  return path ? resolve(userRoot(), path) : null;
}
