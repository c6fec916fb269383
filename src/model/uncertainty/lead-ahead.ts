/** Where, from today's value of one input towards a bound, today's winner is lost, and who wins from there on. */
interface LeadSearch {
  /** Who wins at a value, asked often: a cheap answer that may err near a change. Always the same for a value. */
  readonly roughly: (x: number) => string;
  /** Who wins, the answer that counts. Always the same for a value. */
  readonly exactly: (x: number) => string;
  /** Today's value, and how far to look; on either side of it. None is negative. */
  readonly from: number;
  readonly to: number;
  /** How the space between the two is searched; both are above 0 where it is logarithmic. */
  readonly scale: "linear" | "log";
  /** Whether only whole numbers are possible. */
  readonly integer: boolean;
}

interface LeadStretch {
  /** From here on, away from today's value: the first whole number of it, or to 0.5 %. */
  readonly at: number;
  readonly winner: string;
}

export interface LeadAhead {
  /**
   * Who wins once today's winner is lost, as far as a quarter beyond that; never empty. Each holds over 2.5 % of the
   * value at least, or over a whole number; what holds for less is passed over.
   */
  readonly stretches: readonly LeadStretch[];
  /** Set where none of them holds for long: they win by turns. */
  readonly byTurns: boolean;
}

/** Points of the scan from today's value to the bound; they lie closer near today's value. */
const STEPS = 12;
const ROUGH_TOLERANCE = 0.03;
const TOLERANCE = 0.005;
/** A winner of less than this, relative to the value, is none that a reader could aim at. */
const SLIVER = 0.025;
/** Today's winner still leads this much short of where it is lost. */
const SHORT = 1.03;
/** Where it is looked who wins beyond that, relative to it. */
const BEYOND = [1.03, 1.07, 1.12, 1.18, 1.25] as const;
const MOST_STRETCHES = 3;
/** So many returns of today's winner, each after a sliver, and it is said to win by turns with others. */
const MOST_RETURNS = 5;

/**
 * Null where today's winner is lost nowhere. Two changes that cancel each other between two points of the scan (5 %
 * apart at first, up to a factor of 3 far away) are not seen.
 */
export function leadAhead(search: LeadSearch): LeadAhead | null {
  const today = search.exactly(search.from);
  let from = search.from;
  for (let returns = 0; ; returns++) {
    const lost = whereLost({ ...search, from }, today);
    if (lost === null) return null;
    const found = stretchesFrom(search, lost);
    const { ahead } = found;
    if (ahead.byTurns || ahead.stretches[0]!.winner !== today) return ahead;
    if (returns === MOST_RETURNS) return { stretches: found.all, byTurns: true };
    from = found.again;
  }
}

/** Neighbours within the tolerance: today's winner still leads at `short`, and no more at `past`. */
interface Lost {
  readonly short: number;
  readonly past: number;
}

function whereLost(search: LeadSearch, today: string): Lost | null {
  const { roughly, exactly, from, to } = search;
  let passed = [from];
  for (const point of scanPoints(search)) {
    if (roughly(point) === today && point !== to) {
      passed.push(point);
      continue;
    }
    if (exactly(point) === today) {
      passed = [point];
      continue;
    }
    // The cheap answer may have missed the change: back to where today's winner is sure to lead.
    let far = point;
    let near = passed.pop() ?? from;
    while (passed.length > 0 && exactly(near) !== today) {
      far = near;
      near = passed.pop()!;
    }
    return lostBetween(search, near, far, today);
  }
  return null;
}

/** From just beyond today's value to the bound. */
function scanPoints({ from, to, scale, integer }: LeadSearch): number[] {
  if (from === to) return [];
  const points = Array.from({ length: STEPS }, (_, i) => {
    if (i === STEPS - 1) return to;
    const share = ((i + 1) / STEPS) ** 2;
    const x = scale === "log" ? from * (to / from) ** share : from + (to - from) * share;
    return integer ? Math.round(x) : x;
  });
  return [...new Set(points)].filter((x) => x !== from);
}

function lostBetween(search: LeadSearch, near: number, far: number, today: string): Lost {
  const { roughly, exactly } = search;
  let [short, past] = [near, far];
  const narrow = (x: number) => {
    if (exactly(x) === today) short = x;
    else past = x;
  };
  if (roughly(short) === today && roughly(past) !== today) {
    const rough = bisected(search, { short, past }, ROUGH_TOLERANCE, (x) => roughly(x) === today);
    narrow(back(search, rough.short, 1 + ROUGH_TOLERANCE, near));
    const beyond = onwards(search, rough.past, 1 + ROUGH_TOLERANCE, far);
    if (isBetween(beyond, short, past)) narrow(beyond);
  }
  const leads = (x: number) => exactly(x) === today;
  let lost = bisected(search, { short, past }, TOLERANCE, leads);
  for (;;) {
    const before = back(search, lost.past, SHORT, near);
    if (before === near || leads(before)) return lost;
    lost = bisected(search, { short: near, past: before }, TOLERANCE, leads);
  }
}

