import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ownModel } from "../../loaders/models/model-file.ts";
import { workloadById, workloads } from "../../loaders/workloads/index.ts";
import { hasSteps } from "../../loaders/workloads/workload.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

temporaryHome();

/** The same on every machine. Whoever changes a model changes SUITE_VERSION, and these. */
const SHA256: Readonly<Record<string, string>> = {
  "embed-text": "3f7935b0392debbab86f0f7c1f58599ff458c1d26eba5b4e891bfebdb637005c",
  "classify-image": "a2e9409fe55739f641991e645837eea2a8c7efeb7852655b52d32ecbe6a4d563",
  "detect-objects": "c849d054156c460080d1476932d20d6dfdffe58e4c4c8dcfaaa3796f639a0da0",
  "score-telemetry": "bc9fbaa5b79d792fbb5eab5b6afa3af43ee1aba59b9283d430f3f15677661837",
  "enhance-frame": "6b17b83b41d3b583fc96f12e00747f92a114928f3ea28b47d6bc38e0a48cb1fb",
};

/** The others have weights that somebody else publishes. */
const built = workloads.filter((workload) => !hasSteps(workload));

describe("the workloads' own models", () => {
  it("are all pinned here", () => {
    expect(Object.keys(SHA256).sort()).toEqual(built.map(({ id }) => id).sort());
  });

  it.each(built.map((workload) => [workload.id, workload] as const))("%s is built to the bit", (id, w) => {
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
