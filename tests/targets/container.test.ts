import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { containerEngine } from "../../loaders/container/engine.ts";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { target as dockerNative } from "../../loaders/targets/docker-native.ts";
import { target as dockerPython } from "../../loaders/targets/docker-python.ts";
import type { ProcessHost } from "../../loaders/targets/target.ts";
import type { Job } from "../../loaders/worker/job.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";
import { measureTelemetry } from "./measure-telemetry.ts";

temporaryHome();

const engine = await containerEngine();
const runsHere = (await dockerNative.probe()).available;
if (!engine) process.stderr.write("\n*** Containers are SKIPPED: neither docker nor podman answers ***\n");

describe("a target in a container", () => {
  it("is the same program, with what its job names in sight", () => {
    const artefacts = { program: "/built/worker", image: "portolan-native:1", container: "podman run --rm" };
    const job = {
      ...{ payloadPath: "/in/request", assetsPath: "/in/assets", models: [{ path: "/models/m.onnx" }] },
      artefacts,
    } as unknown as Job;
    const { file, args } = (dockerNative.host as ProcessHost).command(job);
    expect(file).toBe("podman");
    expect(args.slice(0, 2)).toEqual(["run", "--rm"]);
    expect(args.slice(-2)).toEqual([artefacts.image, artefacts.program]);
    for (const path of [job.payloadPath, job.models[0]!.path, artefacts.program])
      expect(args).toContain(`${dirname(path)}:${dirname(path)}:ro`);
  });

  it("costs a setting where the program was today's, and what the program costs elsewhere", () => {
    expect([dockerPython.course, dockerNative.course]).toEqual(["setting", "port"]);
    for (const { standalone } of [dockerPython, dockerNative]) expect(standalone!.container).toBe(true);
  });

  it.runIf(engine && runsHere)("answers as the reference does, and starts later than outside", async () => {
    const { path } = await measureTelemetry("--target", dockerNative.id, "native-c", "--no-boundary");
    const { run } = readRunFile(path);
    const outcomes = run.outcomes.filter(({ target }) => target === dockerNative.id);
    expect(outcomes.length).toBeGreaterThan(1);
    for (const { state, detail, agreement } of outcomes) {
      expect(state, detail).toBe("ok");
      expect(agreement!.compared).toBeGreaterThan(0);
    }
    const spawns = (id: string) =>
      run.cold.filter(({ target }) => target === id).map(({ spawnMs }) => spawnMs);
    expect(Math.min(...spawns(dockerNative.id))).toBeGreaterThan(Math.min(...spawns("native-c")));
    // The program's own memory, not that of the client that started it.
    const peaks = (id: string) =>
      run.memory.filter(({ target }) => target === id).map(({ peakRssBytes }) => peakRssBytes);
    const ratio = Math.max(...peaks(dockerNative.id)) / Math.max(...peaks("native-c"));
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
    const record = run.header.targets.find(({ id }) => id === dockerNative.id);
    expect(record).toMatchObject({ engines: { image: expect.stringMatching(/^[\d.]+ MiB$/) } });
  });
});
