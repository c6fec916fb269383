/** Every published figure that this report is held against, each with its verdict: the claims ledger. */
import { inWords, listed } from "../words.js";
import { BOUNDARY_CLAIMS } from "./boundary.js";
import {
  type CheckedClaim,
  CLAIM_VERDICTS,
  type Claim,
  type ClaimVerdict,
  checkClaim,
  type Evidence,
} from "./claim.js";
import { PROFILER_CLAIMS, UNTESTABLE_CLAIMS } from "./elsewhere.js";
import { FEATURE_CLAIMS } from "./features.js";
import { HIDDEN_COST_CLAIMS } from "./hidden-cost.js";
import { LANGUAGE_MODEL_CLAIMS } from "./language-models.js";
import { PORT_CLAIMS } from "./ports.js";
import { START_CLAIMS } from "./starts.js";

/** By source, then by letter. */
export const LEDGER: readonly Claim[] = [
  ...HIDDEN_COST_CLAIMS,
  ...PORT_CLAIMS,
  ...BOUNDARY_CLAIMS,
  ...FEATURE_CLAIMS,
  ...START_CLAIMS,
  ...LANGUAGE_MODEL_CLAIMS,
  ...UNTESTABLE_CLAIMS,
  ...PROFILER_CLAIMS,
].sort((a, b) => (a.id < b.id ? -1 : 1));

export const checkLedger = (evidence: Evidence): CheckedClaim[] =>
  LEDGER.map((claim) => checkClaim(claim, evidence));

/** Verdicts that decide a figure, one way or the other. */
const DECIDED: Partial<Record<ClaimVerdict, string>> = {
  reproduced: "reproduced",
  partly: "reproduced in part",
  "not reproduced": "not reproduced",
  contradicted: "contradicted",
};
const OPEN: Partial<Record<ClaimVerdict, string>> = {
  undecided: "measured, with intervals too wide to tell",
  "not measured here": "to be had by a command",
  "not testable here": "beyond what this report can test",
};

/** "Of 45 published figures, 19 can be decided here: six are reproduced, four are reproduced in part and nine are not reproduced." */
export function ledgerFinding(checked: readonly CheckedClaim[]): string {
  const decided = checked.filter(({ verdict }) => DECIDED[verdict]).length;
  return decided === 0
    ? `None of ${checked.length} published figures can be decided here.`
    : `Of ${checked.length} published figures, ${inWords(decided)} can be decided here: ${counts(checked, DECIDED)}.`;
}

/** What is to be said of that: how many it took no measurement for, and what the others wait for. */
export function ledgerStandfirst(checked: readonly CheckedClaim[]): string {
  const byInputs = checked.filter(({ claim, verdict }) => claim.by === "inputs" && DECIDED[verdict]).length;
  const others = counts(checked, OPEN);
  return [
    byInputs > 0
      ? `Arithmetic alone decides ${inWords(byInputs)}: the source’s own inputs give the figure, or another one.`
      : "",
    others === "" ? "" : `Of the others, ${others}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

function counts(checked: readonly CheckedClaim[], said: Partial<Record<ClaimVerdict, string>>): string {
  const parts = CLAIM_VERDICTS.flatMap((verdict) => {
    const number = checked.filter((one) => one.verdict === verdict).length;
    return said[verdict] && number > 0
      ? [`${inWords(number)} ${number === 1 ? "is" : "are"} ${said[verdict]}`]
      : [];
  });
  return listed(parts);
}
