import { readFileSync } from "node:fs";
import { isModelAlone } from "../../src/model/model-alone/name.ts";
import { browserTarget } from "../browser/target.ts";
import { probeExtras } from "../engines/extra-packages.ts";
import {
  TFJS_CORE,
  TFJS_VERSION,
  TFJS_WASM_FOLDER,
  type TfjsBackend,
  tfjsBackendPackage,
  tfjsScripts,
} from "../engines/tfjs-files.ts";
import { unknownOperators } from "../engines/tfjs-graph.ts";
import { ownModel } from "../models/model-file.ts";
import { readOnnx } from "../models/read-onnx.ts";
import { workloadById } from "../workloads/index.ts";
import { hasSteps } from "../workloads/workload.ts";
import { target as js } from "./js.ts";
import type { Probe, Target } from "./target.ts";

/** As its builds are called where they are compared. */
export const TFJS = `TensorFlow.js ${TFJS_VERSION}`;

interface TfjsTarget extends Pick<Target, "id" | "title" | "summary" | "build"> {
  readonly backend: TfjsBackend;
  readonly module: () => string;
  /** Of the Wasm backend, `dist/` of its package. */
  readonly wasmFile?: string;
  readonly threads?: number;
  readonly args?: readonly string[];
  readonly also?: (probe: Probe) => Promise<Probe>;
}

/** TensorFlow.js in a page, beside `browser-js`: the same glue, another engine. Marked as pure, as `browserTarget` is. */
export function tfjsTarget(of: () => TfjsTarget): Target {
  const { backend, wasmFile, threads = 1, ...inPage } = of();
  const packageFiles = [...tfjsScripts(backend), ...(wasmFile ? [`${TFJS_WASM_FOLDER}${wasmFile}`] : [])];
  const engine: Target = {
    ...js,
    threads,
    probe: async () => probeExtras(TFJS_CORE, tfjsBackendPackage(backend)),
  };
  const target = browserTarget(engine, () => ({
    ...inPage,
    inBrowser: null,
    browser: { ...js.browser!, packageFiles },
  }));
  return { ...target, skips: whyNotTfjs };
}

const reasons = new Map<string, string | null>();

/** Its kernels are called one by one here, so that a model is taken whose every operator is known. */
export function whyNotTfjs(workloadId: string): string | null {
  if (isModelAlone(workloadId) || hasSteps(workloadById(workloadId)))
    return "TensorFlow.js is given the built-in models that it knows, and no other";
  let reason = reasons.get(workloadId);
  if (reason === undefined) {
    const model = readFileSync(ownModel(workloadById(workloadId)).path);
    const unknown = unknownOperators(readOnnx(model));
    reason =
      unknown.length === 0
        ? null
        : `TensorFlow.js is given only what MobileNet needs, not ${unknown.join(", ")}`;
    reasons.set(workloadId, reason);
  }
  return reason;
}
