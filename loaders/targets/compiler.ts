import { compilerVersion } from "../glue/compile.ts";
import { INSTALL_COMPILER } from "../platform/hints.ts";
import type { Probe } from "./target.ts";

/** What is compiled here needs a C compiler as well. */
export async function probeCompiler(probe: Probe): Promise<Probe> {
  if (!probe.available) return probe;
  const compiler = await compilerVersion();
  if (compiler !== null) return { available: true, engines: { ...probe.engines, cc: compiler } };
  return {
    available: false,
    reason: "no C compiler: neither cc nor what CC names runs",
    enable: INSTALL_COMPILER,
  };
}
