/** Every number that could change the advice, as something that a search can move alone. */

import { countText, usdText } from "../format.js";
import type { PriceBook } from "../prices/price.js";
import { priceAt } from "../prices/price-at.js";
import type { LimitField, RangeField } from "../scenario/field.js";
import { FIELDS, type FieldId } from "../scenario/fields.js";
import { centre, exactly, movedTo, type Range } from "../scenario/range.js";
import type { RangeFieldId, Scenario } from "../scenario/scenario.js";
import { canBatch } from "./batching.js";
import type { Decision } from "./decide.js";
import type { TargetEvidence } from "./evidence.js";
import type { Grounds } from "./grounds.js";
import type { DecisionOption } from "./options.js";
import type { RankedOption } from "./ranked-option.js";
import { speaks } from "./sold-model.js";

export interface FlipInput {
  /** `requestsPerMonth`, `price:aws.egress`, `time:native`: unique. */
  readonly id: string;
  readonly kind: "field" | "limit" | "price" | "measured";
  readonly label: string;
  /** What the search may try, and where the input is now; both in the input's unit, or as a factor. */
  readonly from: number;
  readonly to: number;
  readonly scale: "linear" | "log";
  /** Whether only whole numbers are possible. */
  readonly integer: boolean;
  readonly current: number;
  /** What distances are measured from; 0 where there is nothing to measure from: a limit that is not set, a value of 0. */
  readonly reference: number;
  /** The input at a value, as it stands in a sentence after "above" or "below". */
  readonly phrase: (value: number) => string;
  readonly at: (value: number) => { readonly grounds: Grounds; readonly scenario: Scenario };
}

/** How far from its current value an input without natural bounds is moved, up and down. */
const DECADES = 1000;
/** Prices and measured figures. */
const FACTORS = { from: 0.05, to: 20, scale: "log", integer: false, current: 1, reference: 1 } as const;

const isRanked = ({ ranked }: Decision, is: (option: DecisionOption) => boolean) =>
  ranked.some(({ option }) => is(option));
const isSold = ({ platform }: DecisionOption) => platform.sells !== undefined;

/** Fields that only some options have a part in: whether one of those is ranked. */
const OF_SOME: Partial<Record<FieldId, (decision: Decision) => boolean>> = {
  batchWindowMs: (decision) => isRanked(decision, canBatch),
  promptTokens: ({ evidence }) => speaks(evidence),
  answerTokens: ({ evidence }) => speaks(evidence),
  apiHours: (decision) => isRanked(decision, isSold),
  apiP99Ms: (decision) => isRanked(decision, isSold),
};

/** Scenario fields first, then the prices that the bills of the leaders use, then what was measured. */
export function flipInputs(decision: Decision, grounds: Grounds): FlipInput[] {
  const leaders = leadersOf(decision);
  return [
    ...FIELDS.flatMap((field): FlipInput[] => {
      if (OF_SOME[field.id]?.(decision) === false) return [];
      if (field.kind === "range") return [rangeInput(field as RangeField, decision.scenario, grounds)];
      return field.kind === "limit" ? [limitInput(field as LimitField, decision, grounds)] : [];
    }),
    ...priceInputs(leaders, decision.scenario, grounds),
    ...measuredInputs(leaders, decision.scenario, grounds),
  ];
}

/** The leader, and the best of the others per target and per platform: those whose figures could matter first. */
function leadersOf({ ranked }: Decision): RankedOption[] {
  const seen = new Set<string>();
  return ranked.filter(({ option }) => {
    const keys = [option.platform.id, option.target.target];
    const fresh = keys.some((key) => !seen.has(key));
    for (const key of keys) seen.add(key);
    return fresh;
  });
}

function rangeInput(field: RangeField, scenario: Scenario, grounds: Grounds): FlipInput {
  const { id, phrase } = field;
  const range = scenario[id as RangeFieldId];
  const value = centre(range);
  return {
    id,
    kind: "field",
    label: field.label,
    phrase,
    reference: value,
    ...searchedAround(field, value),
    integer: field.integer === true,
    at: (x) => ({ grounds, scenario: { ...scenario, [id]: moved(range, x, field) } }),
  };
}

/** A linear field whose bounds lie far beyond its value is searched by ratio: nobody asks about a million hours. */
function searchedAround({ least, most, scale, integer }: RangeField, value: number) {
  if (value <= 0) {
    const from = Math.max(least, integer ? 1 : most / 1e7);
    return { from, to: most, scale: "log", current: from } as const;
  }
  if (scale === "linear" && most <= value * 20) return { from: least, to: most, scale, current: value };
  const down = value / DECADES;
  const from = Math.max(least, integer ? Math.max(1, Math.round(down)) : down);
  const to = Math.min(most, value * DECADES);
  return { from, to, scale: "log", current: value } as const;
}

/** The range with its centre at `value`, keeping its relative width as far as the field allows. */
function moved(range: Range, value: number, { least, most, integer }: RangeField): Range {
  if (range.kind === "value" || !(centre(range) > 0)) return exactly(value);
  const to = movedTo(range, value);
  const within = (x: number) => Math.min(most, Math.max(least, integer ? Math.round(x) : x));
  if (to.kind === "triangle") return { ...to, min: within(to.min), max: within(to.max) };
  if (to.kind === "interval") return { ...to, p5: within(to.p5), p95: within(to.p95) };
  return to;
}

