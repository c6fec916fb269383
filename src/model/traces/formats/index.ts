import type { TraceFormat } from "../format.js";
import { chromeTrace } from "./chrome-trace.js";
import { collapsed } from "./collapsed.js";
import { cpuprofile } from "./cpuprofile.js";
import { kineto } from "./kineto.js";
import { onnxruntime } from "./onnxruntime.js";
import { pstats } from "./pstats.js";
import { pyinstrument } from "./pyinstrument.js";
import { scalene } from "./scalene.js";
import { speedscope } from "./speedscope.js";

/** All formats, the more specific before the more general: a Kineto file is a Chrome trace too. */
export const traceFormats: readonly TraceFormat[] = [
  pstats,
  onnxruntime,
  kineto,
  speedscope,
  cpuprofile,
  scalene,
  pyinstrument,
  chromeTrace,
  collapsed,
];
