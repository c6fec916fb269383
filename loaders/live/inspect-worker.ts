/** Entry of a worker that says what a reader's model takes and gives. */
import type { ModelSignature } from "../../src/model/live/runner.ts";

export type Inspected = { readonly signature: ModelSignature } | { readonly error: string };

/** The bundle calls it first thing. The page sends the model's address. */
export function serveInspection(): void {
  addEventListener("message", async ({ data }: MessageEvent<string>) => {
    let inspected: Inspected;
    try {
      inspected = { signature: await signatureOf(data) };
    } catch (error) {
      inspected = { error: error instanceof Error ? error.message : String(error) };
    }
    postMessage(inspected);
  });
}

async function signatureOf(address: string): Promise<ModelSignature> {
  const ort = await import("onnxruntime-web");
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  const model = new Uint8Array(await (await fetch(address)).arrayBuffer());
  const session = await ort.InferenceSession.create(model, { executionProviders: ["wasm"] });
  const valuesOf = (metadata: typeof session.inputMetadata) =>
    metadata.map((value) =>
      value.isTensor
        ? { name: value.name, type: String(value.type), dims: [...value.shape] }
        : { name: value.name, type: "no tensor", dims: [] },
    );
  return { inputs: valuesOf(session.inputMetadata), outputs: valuesOf(session.outputMetadata) };
}
