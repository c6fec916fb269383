/** Every option with the gates that need no draw, ready to be simulated. */
import type { Platform } from "../cost/platforms/platform.js";
import type { Compiled } from "../cost/pricer.js";
import type { Scenario } from "../scenario/scenario.js";
import { centralDraw } from "./central-case.js";
import { emptyOutcome, type PricedOption } from "./decision-model.js";
import { fixedGates, type GateFinding } from "./gates.js";
import type { Grounds } from "./grounds.js";
import { type DecisionOption, optionsOf } from "./options.js";
import { type PeopleShape, peopleShape } from "./people.js";
import { type RequestOutcome, type RequestShape, requestOutcome } from "./request.js";
import { requestShape } from "./request-shape.js";

export interface Prepared {
  readonly option: DecisionOption;
  readonly request: RequestShape;
  readonly people: PeopleShape;
  /** At the centre of every range. */
  readonly outcome: RequestOutcome;
  readonly compiled: Compiled;
  readonly gates: readonly GateFinding[];
  /** Null where the platform has no price for it. */
  readonly priced: PricedOption | null;
}

export type CompiledPlatforms = ReadonlyMap<Platform, Compiled>;

export function compilePlatforms({ platforms, book, compile }: Grounds): CompiledPlatforms {
  return new Map(platforms.map((platform) => [platform, platform.compile(book, compile)]));
}

/**
 * @param compiled of the same grounds, for callers that prepare many scenarios
 * @param only ids of the options to prepare; all by default
 */
export function prepare(
  grounds: Grounds,
  scenario: Scenario,
  compiled: CompiledPlatforms = compilePlatforms(grounds),
  only?: ReadonlySet<string>,
): Prepared[] {
  const { evidence, platforms } = grounds;
  const central = centralDraw(scenario);
  const options = optionsOf(evidence, platforms, scenario.apiP99Ms);
  const today = {
    target: evidence.baseline,
    glue: evidence.targets.find(({ target }) => target === evidence.baseline)?.glue ?? null,
  };
  const asked = only === undefined ? options : options.filter(({ id }) => only.has(id));
  return asked.map((option) => {
    const request = requestShape(option, evidence, scenario, grounds.ownArrivalsMs);
    const people = peopleShape(option, today, platforms[0]!.id, scenario.multiTenant);
    const outcome = emptyOutcome();
    requestOutcome(request, central, 1, 1, outcome);
    const prices = compiled.get(option.platform)!;
    return {
      option,
      request,
      people,
      outcome,
      compiled: prices,
      gates: fixedGates(option, scenario, outcome.usage, prices, evidence.gate),
      priced: prices.state === "priced" ? { request, people, pricer: prices.pricer } : null,
    };
  });
}
