/** Scenarios to start from, as `scenarios/*.yaml` has them; pages read them here, without a YAML reader. */
import { FIELDS } from "./fields.js";
import { DEFAULT_SCENARIO, equal, type Scenario } from "./scenario.js";
import { SHIPPED_PRESETS } from "./shipped-presets.js";

export interface Preset {
  /** The file's name without `.yaml`. */
  readonly id: string;
  readonly scenario: Scenario;
}

/** The conditions that hold until a reader states others. */
export const DEFAULT_PRESET = "default";

export const PRESETS: readonly Preset[] = SHIPPED_PRESETS.map(({ id, states }) => ({
  id,
  scenario: { ...DEFAULT_SCENARIO, ...states },
}));

/** @throws RangeError that names the presets there are */
export function presetOf(id: string): Preset {
  const preset = PRESETS.find((preset) => preset.id === id);
  if (preset) return preset;
  throw new RangeError(`there is no preset “${id}”; known are ${PRESETS.map(({ id }) => id).join(", ")}`);
}

/** The shipped scenario whose conditions these are, whatever they are about; null for a reader's own. */
export function presetLike(scenario: Scenario): Preset | null {
  const conditions = FIELDS.filter(({ group }) => group !== "subject");
  return (
    PRESETS.find((preset) => conditions.every(({ id }) => equal(preset.scenario[id], scenario[id]))) ?? null
  );
}
