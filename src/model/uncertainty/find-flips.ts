/** Where one input, moved alone within its bounds, changes who wins. */
export interface FlipSearch {
  /** Who wins at this value of the input. It must give the same answer every time it is asked. */
  readonly valueAt: (x: number) => string;
  /** The field's bounds; above 0 where the scale is logarithmic. */
  readonly from: number;
  readonly to: number;
  readonly scale: "linear" | "log";
  /** Today's value, within the bounds. */
  readonly current: number;
  /** Points of the first pass; two changes that lie closer than two points and cancel each other are not seen. */
  readonly steps?: number;
  /** How exactly a change is placed, relative to its own value. */
  readonly tolerance?: number;
  readonly maxEvaluations?: number;
}

export interface Flip {
  readonly at: number;
  /** Who wins just below it, and just above. */
  readonly below: string;
  readonly above: string;
}

interface Flips {
  /** Changes below today's value and above it, each nearest first. */
  readonly down: readonly Flip[];
  readonly up: readonly Flip[];
  readonly evaluations: number;
  /** False where the search stopped at its limit of evaluations: the flips that it found are the nearest. */
  readonly complete: boolean;
}

/**
 * A scan from today's value outwards, and bisection between points whose winners differ. Where a third winner shows up
 * in between, both parts are searched.
 *
 * @throws RangeError for bounds that are out of order or not positive on a logarithmic scale, or a value outside them
 */
export function findFlips(search: FlipSearch): Flips {
  const { valueAt, from, to, scale, current, steps = 24, tolerance = 0.005, maxEvaluations = 400 } = search;
  if (!(from < to) || !Number.isFinite(to - from))
    throw new RangeError(`bounds ${from} to ${to}: both must be finite, the first below the second`);
  if (scale === "log" && !(from > 0))
    throw new RangeError(`lower bound ${from}: on a logarithmic scale it must be above 0; use "linear"`);
  if (!(current >= from && current <= to))
    throw new RangeError(`current value ${current}: allowed is ${from} to ${to}`);

  let evaluations = 0;
  const answer = (x: number): Point | null => {
    if (evaluations >= maxEvaluations) return null;
    evaluations++;
    return { x, winner: valueAt(x) };
  };
  const middle = (a: number, b: number) => (scale === "log" ? Math.sqrt(a * b) : (a + b) / 2);
  // Around 0 no relative tolerance would ever be met; there it is relative to a thousandth of the span.
  const floor = scale === "log" ? 0 : (to - from) / 1000;
  const close = (a: number, b: number) =>
    Math.abs(b - a) <= tolerance * Math.max(floor, Math.abs(a), Math.abs(b));

  /** All changes between two points, from `near` to `far`; false where the evaluations ran out. */
  const between = (near: Point, far: Point, found: Flip[]): boolean => {
    if (near.winner === far.winner) return true;
    const x = middle(near.x, far.x);
    if (close(near.x, far.x) || x === near.x || x === far.x) {
      const [low, high] = near.x < far.x ? [near, far] : [far, near];
      found.push({ at: x, below: low.winner, above: high.winner });
      return true;
    }
    const point = answer(x);
    return point !== null && between(near, point, found) && between(point, far, found);
  };

  const start = answer(current);
  const sides: [Side, Side] = [
    {
      points: grid(search, steps)
        .filter((x) => x < current)
        .reverse(),
      found: [] as Flip[],
      last: start,
    },
    { points: grid(search, steps).filter((x) => x > current), found: [], last: start },
  ];
  let complete = start !== null;
  // A step down, a step up, and so on: if the evaluations run out, what is known is what lies near.
  for (let step = 0; complete && step <= steps; step++)
    for (const side of sides) {
      const x = side.points[step];
      if (!complete || x === undefined) continue;
      const point = answer(x);
      complete = point !== null && between(side.last!, point, side.found);
      side.last = point;
    }
  return { down: sides[0].found, up: sides[1].found, evaluations, complete };
}

/** The points of one direction, nearest first, and how far the scan has come. */
interface Side {
  readonly points: readonly number[];
  readonly found: Flip[];
  last: Point | null;
}

interface Point {
  readonly x: number;
  readonly winner: string;
}

/** From bound to bound in equal steps, or in equal ratios; both bounds exactly. */
function grid({ from, to, scale }: FlipSearch, steps: number): number[] {
  return Array.from({ length: steps + 1 }, (_, i) => {
    if (i === 0) return from;
    if (i === steps) return to;
    return scale === "log" ? from * (to / from) ** (i / steps) : from + ((to - from) * i) / steps;
  });
}
