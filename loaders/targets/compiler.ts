import { compilerVersion } from "../glue/compile.ts";
import type { Probe } from "./target.ts";

/** What is compiled here needs a C compiler as well. */
export async function probeCompiler(probe: Probe): Promise<Probe> {
  if (!probe.available) return probe;
  const compiler = await compilerVersion();
  if (compiler !== null) return { available: true, engines: { ...probe.engines, cc: compiler } };
  return {
    available: false,
    reason: "no C compiler: neither cc nor what CC names runs",
    enable:
      process.platform === "darwin" ? "xcode-select --install" : "sudo apt-get install -y gcc libc6-dev",
  };
}
