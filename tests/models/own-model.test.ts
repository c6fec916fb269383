import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ownModel } from "../../loaders/models/model-file.ts";
import { workloadById, workloads } from "../../loaders/workloads/index.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

temporaryHome();

/** The same on every machine. Whoever changes a model changes SUITE_VERSION, and these. */
const SHA256: Readonly<Record<string, string>> = {
};

describe("the workloads' own models", () => {
  it("are all pinned here", () => {
    expect(Object.keys(SHA256).sort()).toEqual(workloads.map(({ id }) => id).sort());
  });

  it.each(workloads.map((workload) => [workload.id, workload] as const))("%s is built to the bit", (id, w) => {
    expect(ownModel(w).sha256).toBe(SHA256[id]);
  });

  it("are built once, and again when the file was tampered with", () => {
    const workload = workloadById("score-telemetry");
    const model = ownModel(workload);
    expect(readFileSync(model.path)).toHaveLength(model.bytes);
    writeFileSync(model.path, "not a model");
    expect(ownModel(workload)).toEqual(model);
    expect(readFileSync(model.path)).toHaveLength(model.bytes);
  });
});
