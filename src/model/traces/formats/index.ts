import type { TraceFormat } from "../format.js";
import { austin } from "./austin.js";
import { chromeTrace } from "./chrome-trace.js";
import { collapsed } from "./collapsed.js";
import { cpuprofile } from "./cpuprofile.js";
import { firefox } from "./firefox.js";
import { kineto } from "./kineto.js";
import { nsysSqlite } from "./nsys-sqlite.js";
import { nsysStats } from "./nsys-stats.js";
import { onnxruntime } from "./onnxruntime.js";
import { otlp } from "./otlp.js";
import { perfScript } from "./perf-script.js";
import { pprof } from "./pprof.js";
import { pstats } from "./pstats.js";
import { pyinstrument } from "./pyinstrument.js";
import { scalene } from "./scalene.js";
import { speedscope } from "./speedscope.js";
import { tensorrt } from "./tensorrt.js";
import { torchTable } from "./torch-table.js";
import { xla } from "./xla.js";

/** All formats, the more specific before the more general: a Kineto file is a Chrome trace too. */
export const traceFormats: readonly TraceFormat[] = [
  pstats,
  pprof,
  nsysSqlite,
  onnxruntime,
  kineto,
  xla,
  speedscope,
  firefox,
  cpuprofile,
  scalene,
  pyinstrument,
  tensorrt,
  otlp,
  chromeTrace,
  austin,
  perfScript,
  torchTable,
  nsysStats,
  collapsed,
];
