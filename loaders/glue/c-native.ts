import { readFileSync } from "node:fs";
import type { WorkerContext } from "../worker/main.ts";
import { checkStatus, tensorViews, totalBytes } from "./c-abi.ts";
import type { GlueHost } from "./host.ts";

/** The C glue as a shared library, called through koffi on memory that both sides see: no copies. */
export async function openNativeGlue({ job, clock }: WorkerContext): Promise<GlueHost> {
  const koffi = await clock.import(async () => (await import("koffi")).default);
  const library = koffi.load(job.artefacts.library!);
  const init = library.func("int32_t glue_init(const uint8_t *assets, int32_t bytes)");
  const preprocess = library.func(
    "int32_t glue_preprocess(const uint8_t *payload, int32_t bytes, uint8_t *tensors)",
  );
  const postprocess = library.func(
    "int32_t glue_postprocess(const uint8_t *outputs, int32_t bytes, float *result, int32_t capacity)",
  );
  const assets = readFileSync(job.assetsPath);
  checkStatus(init(assets, assets.length), "glue_init");

  const tensorBytes = new Uint8Array(totalBytes(job.inputs));
  const tensors = tensorViews(tensorBytes.buffer, 0, job.inputs);
  const result = new Float32Array(job.maxResultLength);
  const joined = job.outputs.length > 1 ? new Uint8Array(totalBytes(job.outputs)) : null;
  let payload = new Uint8Array();
  let outputs = new Uint8Array();
  let length = 0;
  return {
    accept: (bytes) => {
      payload = bytes as Uint8Array<ArrayBuffer>;
    },
    preprocess: () => {
      checkStatus(preprocess(payload, payload.length, tensorBytes), "glue_preprocess");
    },
    tensors: () => tensors,
    acceptOutputs: (arrays) => {
      const bytes = arrays.map((a) => new Uint8Array(a.buffer as ArrayBuffer, a.byteOffset, a.byteLength));
      // The ABI wants one block; a single output already is one.
      if (joined) {
        let at = 0;
        for (const b of bytes) {
          joined.set(b, at);
          at += b.length;
        }
      }
      outputs = joined ?? bytes[0]!;
    },
    postprocess: () => {
      length = checkStatus(postprocess(outputs, outputs.length, result, result.length), "glue_postprocess");
    },
    result: () => result.subarray(0, length),
  };
}
