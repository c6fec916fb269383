import type { Session } from "../engines/engine.ts";
import type { DueCall, GlueHost } from "../glue/host.ts";
import type { Tensor } from "../workloads/workload.ts";
import type { Job } from "./job.ts";
import { ACCEPT, HAND_OVER, type Laps, LOAD, MODEL_CALL, RESPOND, RESUME, START } from "./laps.ts";
import type { Exchange } from "./surroundings.ts";

/** One request after another through glue and engine. */
export interface Pipeline {
  /** Runs one request and laps every segment of it. */
  run(laps: Laps): Promise<void>;
  /** How often the last request called each model. */
  readonly calls: readonly number[];
  /** What models were given and what came out, for comparison with the reference, as a file of them. */
  outputs(laps: Laps): Promise<Uint8Array>;
}

/** What a request said and heard on its way. */
interface Record {
  /** Of its first call: a copy where later calls use the same memory. */
  inputs: readonly Tensor[];
  /** Of each call: the model's place, and the bytes of its inputs and of its outputs. */
  readonly calls: number[];
}

/** Joins a language's glue with sessions of the job's models. */
export function joinPipeline(
  job: Job,
  glue: GlueHost,
  sessions: readonly Session[],
  exchange: Exchange,
): Pipeline {
  const calls = sessions.map(() => 0);
  let record: Record | null = null;
  const run = async (laps: Laps) => {
    calls.fill(0);
    laps.start();
    await exchange.request(glue.request);
    laps.lap(LOAD);
    glue.start();
    laps.lap(START);
    for (let due = glue.call(); due !== null; due = glue.call()) {
      calls[due.model]!++;
      laps.lap(HAND_OVER);
      const outputs = await sessions[due.model]!.run(due.inputs);
      laps.lap(MODEL_CALL);
      if (record) noteCall(record, due, outputs);
      glue.acceptOutputs(outputs);
      laps.lap(ACCEPT);
      glue.resume();
      laps.lap(RESUME);
    }
    exchange.respond(glue.result());
    laps.lap(RESPOND);
  };
  return {
    run,
    calls,
    // One more request, since memory that grows in the middle of one takes away what was seen of it before.
    async outputs(laps) {
      record = { inputs: [], calls: [] };
      await run(laps);
      const noted = record;
      record = null;
      const notedCalls = job.maxResultLength === null ? noted.calls : null;
      return encodeOutputs(job, noted.inputs, notedCalls, glue.result());
    },
  };
}

const bytesOf = (arrays: readonly Tensor[]): number =>
  arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);

function noteCall(record: Record, { model, inputs }: DueCall, outputs: readonly Float32Array[]): void {
  const given = inputs.map(({ data }) => data);
  if (record.calls.length === 0) record.inputs = given.map((array) => array.slice());
  record.calls.push(model, bytesOf(given), bytesOf(outputs));
}

/** One line of JSON that lists the arrays, then their bytes, back to back. python/worker.py writes the same. */
function encodeOutputs(
  job: Job,
  inputs: readonly Tensor[],
  calls: readonly number[] | null,
  result: Float32Array | Uint8Array,
): Uint8Array {
  // A request may well be answered without a call.
  const first = calls === null ? job.models[0]! : job.models[calls[0] ?? 0]!;
  const all = [
    ...inputs.map((data, i) => ({ name: first.inputs[i]!.name, type: first.inputs[i]!.type, data })),
    ...(calls === null ? [] : [{ name: "calls", type: "int32", data: Int32Array.from(calls) }]),
    { name: "result", type: result instanceof Float32Array ? "float32" : "uint8", data: result },
  ];
  const header = `${JSON.stringify(all.map(({ name, type, data }) => ({ name, type, length: data.length })))}\n`;
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
