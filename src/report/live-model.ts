/** What is said of a model that the reader brings to the page “Your machine”. */
import { formatBytes } from "../model/format.js";
import type { ModelSignature } from "../model/live/runner.js";

export const DROP_MODEL = "Drop an .onnx model here";
export const MODEL_PRIVACY =
  "It stays in this page: nothing leaves your browser. It runs with random inputs of the shapes that it declares and without code around it; its engines’ outputs are compared with each other.";

export const tooLarge = (name: string, bytes: number, budgetBytes: number): string =>
  `${name} has ${formatBytes(bytes)}, and this device's budget for a model is ${formatBytes(budgetBytes)}: a larger one may end the tab. Measure it where there is more memory: \`npx portolan measure --model <workload>=${name}\`.`;

export const notAModel = (name: string, reason: string): string =>
  `${name} could not be opened as an ONNX model: ${reason}. Models with weights in files of their own have to be saved as one file first.`;

/** "images: float32, batch × 3 × 224 × 224". */
export const signatureLines = ({ inputs, outputs }: ModelSignature): string[] =>
  [...inputs.map((one) => ["takes", one] as const), ...outputs.map((one) => ["gives", one] as const)].map(
    ([verb, { name, type, dims }]) =>
      `${verb} ${name}: ${type}, ${dims.map((dim) => dim || "?").join(" × ") || "a scalar"}`,
  );
