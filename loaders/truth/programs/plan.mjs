/** How much work of each kind a run does. */
import { now } from "./spans.mjs";

export const BUCKETS = ["interpreter", "compute", "io"];

/** Only ONNX Runtime's calls are asynchronous; to await the others would measure the event loop. */
export async function repeat(work, units) {
  for (let i = 0; i < units; i++) {
    const result = work();
    if (result instanceof Promise) await result;
  }
}

/** V8 compiles what runs often again, and better; Wasm modules of an engine's size take longest. */
const WARM_UP_NS = 150e6;

/** Nanoseconds per unit: the best of three, over at least five milliseconds each, after a warm-up. */
async function calibrate(work) {
  for (const begin = now(); Number(now() - begin) < WARM_UP_NS; ) await repeat(work, 1);
  for (let units = 1; ; units *= 2) {
    let best = Infinity;
    for (let i = 0; i < 3; i++) {
      const begin = now();
      await repeat(work, units);
      best = Math.min(best, Number(now() - begin));
    }
    if (best >= 5e6) return best / units;
  }
}

/** Units by kind for each bucket of each iteration. Iterations vary in length by ±40 %, as requests do. */
export async function makePlan(work, targetMs, iterationMs) {
  let seed = 1;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  const kinds = [];
  for (const bucket of BUCKETS) {
    for (const [kind, run] of Object.entries(work[bucket])) {
      kinds.push({ bucket, kind, unitNs: await calibrate(run), debtNs: 0 });
    }
  }
  const iterations = Math.max(1, Math.round(BUCKETS.reduce((sum, b) => sum + targetMs[b], 0) / iterationMs));
  return Array.from({ length: iterations }, () => {
    const factor = 0.6 + 0.8 * random();
    return kinds.flatMap((entry) => {
      const { bucket, kind, unitNs } = entry;
      entry.debtNs += (factor * targetMs[bucket] * 1e6) / iterations / Object.keys(work[bucket]).length;
      const units = Math.max(0, Math.round(entry.debtNs / unitNs));
      entry.debtNs -= units * unitNs;
      return units > 0 ? [[bucket, kind, units]] : [];
    });
  });
}
