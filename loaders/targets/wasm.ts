import { openWasmDecoder } from "../decode/wasm.ts";
import { openOrtWeb } from "../engines/ort-web.ts";
import { ORT_WEB_FILES } from "../engines/ort-web-files.ts";
import { glueFile } from "../glue/browser-glue.ts";
import { openWasmGlue } from "../glue/c-wasm.ts";
import { compileToWasm } from "../glue/compile.ts";
import type { WorkerParts } from "../worker/main.ts";
import { probePackages } from "./engines.ts";
import type { Target } from "./target.ts";

export const target: Target = {
  id: "wasm",
  title: "Wasm",
  summary: "C glue compiled to Wasm SIMD, onnxruntime-web (Wasm SIMD, 1 thread) for the model.",
  port: "wasm",
  course: "port",
  reach: ["browser", "edge", "server"],
  threads: 1,
  glue: "compiled",
  browser: {
    packageFiles: ORT_WEB_FILES,
    glue: async (workloadId) => glueFile(await compileToWasm(workloadId)),
  },
  decoder: { package: "@jsquash/png", file: "@jsquash/png/codec/pkg/squoosh_png_bg.wasm" },
  host: { kind: "node", module: () => import.meta.url },
  probe: async () => probePackages("onnxruntime-web", "@yowasp/clang"),
  prepare: async (workloadId) => ({ module: await compileToWasm(workloadId) }),
};

export const parts: WorkerParts = {
  openGlue: openWasmGlue,
  openDecoder: openWasmDecoder,
  openSession: openOrtWeb,
};
