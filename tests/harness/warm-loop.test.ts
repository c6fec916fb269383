import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { systemPython } from "../../loaders/python/venv.ts";
import { runCommand } from "../../loaders/run-command.ts";
import type { SampleBatch } from "../../loaders/worker/protocol.ts";
import { runWarm } from "../../loaders/worker/warm-loop.ts";

/** A loop over requests that take virtual milliseconds, so that no test waits for a clock. */
async function loop(parameters: Partial<Parameters<typeof runWarm>[1]>, wallMs: (i: number) => number) {
  let calls = 0;
  let now = 1_000;
  let inside = false;
  let flushedInside = false;
  const batches: SampleBatch[] = [];
  const sample = { startMs: 0, wallMs: 0, spanMs: new Float64Array(2) };
  const iterations = await runWarm(
    async () => {
      inside = true;
      await null;
      sample.startMs = now;
      sample.wallMs = wallMs(calls++);
      sample.spanMs.set([sample.wallMs * 0.25, sample.wallMs * 0.75]);
      now += sample.wallMs;
      inside = false;
      return sample;
    },
    { warmTimeMs: 50, warmupIterations: 0, minIterations: 1, maxIterations: 1_000, ...parameters },
    (batch) => {
      flushedInside ||= inside;
      batches.push(batch);
    },
  );
  const walls = batches.flatMap((batch) => batch.wallMs);
  return { iterations, batches, walls, calls, flushedInside };
}

describe("the warm loop", () => {
  it("keeps the samples in the order in which they ran", async () => {
    const { walls, batches } = await loop({ warmTimeMs: 200 }, (i) => [9, 1, 30, 4][i % 4]!);
    expect(walls.length).toBeGreaterThan(8);
    expect(walls).toEqual(walls.map((_, i) => [9, 1, 30, 4][i % 4]));
    const [batch] = batches;
    expect(batch!.startMs.slice(0, 4)).toEqual([0, 9, 10, 40]);
    expect(batch!.spanMs.map((spans) => spans.slice(0, 2))).toEqual([
      [2.25, 0.25],
      [6.75, 0.75],
    ]);
  });

  it("ends by time: as many requests as fill it", async () => {
    const { iterations, walls } = await loop({ warmTimeMs: 100 }, () => 10);
    expect(iterations).toBe(walls.length);
    expect(iterations).toBeGreaterThanOrEqual(10);
    expect(iterations).toBeLessThanOrEqual(12);
  });

  it("runs the minimum even when the time is over", async () => {
    expect((await loop({ warmTimeMs: 1, minIterations: 7 }, () => 50)).iterations).toBe(7);
  });

  it("never runs more than the maximum", async () => {
    expect((await loop({ warmTimeMs: 1e6, maxIterations: 25 }, () => 1)).iterations).toBe(25);
    expect((await loop({ warmTimeMs: 1, minIterations: 50, maxIterations: 5 }, () => 1)).iterations).toBe(5);
  });

  it("runs the warm-up before, and counts none of it", async () => {
    const { walls, calls } = await loop(
      { warmupIterations: 3, maxIterations: 4, warmTimeMs: 1e6 },
      (i) => i + 1,
    );
    expect(walls).toEqual([4, 5, 6, 7]);
    expect(calls).toBe(7);
  });

  it("hands over long measurements in parts, between requests, gapless", async () => {
    const { batches, flushedInside, iterations } = await loop({ warmTimeMs: 9_000 }, () => 300);
    expect(batches.length).toBeGreaterThan(3);
    expect(flushedInside).toBe(false);
    let next = 0;
    for (const batch of batches) {
      expect(batch.firstIteration).toBe(next);
      expect(batch.startMs.map((ms) => ms / 300)).toEqual(batch.wallMs.map((_, i) => next + i));
      expect(batch.spanMs.map((spans) => spans.length)).toEqual([batch.wallMs.length, batch.wallMs.length]);
      next += batch.wallMs.length;
    }
    expect(next).toBe(iterations);
  });

  it("ends with the error of a request that fails", async () => {
    const failing = loop({}, (i) => {
      if (i === 2) throw new Error("the third request failed");
      return 1;
    });
    await expect(failing).rejects.toThrow("the third request failed");
  });
});

const PYTHON_LOOP = `
import json, sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
from warm_loop import run_warm
parameters, wall_ms = json.loads(sys.argv[2]), json.loads(sys.argv[3])
calls, now, batches = 0, 7_000_000_000, []
def run():
    global calls, now
    wall = wall_ms[calls % len(wall_ms)] * 1_000_000
    calls, start, now = calls + 1, now, now + wall
    return [start, start + wall // 4, now]
iterations, cpu_per_wall = run_warm(run, parameters, batches.append)
print(json.dumps({"iterations": iterations, "calls": calls, "batches": batches}))
`;

async function pythonLoop(parameters: object, wallMs: readonly number[]) {
  const all = { warmTimeMs: 50, warmupIterations: 0, minIterations: 1, maxIterations: 1_000, ...parameters };
  const folder = dirname(fileURLToPath(new URL("../../loaders/python/warm_loop.py", import.meta.url)));
  const args = ["-c", PYTHON_LOOP, folder, JSON.stringify(all), JSON.stringify(wallMs)];
  const ran = await runCommand(process.env.PYTHON || "python3", args);
  if (!ran.ok) throw new Error(ran.stderr);
  return JSON.parse(ran.stdout) as { iterations: number; calls: number; batches: SampleBatch[] };
}

describe.skipIf((await systemPython()) === null)("the warm loop of CPython", () => {
  it("keeps the samples in order, with the segments of each", async () => {
    const { batches } = await pythonLoop({ maxIterations: 4, warmTimeMs: 1e6 }, [8, 4, 40, 12]);
    expect(batches).toEqual([
      {
        type: "samples",
        firstIteration: 0,
        startMs: [0, 8, 12, 52],
        wallMs: [8, 4, 40, 12],
        spanMs: [
          [2, 1, 10, 3],
          [6, 3, 30, 9],
        ],
      },
    ]);
  });

  it.each([
    { parameters: { warmTimeMs: 100 }, iterations: 10 },
    { parameters: { warmTimeMs: 1, minIterations: 7 }, iterations: 7 },
    { parameters: { warmTimeMs: 1e6, maxIterations: 25 }, iterations: 25 },
    { parameters: { warmTimeMs: 1, minIterations: 50, maxIterations: 5 }, iterations: 5 },
    { parameters: { warmTimeMs: 100, warmupIterations: 3 }, iterations: 10 },
  ])("ends as the other one does: $parameters", async ({ parameters, iterations }) => {
    const ran = await pythonLoop(parameters, [10]);
    expect(ran.iterations).toBe(iterations);
    expect(ran.calls).toBe(iterations + (parameters.warmupIterations ?? 0));
    expect(ran.batches.flatMap((batch) => batch.wallMs)).toHaveLength(iterations);
  });

  it("hands over long measurements in parts, gapless", async () => {
    const { batches, iterations } = await pythonLoop({ warmTimeMs: 9_000 }, [300]);
    expect(batches.length).toBeGreaterThan(3);
    let next = 0;
    for (const batch of batches) {
      expect(batch.firstIteration).toBe(next);
      expect(batch.startMs).toEqual(batch.wallMs.map((_, i) => 300 * (next + i)));
      next += batch.wallMs.length;
    }
    expect(next).toBe(iterations);
  });
});
