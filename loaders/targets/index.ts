import * as browserJs from "./browser-js.ts";
import * as browserLlama from "./browser-llama.ts";
import * as browserLlamaThreads from "./browser-llama-threads.ts";
import * as browserOrtScalar from "./browser-ort-scalar.ts";
import * as browserOrtScalarThreads from "./browser-ort-scalar-threads.ts";
import * as browserOrtSimd from "./browser-ort-simd.ts";
import * as browserOrtSimdThreads from "./browser-ort-simd-threads.ts";
import * as browserPyodide from "./browser-pyodide.ts";
import * as browserTfjsCpu from "./browser-tfjs-cpu.ts";
import * as browserTfjsWasm from "./browser-tfjs-wasm.ts";
import * as browserTfjsWasmScalar from "./browser-tfjs-wasm-scalar.ts";
import * as browserTfjsWasmThreads from "./browser-tfjs-wasm-threads.ts";
import * as browserTfjsWebGl from "./browser-tfjs-webgl.ts";
import * as browserTfjsWebGpu from "./browser-tfjs-webgpu.ts";
import * as browserWasm from "./browser-wasm.ts";
import * as browserWasmThreads from "./browser-wasm-threads.ts";
import * as browserWebGl from "./browser-webgl.ts";
import * as browserWebGpu from "./browser-webgpu.ts";
import * as browserWebGpuHalf from "./browser-webgpu-half.ts";
import * as browserWebNn from "./browser-webnn.ts";
import * as dockerNative from "./docker-native.ts";
import * as dockerPython from "./docker-python.ts";
import * as iwasm from "./iwasm.ts";
import * as js from "./js.ts";
import * as llamaNative from "./llama-native.ts";
import * as llamaNativeThreads from "./llama-native-threads.ts";
import * as llamaWasm from "./llama-wasm.ts";
import * as native from "./native.ts";
import * as nativeC from "./native-c.ts";
import * as nativeCThreads from "./native-c-threads.ts";
import * as nativeCompiledModel from "./native-compiled-model.ts";
import * as nativeThreads from "./native-threads.ts";
import * as nativeTuned from "./native-tuned.ts";
import * as nativeWebGpu from "./native-webgpu.ts";
import * as nodeWasi from "./node-wasi.ts";
import * as nodeWasiNn from "./node-wasi-nn.ts";
import * as pyodide from "./pyodide.ts";
import * as python from "./python.ts";
import * as pythonCuda from "./python-cuda.ts";
import * as pythonCudaBf16 from "./python-cuda-bf16.ts";
import * as pythonCudaFp16 from "./python-cuda-fp16.ts";
import * as pythonCudaGraphs from "./python-cuda-graphs.ts";
import * as pythonNumpy from "./python-numpy.ts";
import * as pythonSlice from "./python-slice.ts";
import * as pythonSliceThreads from "./python-slice-threads.ts";
import * as pythonThreads from "./python-threads.ts";
import * as pythonTract from "./python-tract.ts";
import * as pythonTuned from "./python-tuned.ts";
import type { Target, TargetModule } from "./target.ts";
import * as wasiNn from "./wasi-nn.ts";
import * as wasm from "./wasm.ts";
import * as wasmThreads from "./wasm-threads.ts";
import * as wasmTuned from "./wasm-tuned.ts";
import * as wasm3 from "./wasm3.ts";
import * as wasmedge from "./wasmedge.ts";
import * as wasmer from "./wasmer.ts";
import * as wasmerAhead from "./wasmer-ahead.ts";
import * as wasmtime from "./wasmtime.ts";
import * as wasmtimeAhead from "./wasmtime-ahead.ts";
import * as wasmtimeScalar from "./wasmtime-scalar.ts";
import * as wazero from "./wazero.ts";

const modules: readonly TargetModule[] = [
  ...[python, pythonNumpy, pythonThreads, pythonTuned, pythonSlice, pythonSliceThreads],
  ...[pythonCuda, pythonCudaGraphs, pythonCudaFp16, pythonCudaBf16],
  ...[pyodide, js, wasm, wasmThreads, wasmTuned, native, nativeThreads, nativeTuned, nativeWebGpu],
  ...[
    browserJs,
    browserWasm,
    browserWasmThreads,
    browserPyodide,
    browserWebGpu,
    browserWebGpuHalf,
    browserWebGl,
    browserWebNn,
  ],
  ...[browserOrtScalar, browserOrtScalarThreads, browserOrtSimd, browserOrtSimdThreads],
  ...[browserTfjsCpu, browserTfjsWasmScalar, browserTfjsWasm, browserTfjsWasmThreads],
  ...[browserTfjsWebGl, browserTfjsWebGpu],
  ...[nativeC, nativeCThreads, nativeCompiledModel],
  ...[wasmtime, wasmtimeAhead, wasmtimeScalar, wasmer, wasmerAhead, wazero, nodeWasi, wasmedge, wasm3, iwasm],
  ...[wasiNn, nodeWasiNn, pythonTract, dockerPython, dockerNative],
  ...[llamaNative, llamaNativeThreads, llamaWasm, browserLlama, browserLlamaThreads],
];

/** Every target, in the order in which the report lists them. Listing a module here registers it. */
export const targets: readonly Target[] = modules.map((module) => module.target);

export function targetById(id: string): Target {
  const found = targets.find((target) => target.id === id);
  if (!found)
    throw new Error(`unknown target "${id}"; known: ${targets.map((target) => target.id).join(", ")}`);
  return found;
}