function bisected(search: LeadSearch, lost: Lost, tolerance: number, leads: (x: number) => boolean): Lost {
  let { short, past } = lost;
  for (;;) {
    const x = middle(search, short, past);
    if (x === short || x === past || areClose(search, short, past, tolerance)) return { short, past };
    if (leads(x)) short = x;
    else past = x;
  }
}

interface Found {
  readonly ahead: LeadAhead;
  readonly all: readonly LeadStretch[];
  /** A value of the first stretch. */
  readonly again: number;
}

interface Probed extends LeadStretch {
  /** A value at which it was seen to win. */
  readonly seenAt: number;
}

/** Who wins from where today's winner is lost to a quarter beyond. */
function stretchesFrom(search: LeadSearch, lost: Lost): Found {
  const { exactly, to } = search;
  const at = search.integer ? lost.past : middle(search, lost.short, lost.past);
  const points = BEYOND.map((factor) => onwards(search, lost.past, factor, to));
  const all: Probed[] = [{ at, winner: exactly(lost.past), seenAt: lost.past }];
  let last = lost.past;
  for (const point of new Set(points)) {
    if (point === last) continue;
    all.push(...changesBetween(search, last, point));
    last = point;
  }
  const holding = all.filter(({ at }, i) => {
    const end = all[i + 1]?.at ?? last;
    return search.integer || width(at, end) >= SLIVER || (i === all.length - 1 && last === to);
  });
  const merged = holding.filter(({ winner }, i) => winner !== holding[i - 1]?.winner);
  const [first] = merged;
  if (first === undefined || width(at, first.at) > SLIVER || merged.length > MOST_STRETCHES)
    return { ahead: { stretches: plain(all), byTurns: true }, all: plain(all), again: last };
  const stretches = plain([{ ...first, at }, ...merged.slice(1)]);
  return { ahead: { stretches, byTurns: false }, all: plain(all), again: first.seenAt };
}

const plain = (stretches: readonly Probed[]): LeadStretch[] =>
  stretches.map(({ at, winner }) => ({ at, winner }));

function changesBetween(search: LeadSearch, near: number, far: number): Probed[] {
  const { exactly } = search;
  if (exactly(near) === exactly(far)) return [];
  const x = middle(search, near, far);
  if (x === near || x === far || areClose(search, near, far, TOLERANCE))
    return [{ at: search.integer ? far : x, winner: exactly(far), seenAt: far }];
  return [...changesBetween(search, near, x), ...changesBetween(search, x, far)];
}

/** Of two values, as a share of them; linear around 0. */
const width = (a: number, b: number) =>
  a > 0 && b > 0 ? Math.abs(Math.log(b / a)) : Number.POSITIVE_INFINITY;

function areClose({ from, to, scale }: LeadSearch, a: number, b: number, tolerance: number): boolean {
  // Around 0 no relative tolerance would ever be met; there it is relative to a thousandth of the span.
  const floor = scale === "log" ? 0 : Math.abs(to - from) / 1000;
  return Math.abs(b - a) <= tolerance * Math.max(floor, a, b);
}

function middle({ scale, integer }: LeadSearch, a: number, b: number): number {
  const x = scale === "log" ? Math.sqrt(a * b) : (a + b) / 2;
  return integer ? Math.round(x) : x;
}

const isBetween = (x: number, a: number, b: number) => x > Math.min(a, b) && x < Math.max(a, b);

/** Farther from today's value by a factor, by a whole number at least, and no farther than `bound`. */
function onwards({ from, to, integer }: LeadSearch, x: number, factor: number, bound: number): number {
  return to > from
    ? Math.min(bound, larger(x, factor, integer))
    : Math.max(bound, smaller(x, factor, integer));
}

/** The same towards today's value. */
function back({ from, to, integer }: LeadSearch, x: number, factor: number, bound: number): number {
  return to > from
    ? Math.max(bound, smaller(x, factor, integer))
    : Math.min(bound, larger(x, factor, integer));
}

const larger = (x: number, factor: number, integer: boolean) =>
  integer ? Math.max(x + 1, Math.round(x * factor)) : x * factor;
const smaller = (x: number, factor: number, integer: boolean) =>
  integer ? Math.min(x - 1, Math.round(x / factor)) : x / factor;
