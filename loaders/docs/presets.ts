import { join } from "node:path";
import { FIELDS } from "../../src/model/scenario/fields.ts";
import { DEFAULT_SCENARIO, equal } from "../../src/model/scenario/scenario.ts";
import type { ShippedPreset } from "../../src/model/scenario/shipped-presets.ts";
import { knownOf, presetNames, readScenario, SCENARIOS_FOLDER } from "../decide/read-scenario.ts";
import { readShippedBook } from "../prices/read-prices.ts";

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
  return `// biome-ignore-all format: written from scenarios/*.yaml by \`npm run docs\`; edit those.
import type { Scenario } from "./scenario.js";

/** What a preset states; all else is at its default. */
export interface ShippedPreset {
  readonly id: string;
  readonly states: Partial<Scenario>;
}

/** The scenarios that Portolan ships, in the order of their files. */
export const SHIPPED_PRESETS: readonly ShippedPreset[] = [
${presets.map((preset) => `  ${JSON.stringify(preset)},`).join("\n")}
];
`;
}
