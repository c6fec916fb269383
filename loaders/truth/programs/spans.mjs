/** Time inside calls, and time of garbage collections, nanoseconds on one monotonic clock. */
import { PerformanceObserver, performance } from "node:perf_hooks";

export const now = () => process.hrtime.bigint();

/** The same units of work; each call adds its { begin, end } to `spans`. */
export function timeCalls(units, spans) {
  const timed = (unit) => () => {
    const begin = now();
    const result = unit();
    const end = () => spans.push({ begin: Number(begin), end: Number(now()) });
    if (result instanceof Promise) return result.finally(end);
    end();
    return result;
  };
  return Object.fromEntries(Object.entries(units).map(([kind, unit]) => [kind, timed(unit)]));
}

/** Collects { begin, end } of garbage collections until the returned function is called. */
export function watchCollections() {
  const collections = [];
  // performance.now() and hrtime read one clock from two origins.
  const originNs = Number(now()) - performance.now() * 1e6;
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      const begin = originNs + startTime * 1e6;
      collections.push({ begin, end: begin + duration * 1e6 });
    }
  });
  observer.observe({ entryTypes: ["gc"] });
  return async () => {
    // Entries arrive in a later turn of the event loop.
    await new Promise((resolve) => setTimeout(resolve, 50));
    observer.disconnect();
    return collections.sort((a, b) => a.begin - b.begin);
  };
}

/** Nanoseconds in the spans and in no collection; both are in order of time. */
export function insideNs(spans, collections) {
  let total = 0;
  let next = 0;
  for (const { begin, end } of spans) {
    total += end - begin;
    while (next < collections.length && collections[next].end <= begin) next++;
    for (let k = next; k < collections.length && collections[k].begin < end; k++) {
      total -= Math.min(end, collections[k].end) - Math.max(begin, collections[k].begin);
    }
  }
  return total;
}
