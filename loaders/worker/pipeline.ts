import { openSync, writeFileSync, writeSync } from "node:fs";
import type { Session } from "../engines/engine.ts";
import type { GlueHost } from "../glue/host.ts";
import type { Tensor } from "../workloads/workload.ts";
import type { Job } from "./job.ts";
import type { Laps } from "./laps.ts";
import { readInto } from "./read-into.ts";

/** One request after another through glue and engine. */
export interface Pipeline {
  /** Runs one request and laps every segment of it. */
  run(laps: Laps): Promise<void>;
  /** Writes model inputs and result of the last request, for comparison with the reference. */
  writeOutputs(path: string): void;
}

/** Joins a language's glue with an engine's session; the order of laps is that of `SEGMENTS`. */
export function joinPipeline(job: Job, glue: GlueHost, session: Session): Pipeline {
  const response = openSync(job.responsePath, "w");
  return {
    async run(laps) {
      laps.start();
      readInto(job.payloadPath, glue.request);
      laps.lap();
      glue.preprocess();
      laps.lap();
      const tensors = glue.tensors();
      laps.lap();
      const outputs = await session.run(tensors);
      laps.lap();
      glue.acceptOutputs(outputs);
      laps.lap();
      glue.postprocess();
      laps.lap();
      const result = glue.result();
      writeSync(response, result, 0, result.byteLength, 0);
      laps.lap();
    },
    writeOutputs(path) {
      writeFileSync(path, encodeOutputs(job, glue.tensors(), glue.result()));
    },
  };
}

/** One line of JSON that lists the arrays, then their bytes, back to back. python-worker.py writes the same. */
function encodeOutputs(job: Job, tensors: readonly Tensor[], result: Float32Array): Uint8Array {
  const arrays = [...job.inputs.map((spec, i) => ({ ...spec, data: tensors[i]! }))].map(
    ({ name, type, data }) => ({ name, type, length: data.length, data }),
  );
  const all = [...arrays, { name: "result", type: "float32", length: result.length, data: result }];
  const header = `${JSON.stringify(all.map(({ name, type, length }) => ({ name, type, length })))}\n`;
  const bytes = all.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return Buffer.concat([Buffer.from(header), ...bytes]);
}
