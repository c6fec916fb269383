/** Calls in which an engine runs a model: what comes before the first of them is start-up. */
import type { Frame } from "./call-tree.js";

interface EngineCalls {
  readonly engine: string;
  /** Of its own source files. */
  readonly file: RegExp;
  readonly name: RegExp;
}

/** By the functions that users of the engines call, and PyTorch's by the one that every module's call goes through. */
const CALLS: readonly EngineCalls[] = [
  {
    engine: "ONNX Runtime",
    file: /(?:^|\/)onnxruntime\/capi\/onnxruntime_inference_collection\.py/,
    name: /(?:^|\.)run(?:_with_\w+|_async)?$/,
  },
  {
    engine: "PyTorch",
    file: /(?:^|\/)torch\/nn\/modules\/module\.py/,
    name: /(?:^|\.)(?:_wrapped_call_impl|_call_impl|__call__)$/,
  },
  {
    engine: "Keras",
    file: /(?:^|\/)keras\/.*\.py/,
    name: /(?:^|\.)(?:predict(?:_on_batch)?|Model\.__call__)$/,
  },
  {
    engine: "TensorFlow",
    file: /(?:^|\/)tensorflow\/.*\/(?:polymorphic_function|function|def_function)\.py/,
    name: /(?:^|\.)__call__$/,
  },
  {
    engine: "LiteRT",
    file: /(?:^|\/)(?:tflite_runtime|ai_edge_litert|tensorflow\/lite\/python)\/interpreter\.py/,
    name: /(?:^|\.)invoke$/,
  },
  {
    engine: "OpenVINO",
    file: /(?:^|\/)openvino\/.*\.py/,
    name: /(?:^|\.)(?:infer|start_async|__call__)$/,
  },
  {
    engine: "llama.cpp",
    file: /(?:^|\/)llama_cpp\/llama\.py/,
    name: /(?:^|\.)(?:eval|generate|create_\w*completion|embed|__call__)$/,
  },
  {
    engine: "scikit-learn",
    file: /(?:^|\/)sklearn\/.*\.py/,
    name: /(?:^|\.)(?:predict(?:_proba|_log_proba)?|decision_function)$/,
  },
  {
    engine: "XGBoost",
    file: /(?:^|\/)xgboost\/\w+\.py/,
    name: /(?:^|\.)(?:predict|inplace_predict)$/,
  },
  {
    engine: "LightGBM",
    file: /(?:^|\/)lightgbm\/\w+\.py/,
    name: /(?:^|\.)predict$/,
  },
  {
    engine: "ONNX Runtime",
    file: /\/onnxruntime-(?:common|node|web)\//,
    name: /(?:^|\.)run$/,
  },
  {
    engine: "TensorFlow.js",
    file: /\/@tensorflow\/tfjs/,
    name: /(?:^|\.)(?:predict|execute(?:Async)?)$/,
  },
];

/** ONNX Runtime's own function, where native frames have symbols. */
const NATIVE_RUN = /\bonnxruntime::InferenceSession::Run\b/;

/** "ONNX Runtime's run"; null for a frame that is no such call. */
export function modelCall({ name, file }: Frame): string | null {
  if (NATIVE_RUN.test(name)) return "ONNX Runtime's Run";
  const path = file?.replaceAll("\\", "/") ?? "";
  const found = CALLS.find((calls) => calls.name.test(name) && calls.file.test(path));
  return found ? `${found.engine}'s ${name.split(".").at(-1)}` : null;
}
