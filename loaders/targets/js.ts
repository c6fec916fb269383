import { openJavaScriptDecoder } from "../decode/javascript.ts";
import { openOrtWeb } from "../engines/ort-web.ts";
import { ORT_WEB_FILES } from "../engines/ort-web-files.ts";
import { browserScript } from "../glue/browser-glue.ts";
import { openTypeScriptGlue } from "../glue/typescript.ts";
import type { WorkerParts } from "../worker/main.ts";
import { probePackages } from "./engines.ts";
import type { Target } from "./target.ts";

export const target: Target = {
  id: "js",
  title: "JavaScript",
  summary: "TypeScript glue on V8, onnxruntime-web (Wasm SIMD, 1 thread) for the model.",
  port: "wasm",
  course: "port",
  reach: ["browser", "edge", "server"],
  threads: 1,
  glue: "javascript",
  browser: { packageFiles: ORT_WEB_FILES, glue: browserScript },
  decoder: { package: "fast-png" },
  host: { kind: "node", module: () => import.meta.url },
  probe: async () => probePackages("onnxruntime-web"),
};

export const parts: WorkerParts = {
  openGlue: openTypeScriptGlue,
  openDecoder: openJavaScriptDecoder,
  openSession: openOrtWeb,
};
