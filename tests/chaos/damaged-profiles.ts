import { TraceError } from "../../src/model/traces/format.ts";
import { importTrace } from "../../src/model/traces/import.ts";
import { mutations } from "../fixtures/mutations.ts";
import { brokenInvariants, readSample, sampleNames } from "../fixtures/trace-samples.ts";
import { must, pick, type Storm, trial } from "./storm.ts";

/** Generous: a loaded machine is slow, a hang is forever. */
const LONGEST_MS = 20_000;

/** A profile that was cut, flipped or filled with numbers that no clock gives. */
export const damagedProfiles: Storm = {
  id: "damaged-profiles",
  title: "a profile that was cut, flipped, doubled, or holds impossible numbers",
  promise: "it is refused with one message, or read into times that add up and are finite",
  trials: 3_000,
  async *strike({ random, trials }) {
    for (let i = 0; i < trials; i++) {
      const name = pick(sampleNames, random);
      const kind = pick(Object.keys(mutations), random);
      const mutated = mutations[kind]!(readSample(name), random(), random(), Math.floor(random() * 256));
      yield await trial(`${name} ${kind}`, async () => {
        const start = performance.now();
        try {
          const broken = brokenInvariants(importTrace(mutated));
          must(broken.length === 0, broken.join("; "), "let in");
        } catch (error) {
          if (!(error instanceof TraceError)) throw error;
          must(!/fault of Portolan/.test(error.message), error.message);
        }
        must(performance.now() - start < LONGEST_MS, "it took too long", "hung");
      });
    }
  },
};
