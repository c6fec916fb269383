/** What a decision says of one option. */
import type { Spread } from "../uncertainty/spread.js";
import type { CentralCase } from "./central-case.js";
import type { Criterion } from "./decision-model.js";
import type { ExpectedCost } from "./expected-cost.js";
import type { GateFinding } from "./gates.js";
import type { DecisionOption } from "./options.js";
import type { PeopleShape } from "./people.js";
import type { Portability } from "./portability.js";

interface JudgedOption {
  readonly option: DecisionOption;
  readonly gates: readonly GateFinding[];
  readonly central: CentralCase;
  readonly cost: ExpectedCost;
  /** What the work is that people do for it. */
  readonly people: PeopleShape;
  readonly portability: Portability;
}

export interface ExcludedOption extends JudgedOption {
  readonly state: "excluded";
}

export interface RankedOption extends JudgedOption {
  readonly state: "ranked";
  readonly spread: Readonly<Record<Criterion, Spread>>;
  /** Share of the draws in which it is the cheapest, or the fastest at p99, of the ranked. */
  readonly cheapest: number;
  readonly fastest: number;
  /** Another ranked option that is no worse in mean cost, p99 and cold start, and better in one; null for none. */
  readonly dominatedBy: DecisionOption | null;
}
