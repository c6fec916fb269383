/** Engines for a comparison, too heavy for the lock file: who wants to measure them installs them, in versions known to run. */
import { probePackages } from "../targets/engines.ts";
import type { Probe } from "../targets/target.ts";
import { ORT_EARLIER, ORT_EARLIER_VERSION } from "./ort-earlier-files.ts";
import { TFJS_BACKENDS, TFJS_CORE, TFJS_VERSION, tfjsBackendPackage } from "./tfjs-files.ts";

/** All at once, since npm removes what it finds in no list when it installs the next. */
const INSTALL = [
  "npm install --no-save",
  ...[TFJS_CORE, ...TFJS_BACKENDS.map(tfjsBackendPackage)].map((name) => `${name}@${TFJS_VERSION}`),
  `${ORT_EARLIER}@npm:onnxruntime-web@${ORT_EARLIER_VERSION}`,
].join(" ");

/** A probe over some of them. */
export function probeExtras(...names: string[]): Probe {
  const probe = probePackages(...names);
  return probe.available ? probe : { ...probe, enable: INSTALL };
}
