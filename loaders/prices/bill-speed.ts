import { Bench } from "tinybench";
import { PLATFORMS } from "../../src/model/cost/platforms/index.ts";
import { NO_USAGE } from "../../src/model/cost/usage.ts";
import { newestDate } from "../../src/model/prices/regions.ts";
import type { Figure } from "../bench/figure.ts";
import { readShippedBook } from "./read-prices.ts";

const BOUND_NS = 200;
const CALLS = 100_000;

/** What one bill costs a simulation: the mean over all platforms that have a price, with a usage that changes. */
export const billSpeed: Figure = {
  id: "bill-speed",
  title: "one bill of a simulation, over all platforms",
  async measure() {
    const book = readShippedBook();
    const at = { region: "us-east-1", date: newestDate(book) };
    const pricers = PLATFORMS.flatMap((platform) => {
      const compiled = platform.compile(book, at);
      return compiled.state === "priced" ? [compiled.pricer] : [];
    });
    const usage = {
      ...NO_USAGE,
      wallMs: 20,
      cpuMs: 7,
      coldShare: 0.01,
      initMs: 500,
      memoryMb: 300,
      servers: 2,
      responseBytes: 2000,
      newClients: 1e5,
      downloadBytes: 14e6,
      joulesPerRequest: 0.1,
    };
    let total = 0;
    const bench = new Bench({ time: 500 });
    bench.add("bills", () => {
      for (let i = 0; i < CALLS; i++) {
        usage.requests = 1e6 + i;
        total += pricers[i % pricers.length]!.usd(usage);
      }
    });
    await bench.run();
    const { result } = bench.tasks[0]!;
    if (result.state !== "completed" || !Number.isFinite(total))
      throw new Error("the bills could not be timed");
    const ns = (result.latency.mean * 1e6) / CALLS;
    return [
      {
        what: `one of ${pricers.length} platforms' bills`,
        value: `${ns.toFixed(0)} ns`,
        bound: `≤ ${BOUND_NS} ns`,
        within: ns <= BOUND_NS,
      },
    ];
  },
};
