import type { InferenceSession } from "onnxruntime-web";
import type { EngineSettings } from "../../src/model/run-file.ts";

/** Settings as onnxruntime's JavaScript API takes them. What is not set is left to the engine. */
export function ortOptions(settings: EngineSettings): InferenceSession.SessionOptions {
  const { threads, graphOptimization, memoryArena, memoryPattern, spinning, parallel } = settings;
  return {
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    ...(graphOptimization === undefined ? {} : { graphOptimizationLevel: graphOptimization }),
    ...(memoryArena === undefined ? {} : { enableCpuMemArena: memoryArena }),
    ...(memoryPattern === undefined ? {} : { enableMemPattern: memoryPattern }),
    ...(spinning === undefined
      ? {}
      : { extra: { session: { intra_op: { allow_spinning: spinning ? "1" : "0" } } } }),
    ...(parallel ? { executionMode: "parallel", interOpNumThreads: threads ?? 1 } : {}),
  };
}

/** The options as one would write them, in one line. */
const literal = (options: object): string =>
  JSON.stringify(options)
    .replace(/"(\w+)":/g, "$1: ")
    .replace(/,/g, ", ")
    .replace(/\{/g, "{ ")
    .replace(/\}/g, " }");

/** Settings as a line of a program that uses onnxruntime-node; none where nothing is set. */
export function ortNodeCode(settings: EngineSettings): string[] {
  const options = ortOptions(settings);
  if (Object.keys(options).length === 0) return [];
  return [`const session = await ort.InferenceSession.create(model, ${literal(options)});`];
}

/** The same for onnxruntime-web, whose threads are the page's or the process's, not the session's. */
export function ortWebCode({ threads, ...settings }: EngineSettings): string[] {
  return [...(threads ? [`ort.env.wasm.numThreads = ${threads};`] : []), ...ortNodeCode(settings)];
}
