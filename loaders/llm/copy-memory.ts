/** Bytes that are copied in a round: far more than any cache holds. */
export interface CopyJob {
  readonly bytes: number;
  readonly rounds: number;
}

/** Copies memory again and again, on one thread; milliseconds of each round. */
export async function run({ bytes, rounds }: CopyJob): Promise<number[]> {
  const from = new Uint8Array(bytes).fill(1);
  const to = new Uint8Array(bytes);
  const roundMs: number[] = [];
  // The first touches pages that are not there yet.
  for (let round = -1; round < rounds; round++) {
    const start = performance.now();
    to.set(from);
    if (round >= 0) roundMs.push(performance.now() - start);
  }
  return roundMs;
}
