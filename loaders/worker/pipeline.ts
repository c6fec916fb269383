import type { Session } from "../engines/engine.ts";
import type { GlueHost } from "../glue/host.ts";
import type { Tensor } from "../workloads/workload.ts";
import type { Job } from "./job.ts";
import type { Laps } from "./laps.ts";
import type { Exchange } from "./surroundings.ts";

/** One request after another through glue and engine. */
export interface Pipeline {
  /** Runs one request and laps every segment of it. */
  run(laps: Laps): Promise<void>;
  /** Model inputs and result of the last request, for comparison with the reference, as a file of them. */
  outputs(): Uint8Array;
}

/** Joins a language's glue with an engine's session; the order of laps is that of `SEGMENTS`. */
export function joinPipeline(job: Job, glue: GlueHost, session: Session, exchange: Exchange): Pipeline {
  return {
    async run(laps) {
      laps.start();
      exchange.request(glue.request);
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
      exchange.respond(glue.result());
      laps.lap();
    },
    outputs: () => encodeOutputs(job, glue.tensors(), glue.result()),
  };
}

/** One line of JSON that lists the arrays, then their bytes, back to back. python-worker.py writes the same. */
function encodeOutputs(job: Job, tensors: readonly Tensor[], result: Float32Array): Uint8Array {
  const arrays = [...job.inputs.map((spec, i) => ({ ...spec, data: tensors[i]! }))].map(
    ({ name, type, data }) => ({ name, type, length: data.length, data }),
  );
  const all = [...arrays, { name: "result", type: "float32", length: result.length, data: result }];
  const header = `${JSON.stringify(all.map(({ name, type, length }) => ({ name, type, length })))}\n`;
  const parts = [
    new TextEncoder().encode(header),
    ...all.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ];
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
