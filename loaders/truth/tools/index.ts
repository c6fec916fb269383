import type { ProfileTool } from "../tool.ts";
import { cpuProfile, cpuProfilePlain } from "./cpuprofile.ts";
import { nodeMarkers, pythonMarkers } from "./markers.ts";
import { onnxRuntime } from "./onnxruntime.ts";
import { pySpyNative, pySpyPlain } from "./py-spy.ts";
import { cProfile, pyinstrument } from "./python-profilers.ts";

/** Those with a tolerance first. */
export const PROFILE_TOOLS: readonly ProfileTool[] = [
  pySpyNative,
  cpuProfile,
  onnxRuntime,
  pythonMarkers,
  nodeMarkers,
  pySpyPlain,
  cpuProfilePlain,
  cProfile,
  pyinstrument,
];