const USED: Readonly<Record<string, (option: RankedOption) => number>> = {
  p99SloMs: ({ spread }) => spread.p99Ms.mean,
  apiP99Ms: ({ spread }) => spread.p99Ms.mean,
  coldSloMs: ({ spread }) => spread.coldMs.mean,
  budgetUsdPerMonth: ({ spread }) => spread.billUsd.mean,
  // Between what has WebGPU and what has Wasm.
  leastClientsPercent: () => 90,
  memoryLimitMb: ({ central }) => central.outcome.usage.memoryMb,
};

function limitInput(field: LimitField, { scenario, ranked }: Decision, grounds: Grounds): FlipInput {
  const { id, phrase } = field;
  const limit = scenario[id as FieldId] as number | null;
  const used = ranked.map((option) => USED[id]!(option)).filter((x) => x > 0 && Number.isFinite(x));
  const needed = used[0] ?? limit ?? Math.sqrt(field.least * field.most);
  // An unknown latency matters where it is held against the limit on it.
  const against = field.unset === "least" ? scenario.p99SloMs : null;
  const around = [...used, needed, limit ?? needed, against ?? needed];
  const from = Math.max(field.least, Math.min(...around) / 30);
  const to = Math.min(field.most, Math.max(...around) * 30);
  // Without a limit the search starts where none could bind.
  const current = limit ?? (field.unset === "least" ? from : to);
  return {
    id,
    kind: "limit",
    label: field.label,
    phrase,
    from,
    to,
    scale: "log",
    integer: false,
    current,
    reference: limit ?? 0,
    at: (x) => ({ grounds, scenario: { ...scenario, [id]: limit === null && x === current ? null : x } }),
  };
}

function priceInputs(leaders: readonly RankedOption[], scenario: Scenario, grounds: Grounds): FlipInput[] {
  const { book, compile } = grounds;
  const ids = leaders.flatMap(
    ({ cost }) => cost.bill?.lines.filter(({ usd }) => usd > 0).map(({ priceId }) => priceId) ?? [],
  );
  return [...new Set(ids)].flatMap((id): FlipInput[] => {
    const found = priceAt(book, id, compile);
    if (found.state === "missing") return [];
    const { title, tiers, unit } = found.price;
    const base = tiers.find(({ value }) => value > 0)?.value ?? 0;
    const per = unit.replace(/^USD\//, "").replace("-", " ");
    return [
      {
        id: `price:${id}`,
        kind: "price",
        label: title,
        ...FACTORS,
        phrase: (factor) => `a price of ${usdText(base * factor)} per ${per} for ${title}`,
        at: (factor) => ({ grounds: { ...grounds, book: scaled(book, id, factor) }, scenario }),
      },
    ];
  });
}

function scaled(book: PriceBook, id: string, factor: number): PriceBook {
  return {
    ...book,
    entries: book.entries.map((entry) =>
      entry.id !== id
        ? entry
        : {
            ...entry,
            history: entry.history.map((price) => ({
              ...price,
              tiers: price.tiers.map((tier) => ({ ...tier, value: tier.value * factor })),
            })),
          },
    ),
  };
}

const MEASURED = [
  ["time", "Time", "taking", "its time", scaledTime],
  ["cold", "Cold start", "needing", "its cold start", scaledCold],
  ["memory", "Memory", "needing", "its memory", scaledMemory],
] as const;

function measuredInputs(leaders: readonly RankedOption[], scenario: Scenario, grounds: Grounds): FlipInput[] {
  const measured = leaders.filter(({ option }) => option.target.basis !== "bought");
  const targets = [...new Set(measured.map(({ option }) => option.target))];
  return targets.flatMap((target) =>
    MEASURED.flatMap(([name, label, verb, what, scale]): FlipInput[] => {
      if (name === "memory" && target.peakRssBytes === null) return [];
      const basis = target.basis === "measured" ? "as measured" : "as forecast";
      return [
        {
          id: `${name}:${target.target}`,
          kind: "measured",
          label: `${label} of ${target.title}`,
          ...FACTORS,
          phrase: (factor) => `${target.title} ${verb} ${countText(factor)} times ${what} ${basis}`,
          at: (factor) => ({ grounds: withTarget(grounds, target, scale(target, factor)), scenario }),
        },
      ];
    }),
  );
}

function scaledTime(target: TargetEvidence, factor: number): TargetEvidence {
  return { ...target, wallMs: times(target.wallMs, factor) };
}
function scaledCold(target: TargetEvidence, factor: number): TargetEvidence {
  return { ...target, coldMs: times(target.coldMs, factor) };
}
function scaledMemory(target: TargetEvidence, factor: number): TargetEvidence {
  const { peakRssBytes, linearMemoryBytes: linear } = target;
  const linearMemoryBytes = linear === null ? null : linear * factor;
  return { ...target, peakRssBytes: (peakRssBytes ?? 0) * factor, linearMemoryBytes };
}

const times = ({ value, low, high }: TargetEvidence["wallMs"], factor: number) => ({
  value: value * factor,
  low: low * factor,
  high: high * factor,
});

function withTarget(grounds: Grounds, old: TargetEvidence, replacement: TargetEvidence): Grounds {
  const targets = grounds.evidence.targets.map((target) => (target === old ? replacement : target));
  return { ...grounds, evidence: { ...grounds.evidence, targets } };
}
