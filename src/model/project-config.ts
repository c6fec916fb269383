/** Reads a project's `portolan.config.yaml`, and writes one to begin with. */
import { CONFIG_KEYS, type ConfigKeyName } from "./config-file.js";
import { parseYaml } from "./yaml-fields.js";

const CONFIG_VERSION = 1;

const NAMES = Object.keys(CONFIG_KEYS) as ConfigKeyName[];

/** Paths as they are written: relative to the file's own folder. */
export type ProjectConfig = Partial<Record<ConfigKeyName, readonly string[]>>;

/** @throws YamlError with every fault at once */
export function parseProjectConfig(text: string, file: string): ProjectConfig {
  return parseYaml(text, file, `portolanConfig: ${CONFIG_VERSION}`, (fields) => {
    fields.version("portolanConfig", CONFIG_VERSION);
    fields.allowOnly(["portolanConfig", ...NAMES]);
    return Object.fromEntries(
      NAMES.flatMap((name) => {
        const isList = "isList" in CONFIG_KEYS[name];
        const path = isList ? undefined : fields.text(name);
        const paths = isList ? fields.texts(name) : path === undefined ? undefined : [path];
        return paths === undefined ? [] : [[name, paths]];
      }),
    );
  });
}

/** The places that are there anyway; the others are commented out. */
const STATED: readonly ConfigKeyName[] = ["home", "report"];

/** A file to begin with: every key with what it is for. */
export function newProjectConfig(): string {
  const entries = NAMES.map((name) => {
    const { what, example } = CONFIG_KEYS[name];
    return `# ${what[0]!.toUpperCase()}${what.slice(1)}.\n${STATED.includes(name) ? "" : "# "}${name}: ${example}\n`;
  });
  const head = `# Where this project keeps what Portolan reads and writes; paths are relative to this file.\n`;
  return `${head}portolanConfig: ${CONFIG_VERSION}\n\n${entries.join("\n")}`;
}
