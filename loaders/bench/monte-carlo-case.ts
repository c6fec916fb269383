// Runs in Node and in a browser: the case that the bound is stated for, and the clock around it.
import type { UncertainModel } from "../../src/model/uncertainty/model.ts";
import { simulate } from "../../src/model/uncertainty/simulate.ts";
import { probabilityBest, spreadsOf } from "../../src/model/uncertainty/spread.ts";

const INPUTS = 20;
const OPTIONS = 8;
const DRAWS = 10_000;
const UPDATES = 60;

/** Times of one answer each, ms: draws, outcomes, chances and quantiles. */
export interface MonteCarloTimes {
  /** With nothing kept from before. */
  readonly firstMs: number;
  /** Every later one has another range in one input, as under a slider. */
  readonly updateMs: readonly number[];
  /** Of these, the draws and outcomes alone. */
  readonly simulateMs: readonly number[];
}

export function timeMonteCarlo(): MonteCarloTimes {
  const updateMs: number[] = [];
  const simulateMs: number[] = [];
  for (let update = 0; update <= UPDATES; update++) {
    const model = monthlyCost(1e6 * 1.05 ** update);
    const start = performance.now();
    const simulation = simulate(model, DRAWS);
    simulateMs.push(performance.now() - start);
    const all = model.options.map((_, o) => o);
    const cheapest = probabilityBest(simulation, 0, all);
    const spreads = spreadsOf(simulation);
    updateMs.push(performance.now() - start);
    const chance = cheapest.reduce((sum, share) => sum + share, 0);
    if (Math.abs(chance - 1) > 1e-6 || !spreads.flat().every(({ p50 }) => p50 > 0))
      throw new Error(`the case went wrong: chances sum to ${chance}`);
  }
  return { firstMs: updateMs[0]!, updateMs: updateMs.slice(1), simulateMs: simulateMs.slice(1) };
}

/** Total, bill, p99 and cold start of eight options on metered or reserved platforms, from 20 log-normal inputs. */
function monthlyCost(requestsPerMonth: number): UncertainModel {
  const centres = [requestsPerMonth, 20, 400, 3, 160, 95, 24, 8, 0.01, 1.2, 300, 2e-5, 2e-7, 0.1];
  const inputs = Array.from({ length: INPUTS }, (_, i) => {
    const centre = centres[i] ?? 1;
    return {
      id: `input ${i}`,
      label: `Input ${i}`,
      unit: null,
      range: { kind: "interval", p5: centre / 1.5, p95: centre * 1.5 } as const,
    };
  });
  const options = Array.from({ length: OPTIONS }, (_, o) => `option ${o}`);
  const criteria = ["totalUsd", "billUsd", "p99Ms", "coldMs"];
  return {
    inputs,
    options,
    criteria,
    evaluate(draw, out) {
      const requests = draw[0]!;
      const wallMs = draw[1]!;
      const initMs = draw[2]!;
      const debugHours = draw[3]!;
      const portHours = draw[4]!;
      const hourUsd = draw[5]!;
      const months = draw[6]!;
      const upkeepHours = draw[7]!;
      const coldShare = draw[8]!;
      const factor = draw[9]!;
      const memoryMb = draw[10]!;
      const gbSecondUsd = draw[11]!;
      const requestUsd = draw[12]!;
      const serverHourUsd = draw[13]!;
      const growth = 1.08 ** (1 / 12);
      const annuity = (1 - growth ** -months) / (growth - 1);
      for (let o = 0; o < OPTIONS; o++) {
        const reserved = o % 2 === 1;
        const ms = wallMs * factor * (0.4 + 0.15 * o) * draw[14 + (o % 6)]!;
        const rate = (requests / 2_628_000) * 3;
        const servers = Math.ceil((rate * ms) / 700 + Math.sqrt((rate * ms) / 1000));
        const gbSeconds = (requests * (ms + coldShare * initMs) * memoryMb) / 1024 / 1000;
        const metered = gbSeconds * gbSecondUsd + requests * requestUsd;
        const bill = reserved ? Math.max(1, servers) * 730 * serverHourUsd : metered;
        const people = (debugHours * (1 + 0.2 * o) + upkeepHours) * hourUsd;
        out[o * 4] = o * portHours * hourUsd * 0.3 + annuity * (bill + people);
        out[o * 4 + 1] = bill;
        out[o * 4 + 2] = ms * 1.6 + (coldShare > 0.01 && !reserved ? initMs : 0);
        out[o * 4 + 3] = ms + initMs;
      }
    },
  };
}
