/** Whether a profile saw a native engine only from outside: as Python frames with nothing compiled inside. */
import type { NodeDestination } from "../buckets.js";
import type { CallTree, Frame } from "./call-tree.js";

/** An engine whose own work the profile does not show, and the time that its Python frames were billed for it. */
export interface HiddenEngine {
  readonly name: string;
  readonly ms: number;
}

/** Python packages that are thin layers over compiled engines, by the folder that Python installs them in. */
const ENGINES: Readonly<Record<string, string>> = {
  onnxruntime: "ONNX Runtime",
  torch: "PyTorch",
  tensorflow: "TensorFlow",
  keras: "Keras",
  jax: "JAX",
  openvino: "OpenVINO",
  tflite_runtime: "TensorFlow Lite",
  ai_edge_litert: "LiteRT",
  tensorrt: "TensorRT",
  llama_cpp: "llama.cpp",
  ctranslate2: "CTranslate2",
  tvm: "TVM",
  paddle: "PaddlePaddle",
  mxnet: "MXNet",
  xgboost: "XGBoost",
  lightgbm: "LightGBM",
  catboost: "CatBoost",
  sklearn: "scikit-learn",
};

/** Where Python installs packages, or a path that is relative, as py-spy shortens it. */
const ENGINE_FILE = new RegExp(
  `(?:^|(?:site|dist)-packages/)(${Object.keys(ENGINES).join("|")})/[^ ]*\\.py\\b`,
);

/** Frames of these categories show what Python code runs, not what it calls; the others are compiled. */
const PYTHON: ReadonlySet<string> = new Set(["python", "python_function"]);
const NO_CODE: ReadonlySet<string> = new Set(["idle", "wait", "user_annotation", "gc", "program"]);

/**
 * The engine with most time among those that are never seen to run anything compiled; null where there is none. Where
 * native frames were recorded at all, an engine without any has run nothing.
 *
 * @param destinations where each node's self time goes; waiting in an engine's Python code hides no work
 */
export function hiddenEngine(
  { frames, parent, frame, selfMs }: CallTree,
  destinations: readonly NodeDestination[],
): HiddenEngine | null {
  if (frames.some(({ category }) => category === "native")) return null;
  const kinds = frames.map(kindOf);
  const engines: (string | null)[] = [null];
  const hiddenMs = new Map<string, number>();
  const seen = new Set<string>();
  for (let node = 1; node < parent.length; node++) {
    const kind = kinds[frame[node]!]!;
    const engine = kind.engine ?? engines[parent[node]!]!;
    engines.push(engine);
    if (engine === null) continue;
    if (kind.isCompiled) seen.add(engine);
    else if (destinations[node] !== "waiting") {
      hiddenMs.set(engine, (hiddenMs.get(engine) ?? 0) + selfMs[node]!);
    }
  }
  const [largest] = [...hiddenMs].filter(([name]) => !seen.has(name)).sort((a, b) => b[1] - a[1]);
  return largest === undefined || largest[1] === 0 ? null : { name: largest[0], ms: largest[1] };
}

function kindOf({ name, file, category }: Frame): {
  readonly engine: string | null;
  readonly isCompiled: boolean;
} {
  if (category === null || !PYTHON.has(category)) {
    return { engine: null, isCompiled: category !== null && !NO_CODE.has(category) };
  }
  // Kineto's Python frames have their file in the name.
  const folder = ENGINE_FILE.exec((file ?? name).replaceAll("\\", "/"))?.[1];
  return { engine: folder === undefined ? null : ENGINES[folder]!, isCompiled: false };
}
