import { billSpeed } from "../prices/bill-speed.ts";
import { buildTime } from "./build-time.ts";
import { fairness } from "./fairness.ts";
import type { Figure } from "./figure.ts";
import { fleet } from "./fleet.ts";
import { harnessOverhead } from "./harness-overhead.ts";
import { largeBuild } from "./large-build.ts";
import { monteCarlo } from "./monte-carlo.ts";
import { ortProfiler } from "./ort-profiler.ts";
import { pageAppears } from "./page-appears.ts";
import { pageReadsTrace } from "./page-reads-trace.ts";
import { pageTransfer } from "./page-transfer.ts";
import { plainFramework } from "./plain-framework.ts";
import { quickRun } from "./quick-run.ts";
import { slider } from "./slider.ts";
import { squiggle } from "./squiggle.ts";
import { storeSize } from "./store-size.ts";
import { traceAttribution } from "./trace-attribution.ts";

/** In this order: the later ones use the run that the first one makes. */
export const FIGURES: readonly Figure[] = [
  quickRun,
  harnessOverhead,
  storeSize,
  buildTime,
  largeBuild,
  fleet,
  pageTransfer,
  pageAppears,
  plainFramework,
  slider,
  pageReadsTrace,
  billSpeed,
  traceAttribution,
  monteCarlo,
  squiggle,
  fairness,
  ortProfiler,
];
