import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { fingerprint } from "../../loaders/harness/fingerprint.ts";
import { type PlannedCell, plannedName, planSlots, renameRepeats } from "../../loaders/harness/plan.ts";
import { Schedule } from "../../loaders/harness/schedule.ts";
import { gpusOfAmd, gpusOfApple, gpusOfNvidia } from "../../loaders/platform/gpus.ts";
import { FLAGS_OF_INTEREST } from "../../loaders/platform/hardware.ts";
import { engineTotals } from "../../src/model/engine-profile.ts";
import { compareOutputs, parseOutputs } from "../../src/model/outputs.ts";
import { type Gpu, gpuSchema } from "../../src/model/run-file.ts";
import { projectPython } from "../fixtures/python.ts";
import { header, outcomeRow } from "../fixtures/run.ts";
import { readSample } from "../fixtures/trace-samples.ts";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const textOf = (name: string) => new TextDecoder().decode(readSample(name));

const cell = (workload: string, target: string, processes: number): PlannedCell => ({
  workload,
  target,
  processes,
});
const plans = [0, 1, 7, 2 ** 31 - 1, 808_698_092].flatMap((seed) => [
  {
    seed,
    cells: [cell("a", "python", 3), cell("a", "native", 2), cell("b", "python", 1)],
    aaTarget: "python",
  },
  { seed, cells: [cell("a", "native", 20), cell("b", "native", 10), cell("c", "x", 20)], aaTarget: null },
]);

const pythonPlan = ({ aaTarget, ...plan }: (typeof plans)[number]) => ({ ...plan, aa_target: aaTarget });

/** What a worker saves. */
function saved(arrays: readonly { name: string; type: string; bytes: Uint8Array; length: number }[]) {
  const header = JSON.stringify(arrays.map(({ name, type, length }) => ({ name, type, length })));
  return Buffer.concat([Buffer.from(`${header}\n`), ...arrays.map(({ bytes }) => bytes)]);
}
const floats = (name: string, ...values: number[]) => ({
  name,
  type: "float32",
  bytes: new Uint8Array(Float32Array.from(values).buffer),
  length: values.length,
});
const ids = (...values: number[]) => ({
  name: "ids",
  type: "int64",
  bytes: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
  length: values.length,
});
const json = (text: string) => {
  const bytes = Buffer.from(text);
  return { name: "result", type: "uint8", bytes, length: bytes.length };
};
const tolerance = { tensors: 1e-4, result: 1e-3 };
const verdicts = [
  [
    [floats("x", 1, 2), floats("result", 3)],
    [floats("x", 1, 2), floats("result", 3)],
  ],
  [
    [floats("x", 1, 2.00005), floats("result", 3)],
    [floats("x", 1, 2), floats("result", 3)],
  ],
  [
    [floats("x", 1, 2.5), floats("result", 3)],
    [floats("x", 1, 2), floats("result", 3)],
  ],
  [
    [floats("x", 1, 2), floats("result", 3.0004)],
    [floats("x", 1, 2.00009), floats("result", 3)],
  ],
  [
    [floats("x", Number.NaN), floats("result", 3)],
    [floats("x", Number.NaN), floats("result", 3)],
  ],
  [[floats("result", Number.POSITIVE_INFINITY, 1)], [floats("result", 0, 1)]],
  [
    [ids(1, 2, 3), floats("result", 0)],
    [ids(1, 2, 3), floats("result", 0)],
  ],
  [
    [ids(1, 2, 4), floats("result", 0)],
    [ids(1, 2, 3), floats("result", 0)],
  ],
  [[floats("x", 1)], [floats("x", 1), floats("result", 0)]],
  [[floats("result", 1, 2)], [floats("result", 1)]],
  [[json('{"text":"é","at":[1,2.5],"ok":true}')], [json('{"text":"é","at":[1,2.5001],"ok":true}')]],
  [[json('{"text":"a","at":[1,2]}')], [json('{"text":"b","at":[1,2]}')]],
  [[json('[1, {"a": 2}]')], [json('[1,{"a":2.1}]')]],
].map(([actual, reference]) => ({ actual: saved(actual!), reference: saved(reference!), tolerance }));

const totals = [
  { texts: [textOf("onnxruntime.native.json")], requests: 1, calls: [1] },
  { texts: [textOf("onnxruntime.parallel.json")], requests: 1, calls: [1] },
  {
    texts: [textOf("onnxruntime.native.json"), textOf("onnxruntime.first-run.json")],
    requests: 1,
    calls: [1, 1],
  },
  { texts: [textOf("onnxruntime.native.json")], requests: 10_000, calls: [1] },
  { texts: [], requests: 1, calls: [1] },
];

const orders = [
  { elapsedMs: { python: 100, native: 200 }, timeouts: [] },
  { elapsedMs: { python: 9_000, native: 200 }, timeouts: [] },
  { elapsedMs: { python: 100, native: 60_000 }, timeouts: ["native"] },
] satisfies { elapsedMs: Record<string, number>; timeouts: string[] }[];

/** What `order` in kit-twins.py returns. */
function orderOf({ elapsedMs, timeouts }: { elapsedMs: Record<string, number>; timeouts: string[] }) {
  const schedule = new Schedule(planSlots(plans[0]!), new Map(), header());
  const ran: [string, number][] = [];
  for (let slot = schedule.next(); slot; slot = schedule.next()) {
    ran.push([slot.process, schedule.leftMs()]);
    const state = timeouts.includes(slot.target) ? "timeout" : "ok";
    schedule.finished(slot, outcomeRow({ ...slot, elapsedMs: elapsedMs[slot.target]!, state }));
  }
  return ran;
}

