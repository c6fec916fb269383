import { type FintechFigure, fintechCase } from "../model/cost/fintech-case.js";
import { PRESETS } from "../model/scenario/presets.js";
import type { Scenario } from "../model/scenario/scenario.js";

const preset = PRESETS.find(({ id }) => id === "fintech");

/** The published figures of the case that a scenario retells, each recomputed; none for any other scenario. */
export function caseFigures({ summary }: Pick<Scenario, "summary">): readonly FintechFigure[] {
  return preset !== undefined && summary === preset.scenario.summary ? fintechCase() : [];
}
