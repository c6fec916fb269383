import { browserTarget } from "../browser/target.ts";
import { probeExtras } from "../engines/extra-packages.ts";
import {
  ORT_EARLIER,
  ORT_EARLIER_SCRIPT,
  ORT_EARLIER_VERSION,
  ortEarlierModule,
} from "../engines/ort-earlier-files.ts";
import { probeCores, threadCount } from "./engines.ts";
import type { Target } from "./target.ts";
import { whyNotTfjs } from "./tfjs.ts";
import { target as wasm } from "./wasm.ts";

interface EarlierBuild {
  readonly id: string;
  readonly module: () => string;
  readonly simd: boolean;
  readonly threaded: boolean;
}

const ENGINE = `onnxruntime-web ${ORT_EARLIER_VERSION}`;

/** Builds of an earlier onnxruntime-web in a page, with the glue of `browser-wasm`. Marked as pure, as `browserTarget` is. */
export function ortEarlierTarget(of: () => EarlierBuild): Target {
  const { id, module, simd, threaded } = of();
  const threads = threaded ? threadCount : 1;
  const what = (joined: string) =>
    `${simd ? "SIMD" : "no SIMD"}${joined}${threads} thread${threaded ? "s" : ""}`;
  const target = browserTarget(wasm, () => ({
    id,
    module,
    threads,
    title: `Browser, ${ENGINE} (${what(", ")})`,
    summary: `As browser-wasm, with the build of ${ENGINE} of ${what(" and ")}: what each is worth.`,
    inBrowser: null,
    build: { engine: ENGINE, simd },
    browser: {
      ...wasm.browser!,
      packageFiles: [ORT_EARLIER_SCRIPT, ortEarlierModule({ simd, threaded })],
    },
    also: async (probe) => {
      const extras = probe.available ? probeExtras(ORT_EARLIER) : probe;
      if (!probe.available || !extras.available) return extras;
      const both = { ...probe, engines: { ...probe.engines, ...extras.engines } };
      return threaded ? probeCores(both) : both;
    },
  }));
  return {
    ...target,
    // A few models are enough to tell builds apart: those that the other engine with several builds takes too.
    skips: (workloadId) =>
      whyNotTfjs(workloadId) === null
        ? null
        : "what an engine's builds are worth is measured on the models that TensorFlow.js takes too",
  };
}
