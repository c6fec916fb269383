/** What has to be said of an API that is chosen, or could be, in place of an engine of one’s own. */
import type { Action } from "../../model/decision/advice.js";
import type { Decision } from "../../model/decision/decide.js";
import type { Grounds } from "../../model/decision/grounds.js";
import { speaks } from "../../model/decision/sold-model.js";
import { formatMs } from "../../model/format.js";
import { centre } from "../../model/scenario/range.js";
import { phraseOf } from "../../model/scenario/scenario.js";
import { capital, listed, named } from "../words.js";

/** What an advice to call an API leaves open; null where that is not what is advised. */
export function openOfApi(action: Action, { scenario }: Pick<Decision, "scenario">): string | null {
  if (action.state !== "call") return null;
  const { tail, title } = action.option.target;
  const quality = `${title} is another model than the one that was measured, and nobody compared their answers`;
  if (tail.state === "stated" || scenario.p99SloMs === null) return `It stands on this: ${quality}.`;
  return `It stands on two things that nobody measured: ${quality}; and no latency of it is known, where ${formatMs(scenario.p99SloMs)} are asked for. Time calls of it where you would make them, and state their p99 as apiP99Ms.`;
}

/** What the API options of a decision rest on; nothing where none is ranked. */
export function apiNotes({ ranked, scenario }: Decision): string[] {
  const sold = ranked.filter(({ option }) => option.platform.sells);
  if (sold.length === 0) return [];
  const phrase = (id: "promptTokens" | "answerTokens" | "apiHours") => phraseOf(id, centre(scenario[id]));
  const titles = listed(sold.map(({ option }) => option.title));
  return [
    `${capital(titles)}: billed for ${phrase("promptTokens")} and ${phrase("answerTokens")}, with ${phrase("apiHours")}, which is an assumption (apiHours). It is another model than the one that was measured, and every prompt leaves the device.`,
  ];
}

/** Why an API that the scenario names is no option; nothing where it is one, or none is named. */
export function idleApis({ platforms, evidence }: Pick<Grounds, "platforms" | "evidence">): string[] {
  const sold = platforms.filter(({ sells }) => sells);
  if (sold.length === 0 || speaks(evidence)) return [];
  const titles = listed(sold.map(named));
  return [
    `${titles} ${sold.length === 1 ? "takes" : "take"} no part: “${evidence.title}” is no language model.`,
  ];
}
