import { describe, expect, it } from "vitest";
import { compileNative, compilerVersion } from "../../loaders/glue/compile.ts";
import { projectRoot } from "../../loaders/paths.ts";
import { runCommand } from "../../loaders/run-command.ts";
import { enhanceFrame } from "../../loaders/workloads/enhance-frame/workload.ts";
import { projectPython } from "../fixtures/python.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";

lendCache(temporaryHome());
const hasCompiler = (await compilerVersion()) !== null;

const PROGRAM = `
import json, struct, sys
sys.path.insert(0, sys.argv[1])
import numpy
from compiled_glue import CompiledGlue

tensor = lambda name, *dims: {"name": name, "type": "float32", "dims": dims}
glue = CompiledGlue({
    "artefacts": {"library": sys.argv[2]},
    "models": [{
        "inputs": [tensor("frame", 1, 3, 4, 6), tensor("gain", 1)],
        "outputs": [tensor("enhanced", 1, 3, 4, 6)],
    }],
    "maxResultLength": 72,
})
glue.init(b"")
payload = struct.pack("<4s3I", b"PFRM", 6, 4, 3) + numpy.full(72, 0.5, "<f4").tobytes()
frame, gain = glue.preprocess(payload)
output = numpy.full((1, 3, 4, 6), 0.25, "<f4")
result = glue.postprocess([memoryview(output.reshape(-1))])
try:
    glue.preprocess(payload[:-1])
    refused = None
except ValueError as error:
    refused = str(error)
print(json.dumps({
    "frame": [float(frame.min()), frame.size, numpy.shares_memory(frame, numpy.frombuffer(payload, "u1"))],
    "gain": float(gain[0]),
    "result": [float(result.max()), result.size, numpy.shares_memory(result, output)],
    "refused": refused,
}))
`;

describe.skipIf(!projectPython || !hasCompiler)("C glue called from CPython", () => {
  it("views the request and the engine's output instead of copying them, and refuses what is malformed", async () => {
    const library = await compileNative(enhanceFrame.id);
    const ran = await runCommand(projectPython!.file, [
      "-c",
      PROGRAM,
      `${projectRoot}/loaders/python`,
      library,
    ]);
    expect(ran.stderr).toBe("");
    expect(JSON.parse(ran.stdout)).toEqual({
      frame: [0.5, 72, true],
      gain: 1,
      result: [0.25, 72, true],
      refused: expect.stringMatching(
        /glue_preprocess returned -1: the payload is not what .* spec\.md describes/,
      ),
    });
  });
});
