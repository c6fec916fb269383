import { Bench } from "tinybench";
import type { SampleBatch, WarmParameters } from "./protocol.ts";

export interface Sample {
  readonly startMs: number;
  readonly wallMs: number;
  readonly spanMs: ArrayLike<number>;
  /** Where they are kept. */
  readonly callEndMs?: readonly number[] | undefined;
}

/** A long measurement hands over its samples about this often, so that a kill loses at most so much. */
const FLUSH_EVERY_MS = 1_000;

/**
 * The warm loop: tinybench drives it, by time and by count, with our own clock readings as
 * `overriddenDuration`. tinybench sorts its samples in place, so the raw ones are kept here, in order.
 *
 * @param iterate runs one request and returns its times; the object may be reused by the next call
 * @param flush is called between iterations, outside any measured time
 */
export async function runWarm(
  iterate: () => Promise<Sample>,
  parameters: WarmParameters,
  flush: (batch: SampleBatch) => void,
): Promise<number> {
  let done = 0;
  let origin: number | null = null;
  let batch: SampleBatch | null = null;
  let flushedAt = 0;
  const controller = new AbortController();

  for (let i = 0; i < parameters.warmupIterations; i++) await iterate();

  const bench = new Bench({
    time: parameters.warmTimeMs,
    iterations: parameters.minIterations,
    warmup: false,
    retainSamples: false,
    signal: controller.signal,
    throws: true,
  });
  bench.add(
    "request",
    async () => {
      const sample = await iterate();
      origin ??= sample.startMs;
      batch ??= {
        firstIteration: done,
        startMs: [],
        wallMs: [],
        spanMs: Array.from(sample.spanMs, () => []),
        ...(sample.callEndMs ? { callEndMs: [] } : {}),
      };
      batch.startMs.push(sample.startMs - origin);
      batch.wallMs.push(sample.wallMs);
      for (const [k, spans] of batch.spanMs.entries()) spans.push(sample.spanMs[k]!);
      if (sample.callEndMs) batch.callEndMs!.push([...sample.callEndMs]);
      done++;
      if (sample.startMs - flushedAt > FLUSH_EVERY_MS) {
        if (flushedAt > 0) {
          flush(batch);
          batch = null;
        }
        flushedAt = sample.startMs;
      }
      if (done >= parameters.maxIterations) controller.abort();
      return { overriddenDuration: sample.wallMs };
    },
    { async: true },
  );
  await bench.run();
  if (batch) flush(batch);
  return done;
}
