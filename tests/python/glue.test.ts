import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { neededModules, pythonGlue, usesArrays } from "../../loaders/python/glue.ts";
import { detectSpeech } from "../../loaders/workloads/detect-speech/workload.ts";
import { register } from "../../loaders/workloads/own/registry.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const outside = temporaryFolder();

/** A workload of one's own with this Python glue. */
function own(id: string, glue: string): string {
  const folder = join(outside, id);
  mkdirSync(folder);
  writeFileSync(join(folder, "glue.py"), glue);
  register({ workload: { ...detectSpeech, id }, folder });
  return id;
}

describe("what Python glue needs", () => {
  it.each([
    [
      "nothing beside Python itself",
      "from __future__ import annotations\nimport json, os.path\nimport struct\n",
      [],
    ],
    [
      "what it imports by another name, or a part of",
      "import numpy as np, scipy.signal as s\n",
      ["numpy", "scipy"],
    ],
    ["what it imports names from, once", "from PIL import Image\nfrom PIL.ImageOps import scale\n", ["PIL"]],
    ["no word of a comment", "import json  # import torch, numpy\n# import cv2\n", []],
    ["nothing of its own folder", "from . import tables\n", []],
    [
      "nothing that it does without where it is missing",
      "try:\n    import numpy\nexcept ImportError:\n    pass\n",
      [],
    ],
  ] as const)("is %s", (what, glue, modules) => {
    expect(neededModules(own(`needs ${what}`, glue))).toEqual(modules);
  });

  it("is numpy, of workloads whose only glue uses it", () => {
    expect(neededModules("read-text")).toEqual(["numpy"]);
    expect(neededModules("classify-image")).toEqual([]);
  });

  it("is told of the glue that is measured as today's, with numpy where there is one", () => {
    expect([pythonGlue("classify-image"), pythonGlue("read-text")]).toEqual([
      expect.stringMatching(/glue_numpy\.py$/),
      expect.stringMatching(/glue\.py$/),
    ]);
    expect(["classify-image", "read-text", "embed-text"].map(usesArrays)).toEqual([true, true, false]);
  });
});