const started = ["a/native/wall/1", "a/native/wall/1+1", "b/python/wall/0"];
const nvidia =
  "NVIDIA H100 80GB HBM3, 550.54.15, 81559, 1980, 2619, 700.00, Disabled, 5, 16\nTesla T4, 550.54.15, 15360, 1590, 5001, [N/A], [N/A], [N/A], [N/A]\n";
const amd = JSON.stringify({
  card0: { "Card Series": "AMD Instinct MI300X", "VRAM Total Memory (B)": "206141652992" },
  system: { "Driver version": "6.8.5" },
});
const apple = JSON.stringify({
  SPDisplaysDataType: [{ _name: "Apple M2 Pro", sppci_model: "Apple M2 Pro" }],
});

describe.skipIf(!projectPython)("the kit's Python, beside the harness", () => {
  // biome-ignore lint/suspicious/noExplicitAny: each test says what it expects of it.
  let answers: any;

  beforeAll(() => {
    const asked = {
      plans: plans.map(pythonPlan),
      started,
      orders: orders.map((order) => ({
        ...order,
        plan: pythonPlan(plans[0]!),
        parameters: header().parameters,
      })),
      verdicts: verdicts.map(({ actual, reference, ...rest }) => ({
        ...rest,
        actual: actual.toString("base64"),
        reference: reference.toString("base64"),
      })),
      totals,
      cpuFlags: FLAGS_OF_INTEREST.source,
      ...{ nvidia, amd, apple, drifts: [0, 59, 3_600, -90] },
    };
    const program = [path("../fixtures/kit-twins.py"), path("../../loaders/kit")];
    answers = JSON.parse(
      execFileSync(projectPython!.file, program, { input: JSON.stringify(asked), encoding: "utf8" }),
    );
  });

  it("plans the same slots from the same seeds", () => {
    expect(answers.plans).toEqual(plans.map(planSlots));
    expect(answers.repeats).toEqual(
      renameRepeats(planSlots(plans[0]!), new Set(started)).map(({ process }) => process),
    );
    expect(answers.planned).toEqual(started.map(plannedName));
  });

  it("gives up, and expects, as the harness does", () => {
    expect(answers.orders).toEqual(orders.map(orderOf));
    const lengths = answers.orders.map((order: unknown[]) => order.length);
    expect(new Set(lengths).size).toBe(3);
  });

  it.each(verdicts.map((_, i) => i))("judges outputs alike, case %i", (i) => {
    const { actual, reference } = verdicts[i]!;
    const { agrees, ...expected } = compareOutputs(parseOutputs(actual), parseOutputs(reference), tolerance);
    const { detail, ...found } = answers.verdicts[i];
    expect(detail === undefined).toBe(agrees);
    expect(found).toEqual({
      maxAbsError: expect.closeTo(expected.maxAbsError, 12),
      tolerance: expected.tolerance,
      compared: expected.compared,
      stage: expected.stage,
    });
  });

  it.each(totals.map((_, i) => i))("reads the engine's profile alike, case %i", (i) => {
    const { texts, requests, calls } = totals[i]!;
    let expected: unknown;
    try {
      expected = engineTotals(texts, requests, calls);
    } catch (error) {
      expected = (error as Error).message;
    }
    expect(answers.totals[i]).toEqual(expected);
  });

  it("gives one machine one id, and describes it in the same words", async () => {
    const {
      loadAverage1m: _,
      frequencyMhz: __,
      gitCommit: ___,
      node: ____,
      v8: _____,
      ...expected
    } = await fingerprint();
    expect(answers.environment).toMatchObject({ ...expected, node: null, v8: null, kit: "0" });
  });

  it("says so where the machine's date jumped meanwhile", () => {
    expect(answers.jumps).toEqual([
      null,
      null,
      expect.stringMatching(/jumped ahead by 3600 s/),
      expect.stringMatching(/jumped back by 90 s/),
    ]);
  });

  it("reads what drivers' tools tell of GPUs, and leaves open what they do not", () => {
    const [nvidiaGpus, amdGpus, appleGpus] = answers.gpus as Gpu[][];
    for (const gpu of [...nvidiaGpus!, ...amdGpus!, ...appleGpus!]) gpuSchema.parse(gpu);
    expect(nvidiaGpus).toEqual([
      {
        name: "NVIDIA H100 80GB HBM3",
        driver: "550.54.15",
        memoryBytes: 81_559 * 2 ** 20,
        clockMhz: 1980,
        memoryClockMhz: 2619,
        powerLimitWatts: 700,
        mig: false,
        pcie: { generation: 5, lanes: 16 },
      },
      expect.objectContaining({ name: "Tesla T4", powerLimitWatts: null, mig: null, pcie: null }),
    ]);
    expect(amdGpus).toMatchObject([
      { name: "AMD Instinct MI300X", driver: "6.8.5", memoryBytes: 206_141_652_992, clockMhz: null },
    ]);
    expect(appleGpus).toMatchObject([{ name: "Apple M2 Pro", memoryBytes: null }]);
    expect([gpusOfNvidia(nvidia), gpusOfAmd(amd), gpusOfApple(apple)]).toEqual(answers.gpus);
  });
});
