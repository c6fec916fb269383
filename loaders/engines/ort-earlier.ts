import { packageAddress } from "../browser/page.ts";
import type { WorkerParts } from "../worker/main.ts";
import { ORT_EARLIER_FOLDER, ORT_EARLIER_SCRIPT } from "./ort-earlier-files.ts";
import { type OrtWeb, ortWeb } from "./ort-web.ts";

type OrtEarlier = OrtWeb & { readonly env: { readonly wasm: { simd?: boolean; wasmPaths?: string } } };

/** The last onnxruntime-web with builds without SIMD, in a page. It takes the one with threads where it is given several. */
export const openOrtEarlier = (simd: boolean): WorkerParts["openSession"] =>
  ortWeb("wasm", async () => {
    const ort = (await import(packageAddress(ORT_EARLIER_SCRIPT))) as OrtEarlier;
    ort.env.wasm.simd = simd;
    ort.env.wasm.wasmPaths = packageAddress(ORT_EARLIER_FOLDER);
    return ort;
  });
