// Writes src/model/scenario/shipped-presets.ts from scenarios/*.yaml. A test keeps them together.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { FIELDS } from "../../src/model/scenario/fields.ts";
import type { ShippedPreset } from "../../src/model/scenario/presets.ts";
import { DEFAULT_SCENARIO, equal } from "../../src/model/scenario/scenario.ts";
import { projectRoot } from "../paths.ts";
import { readShippedBook } from "../prices/read-prices.ts";
import { knownOf, presetNames, readScenario, SCENARIOS_FOLDER } from "./read-scenario.ts";

export const PRESETS_MODULE = join(projectRoot, "src", "model", "scenario", "shipped-presets.ts");

/** The presets as their files state them, without what is at its default. */
export function readPresets(): ShippedPreset[] {
  const known = knownOf(readShippedBook());
  return presetNames().map((id) => {
    const scenario = readScenario(join(SCENARIOS_FOLDER, `${id}.yaml`), known);
    const stated = FIELDS.filter((field) => !equal(scenario[field.id], DEFAULT_SCENARIO[field.id]));
    return { id, states: Object.fromEntries(stated.map((field) => [field.id, scenario[field.id]])) };
  });
}

export function presetsModule(presets: readonly ShippedPreset[]): string {
  return `// biome-ignore-all format: written from scenarios/*.yaml by \`npx tsx loaders/decide/write-presets.ts\`; edit those.
import type { ShippedPreset } from "./presets.js";

/** The scenarios that Portolan ships, in the order of their files. */
export const SHIPPED_PRESETS: readonly ShippedPreset[] = [
${presets.map((preset) => `  ${JSON.stringify(preset)},`).join("\n")}
];
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  writeFileSync(PRESETS_MODULE, presetsModule(readPresets()));
}
