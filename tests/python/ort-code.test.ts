import { describe, expect, it } from "vitest";
import { ortNodeCode, ortOptions, ortWebCode } from "../../loaders/engines/ort-options.ts";
import { ownModel } from "../../loaders/models/model-file.ts";
import { projectRoot } from "../../loaders/paths.ts";
import { ortPythonCode } from "../../loaders/python/ort-code.ts";
import { runCommand } from "../../loaders/run-command.ts";
import { workloadById } from "../../loaders/workloads/index.ts";
import type { EngineSettings } from "../../src/model/run-file.ts";
import { projectPython } from "../fixtures/python.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";

lendCache(temporaryHome());

const ALL: EngineSettings = {
  threads: 2,
  graphOptimization: "extended",
  memoryArena: false,
  memoryPattern: false,
  spinning: false,
  parallel: true,
};

describe("settings as code", () => {
  it("is none where nothing is set", () => {
    expect([ortPythonCode({}), ortNodeCode({}), ortWebCode({})]).toEqual([[], [], []]);
  });

  it("is what onnxruntime-node gets", () => {
    const [line] = ortNodeCode(ALL);
    const options = /create\(model, (.*)\);$/.exec(line!)![1]!;
    expect(new Function(`return (${options})`)()).toEqual(ortOptions(ALL));
    expect(line).toContain('{ intraOpNumThreads: 2, graphOptimizationLevel: "extended", ');
  });

  it("sets a page's threads apart from the session's options in onnxruntime-web", () => {
    expect(ortWebCode({ threads: 2 })).toEqual(["ort.env.wasm.numThreads = 2;"]);
    expect(ortWebCode({ threads: 2, memoryArena: true })).toEqual([
      "ort.env.wasm.numThreads = 2;",
      "const session = await ort.InferenceSession.create(model, { enableCpuMemArena: true });",
    ]);
  });

  it.skipIf(!projectPython)("sets in Python what the worker sets", async () => {
    const model = ownModel(workloadById("score-telemetry")).path;
    const program = `
import json, sys
sys.path.insert(0, sys.argv[1])
import onnxruntime
import worker

settings = json.loads(sys.argv[3])
pipeline = worker.Pipeline.__new__(worker.Pipeline)
pipeline.onnxruntime = onnxruntime
threads = settings.pop("threads")
theirs = pipeline.open_session({"path": sys.argv[2]}, threads, settings, None).get_session_options()
options = onnxruntime.SessionOptions()
exec(sys.argv[4])
names = ["intra_op_num_threads", "inter_op_num_threads", "graph_optimization_level"]
names += ["enable_cpu_mem_arena", "enable_mem_pattern", "execution_mode"]
of = lambda o: [str(getattr(o, n)) for n in names]
spins = [o.get_session_config_entry("session.intra_op.allow_spinning") for o in (theirs, options)]
print(json.dumps([of(theirs) + spins[:1], of(options) + spins[1:], of(onnxruntime.SessionOptions())]))
`;
    const ran = await runCommand(projectPython!.file, [
      ...["-c", program, `${projectRoot}/loaders/python`, model],
      ...[JSON.stringify(ALL), ortPythonCode(ALL).join("\n")],
    ]);
    expect(ran.stderr).toBe("");
    const [worker, pasted, untouched] = JSON.parse(ran.stdout);
    expect(pasted).toEqual(worker);
    for (const [i, value] of untouched.entries()) expect(pasted[i + 2]).not.toBe(value);
  });
});
