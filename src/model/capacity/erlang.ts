/**
 * Erlang's formulas for c parallel servers. The load is offered in erlangs: arrivals a second × seconds of service.
 * Source: A. K. Erlang 1917; in any text, e.g. Gross et al., Fundamentals of Queueing Theory, §2.
 */

/**
 * Probability that an arrival finds all servers of a loss system busy. Any load.
 *
 * 1 / B = Σₖ c (c − 1) … (c − k + 1) / aᵏ, summed until the terms no longer count: about √a of them, where the
 * recursion over the servers needs c.
 */
export function erlangB(servers: number, load: number): number {
  if (load === 0) return servers === 0 ? 1 : 0;
  let term = 1;
  let sum = 1;
  for (let k = 1; k <= servers; k++) {
    const ratio = (servers - k + 1) / load;
    term *= ratio;
    sum += term;
    // So many spare servers that nobody is ever turned away.
    if (sum === Number.POSITIVE_INFINITY) return 0;
    if (ratio < 1 && term < sum * 1e-17) break;
  }
  return 1 / sum;
}

/** B for one server more, from B. */
export const nextErlangB = (blocked: number, servers: number, load: number): number =>
  (load * blocked) / (servers + load * blocked);

/** Erlang C, the probability that an arrival has to wait in M/M/c, from Erlang B. */
export function waitingFrom(blocked: number, utilisation: number): number {
  return blocked / (1 - utilisation * (1 - blocked));
}

/** What is known of a queue: how often requests come, how long each keeps a server, and how both vary. */
export interface QueueLoad {
  readonly ratePerSecond: number;
  readonly serviceMs: number;
  /** Squared coefficient of variation of the service times: 0 for constant, 1 for exponential. */
  readonly serviceCv2: number;
  /** The same of the times between arrivals; 1 for Poisson. */
  readonly arrivalCv2: number;
}

/** Erlangs: mean number of busy servers. */
export const offeredLoad = ({ ratePerSecond, serviceMs }: QueueLoad): number =>
  (ratePerSecond * serviceMs) / 1000;

/**
 * Time before service that is exceeded with probability `exceeded`, ms: where M/M/c's tail C e^(−(c − a) t / s) falls to
 * it, the time scaled by Allen and Cunneen's factor; an approximation unless both coefficients of variation are 1.
 * Source: A. O. Allen, Probability, Statistics, and Queueing Theory, 2nd ed. 1990, §5.
 */
export function tailMs(
  waiting: number,
  spare: number,
  serviceMs: number,
  factor: number,
  exceeded: number,
): number {
  return waiting <= exceeded ? 0 : (Math.log(waiting / exceeded) * serviceMs * factor) / spare;
}

/** Allen and Cunneen's factor, (Ca² + Cs²) / 2. */
export const variability = ({ arrivalCv2, serviceCv2 }: QueueLoad): number => (arrivalCv2 + serviceCv2) / 2;
