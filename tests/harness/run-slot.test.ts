import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { EFFORT_PARAMETERS } from "../../loaders/harness/efforts.ts";
import { runSlot } from "../../loaders/harness/run-slot.ts";
import { RunWriter, readRunFile } from "../../loaders/store/run-file.ts";
import { targetById } from "../../loaders/targets/index.ts";
import { sizeOf, workloads } from "../../loaders/workloads/index.ts";
import type { OutcomeRow, Run } from "../../src/model/run-file.ts";
import { header } from "../fixtures/run.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

const home = temporaryHome();
const script = fileURLToPath(new URL("../fixtures/lying-worker.mjs", import.meta.url));
let files = 0;

/** Runs one process of a worker that says what it is told to, into a run file. */
async function measured(lies: object): Promise<{ readonly outcome: OutcomeRow; readonly run: Run }> {
  const path = join(home, `run-${files++}.jsonl`);
  const writer = new RunWriter(path, header());
  const workload = workloads[0]!;
  const assetsPath = join(home, "nothing.bin");
  writeFileSync(assetsPath, "");
  const command = () => ({ file: process.execPath, args: [script, JSON.stringify(lies)] });
  try {
    const outcome = await runSlot({
      slot: { process: "w/t/wall/1", slot: 0, workload: "w", target: "t", arm: "wall", replicate: 1 },
      staged: {
        workload,
        size: sizeOf(workload, workload.quickSize),
        models: [{ path: assetsPath, source: "none", sha256: "00".repeat(32), bytes: 0 }],
        payloadPath: assetsPath,
        payloadBytes: 0,
        assetsPath,
      },
      target: { ...targetById("js"), host: { kind: "process", command } },
      artefacts: {},
      reference: [],
      parameters: EFFORT_PARAMETERS.quick,
      processes: 2,
      settings: async () => ({}),
      signal: new AbortController().signal,
      append: (row) => writer.append(row),
    });
    return { outcome, run: readRunFile(path).run };
  } finally {
    writer.close();
  }
}

describe("a worker", () => {
  it("that measures has its rows and its outcome in the file, and leaves nothing behind", async () => {
    const { outcome, run } = await measured({});
    expect(outcome).toMatchObject({ state: "ok", detail: "" });
    expect(run.samples).toHaveLength(1);
    expect(run.outcomes).toEqual([outcome]);
    const scratch = readdirSync(join(home, "tmp"), { recursive: true, encoding: "utf8" });
    expect(scratch.filter((name) => name.endsWith(".bin"))).toEqual([]);
  });

  it.each([
    ["a negative time", { opened: { importMs: -1 } }, "importMs: -1 ("],
    ["a time beyond all", { opened: { sessionMs: 1e308 } }, "sessionMs: 1e+308 ("],
    ["an infinite time", { opened: { sessionMs: "1e999" } }, "sessionMs: Infinity ("],
    ["no time", { opened: { sessionMs: null } }, "sessionMs: null ("],
    ["a text", { opened: { sessionMs: "soon" } }, 'sessionMs: "soon" ('],
    ["a request that took no time", { samples: { wallMs: [0] } }, "wallMs.0: 0 ("],
    ["columns of two lengths", { samples: { startMs: [0, 1] } }, "startMs and wallMs differ in length"],
    [
      "parts that exceed the whole",
      { samples: { spanMs: Array(7).fill([1]) } },
      "the spans of a request add up to more",
    ],
    ["no columns", { samples: { spanMs: 7 } }, "spanMs: 7 ("],
    ["half an iteration", { samples: { firstIteration: 0.5 } }, "firstIteration: 0.5 ("],
    ["less than no CPU", { "warm-done": { cpuPerWall: -3 } }, "cpuPerWall: -3 ("],
  ])(
    "that reports %s costs its own cell, with the value named, and the run stays readable",
    async (_, lies, named) => {
      const { outcome, run } = await measured(lies);
      expect(outcome.state).toBe("crash");
      expect(outcome.detail).toMatch(/^the worker reported what cannot be: /);
      expect(outcome.detail).toContain(named);
      expect(run.outcomes).toEqual([outcome]);
    },
  );

  it("cannot write what is another's", async () => {
    const samples = { kind: "end", process: "w/u/wall/0", target: "u", reason: "complete", detail: "" };
    const { run } = await measured({ samples });
    expect(run.samples).toMatchObject([{ process: "w/t/wall/1", target: "t", wallMs: [4] }]);
    expect(run.ends).toEqual([]);
  });

  it("that finds the disk full is not to blame: the run ends, and what was measured is kept", async () => {
    const message = "ENOSPC: no space left on device, write";
    await expect(measured({ outputs: { type: "error", message } })).rejects.toThrow(message);
    const { run } = readRunFile(join(home, `run-${files - 1}.jsonl`));
    expect(run.samples).toHaveLength(1);
    expect(run.outcomes).toEqual([]);
  });
});
