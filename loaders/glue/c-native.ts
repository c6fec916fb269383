import type { WorkerContext } from "../worker/main.ts";
import { bytesOf, type TensorSpec } from "../workloads/workload.ts";
import { checkStatus, tensorView } from "./c-abi.ts";
import type { GlueHost } from "./host.ts";
import { keptMemory } from "./kept-memory.ts";

/** Memory that both sides see: its address on the C side. */
interface Region {
  readonly at: bigint;
  readonly memory: Uint8Array | Float32Array;
}

/** The C glue as a shared library, called through koffi on memory that both sides see: no copies. */
export async function openNativeGlue({ job, clock, read }: WorkerContext): Promise<GlueHost> {
  const koffi = await clock.import(async () => (await import("koffi")).default);
  const library = koffi.load(job.artefacts.library!);
  // Pointers to pointers are arrays of addresses: koffi would build and read back anything else at each call.
  const init = library.func("int32_t glue_init(const uint8_t *assets, int32_t bytes)");
  const preprocess = library.func(
    "int32_t glue_preprocess(const uint8_t *payload, int32_t bytes, uint64_t *inputs)",
  );
  const postprocess = library.func(
    "int32_t glue_postprocess(const uint64_t *outputs, const int32_t *lengths, uint64_t *result, int32_t capacity)",
  );
  const regionOf = (memory: Uint8Array | Float32Array): Region => ({ at: koffi.address(memory), memory });

  const assets = await read(job.assetsPath);
  checkStatus(init(assets, assets.length), "glue_init");

  const ownInputs = job.inputs.map((spec) => regionOf(new Uint8Array(bytesOf(spec))));
  const ownResult = regionOf(new Float32Array(job.maxResultLength));
  let payload = regionOf(new Uint8Array());
  let outputs: Region[] = [];
  const inputsAt = BigUint64Array.from(ownInputs, ({ at }) => at);
  const outputsAt = new BigUint64Array(job.outputs.length);
  const lengths = new Int32Array(job.outputs.length);
  const resultAt = new BigUint64Array(1);
  let length = 0;
  return {
    request: (bytes) => {
      if (payload.memory.length !== bytes) payload = regionOf(keptMemory(bytes));
      return payload.memory as Uint8Array;
    },
    preprocess: () => {
      for (const [i, { at }] of ownInputs.entries()) inputsAt[i] = at;
      checkStatus(preprocess(payload.memory, payload.memory.length, inputsAt), "glue_preprocess");
    },
    tensors: () => job.inputs.map((spec, i) => viewAt(inputsAt[i]!, spec, [ownInputs[i]!, payload])),
    acceptOutputs: (arrays) => {
      outputs = arrays.map(regionOf);
      for (const [i, { at, memory }] of outputs.entries()) {
        outputsAt[i] = at;
        lengths[i] = memory.length;
      }
    },
    postprocess: () => {
      resultAt[0] = ownResult.at;
      length = checkStatus(
        postprocess(outputsAt, lengths, resultAt, job.maxResultLength),
        "glue_postprocess",
      );
    },
    result: () =>
      viewAt(resultAt[0]!, { type: "float32", dims: [length] }, [ownResult, ...outputs]) as Float32Array,
  };
}

/** The tensor at an address that the glue gave, on this side: it lies in one of the regions that the glue got. */
function viewAt(address: bigint, spec: Pick<TensorSpec, "type" | "dims">, regions: readonly Region[]) {
  for (const { at, memory } of regions) {
    if (address < at || address > at + BigInt(memory.byteLength)) continue;
    return tensorView(spec, memory.buffer, memory.byteOffset + Number(address - at));
  }
  throw new Error(`the glue points to ${address}, which lies in nothing that it was given`);
}
