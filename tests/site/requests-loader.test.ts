import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { shownRequest } from "../../loaders/site/requests-loader.ts";
import { workloadById } from "../../loaders/workloads/index.ts";
import { registerFolder } from "../../loaders/workloads/own/read.ts";
import { seededPayload } from "../../loaders/workloads/seeded-payload.ts";
import { MOST_REQUEST_BYTES, requestKind } from "../../src/model/request-file.ts";
import type { WorkloadRecord } from "../../src/model/run-file.ts";
import { header } from "../fixtures/run.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";
import { wave } from "../fixtures/wave.ts";

const PICTURE = "read-text";
const workload = workloadById(PICTURE);
const payload = seededPayload(workload, workload.sizes[0]!);

/** What a run with one such workload has to show of its request, in bytes. */
function shown(over: Partial<WorkloadRecord>, suiteVersion = header().suiteVersion): Uint8Array {
  const record = { ...header().workloads[0]!, answer: '{"lines":[]}', ...over };
  return shownRequest(header({ suiteVersion, workloads: [record] }), record.id);
}

const ofPicture = { id: PICTURE, size: workload.sizes[0]!.id, payloadBytes: payload.length };

describe("the request that a site shows", () => {
  it("is the one that was measured", () => {
    expect(shown(ofPicture)).toEqual(payload);
    expect(requestKind(payload)?.kind).toBe("picture");
  });

  it.each([
    ["of another size than was measured", { ...ofPicture, payloadBytes: payload.length + 1 }],
    ["of a size that is not known any more", { ...ofPicture, size: "huge" }],
    ["of a workload that is not known here", { ...ofPicture, id: "gone" }],
    ["of an answer that was not kept", { ...ofPicture, answer: undefined }],
    ["that is neither picture nor sound", { size: "small", payloadBytes: 412 }],
  ])("is none %s", (_, over) => {
    expect(shown(over)).toHaveLength(0);
  });

  it("is none of another suite, and none of a workload that the run has not", () => {
    expect(shown(ofPicture, "0.9.0")).toHaveLength(0);
    expect(shownRequest(header(), PICTURE)).toHaveLength(0);
  });
});

describe("the request of a workload in a folder of one's own", () => {
  const folder = join(temporaryFolder(), "hear-bells");
  const sound = wave([0, 0.5, -0.5], 8_000);
  const files = {
    "glue.py": "",
    "request.wav": sound,
    "large.wav": wave(new Array(MOST_REQUEST_BYTES / 2).fill(0), 8_000),
    "model.onnx": "",
    "workload.yaml": [
      "portolanWorkload: 1",
      "models: { bell: { file: model.onnx } }",
      "sizes: { small: { payload: request.wav }, large: { payload: large.wav } }",
    ].join("\n"),
  };
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  registerFolder(folder);
  const own = { id: "hear-bells", size: "small", payloadBytes: sound.length };

  it("is its file", () => {
    expect([...shown(own)]).toEqual([...sound]);
  });

  it("is none where that is larger than a report holds", () => {
    expect(shown({ ...own, size: "large", payloadBytes: files["large.wav"].length })).toHaveLength(0);
  });

  it("is none where the file is gone", () => {
    writeFileSync(join(folder, "request.wav"), "another");
    expect(shown(own)).toHaveLength(0);
  });
});
