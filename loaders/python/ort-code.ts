import type { EngineSettings } from "../../src/model/run-file.ts";

/** Settings as lines of a Python program that uses onnxruntime; none where nothing is set. As worker.py sets them. */
export function ortPythonCode(settings: EngineSettings): string[] {
  const { threads, graphOptimization, memoryArena, memoryPattern, spinning, parallel } = settings;
  const truth = (value: boolean) => (value ? "True" : "False");
  const lines: string[] = [];
  if (threads !== undefined) lines.push(`options.intra_op_num_threads = ${threads}`);
  if (graphOptimization !== undefined) {
    const level = `ORT_ENABLE_${graphOptimization.toUpperCase()}`;
    lines.push(`options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.${level}`);
  }
  if (memoryArena !== undefined) lines.push(`options.enable_cpu_mem_arena = ${truth(memoryArena)}`);
  if (memoryPattern !== undefined) lines.push(`options.enable_mem_pattern = ${truth(memoryPattern)}`);
  if (spinning !== undefined) {
    const value = spinning ? "1" : "0";
    lines.push(`options.add_session_config_entry("session.intra_op.allow_spinning", "${value}")`);
  }
  if (parallel) {
    lines.push("options.execution_mode = onnxruntime.ExecutionMode.ORT_PARALLEL");
    lines.push(`options.inter_op_num_threads = ${threads ?? 1}`);
  }
  return lines;
}
