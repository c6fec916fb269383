/** Reads a project's `portolan.config.yaml`, and writes one to begin with. */
import { BRAND_KEYS, type Brand, readBrand } from "./brand.js";
import { CONFIG_KEYS, type ConfigKeyName } from "./config-file.js";
import { parseYaml } from "./yaml-fields.js";

const CONFIG_VERSION = 1;

const NAMES = Object.keys(CONFIG_KEYS) as ConfigKeyName[];

export interface ProjectConfig {
  /** Paths as they are written: relative to the file's own folder. */
  readonly places: Partial<Record<ConfigKeyName, readonly string[]>>;
  readonly brand: Brand;
}

/** @throws YamlError with every fault at once */
export function parseProjectConfig(text: string, file: string): ProjectConfig {
  return parseYaml(text, file, `portolanConfig: ${CONFIG_VERSION}`, (fields) => {
    fields.version("portolanConfig", CONFIG_VERSION);
    fields.allowOnly(["portolanConfig", ...NAMES]);
    // A report is a folder, or a mapping that also says whose it is.
    const report = fields.isMapping("report") ? fields.mapping("report")! : null;
    report?.allowOnly(["folder", ...Object.keys(BRAND_KEYS)]);
    const places = NAMES.flatMap((name) => {
      const isList = "isList" in CONFIG_KEYS[name];
      const inMapping = name === "report" && report !== null;
      const path = isList ? undefined : inMapping ? report.text("folder") : fields.text(name);
      const paths = isList ? fields.texts(name) : path === undefined ? undefined : [path];
      return paths === undefined ? [] : [[name, paths] as const];
    });
    return { places: Object.fromEntries(places), brand: report ? readBrand(report) : {} };
  });
}

/** The places that are there anyway; the others are commented out. */
const STATED: readonly ConfigKeyName[] = ["home", "report"];

/** A file to begin with: every key with what it is for. */
export function newProjectConfig(): string {
  const entries = NAMES.map((name) => {
    const { what, example } = CONFIG_KEYS[name];
    const entry = name === "report" ? reportEntry(example) : `${name}: ${example}\n`;
    return `${comment(what)}${STATED.includes(name) ? "" : "# "}${entry}`;
  });
  const head = `# Where this project keeps what Portolan reads and writes; paths are relative to this file.\n`;
  return `${head}portolanConfig: ${CONFIG_VERSION}\n\n${entries.join("\n")}`;
}

const comment = (what: string) => `# ${what[0]!.toUpperCase()}${what.slice(1)}.\n`;

const reportEntry = (folder: string) =>
  [
    `report:\n  folder: ${folder}\n`,
    ...Object.entries(BRAND_KEYS).map(
      ([key, { what, example }]) => `  ${comment(what)}  # ${key}: ${example}\n`,
    ),
  ].join("");
