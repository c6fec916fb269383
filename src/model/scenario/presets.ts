/** Scenarios to start from, as `scenarios/*.yaml` has them; pages read them here, without a YAML reader. */
import { DEFAULT_SCENARIO, type Scenario } from "./scenario.js";
import { SHIPPED_PRESETS } from "./shipped-presets.js";

export interface Preset {
  /** The file's name without `.yaml`. */
  readonly id: string;
  readonly scenario: Scenario;
}

/** What a preset states; all else is at its default. */
export interface ShippedPreset {
  readonly id: string;
  readonly states: Partial<Scenario>;
}

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
