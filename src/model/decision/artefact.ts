/** What a target is to its host: whether it starts there, and what keeps it from harm to others. */
import type { Platform } from "../cost/platforms/platform.js";
import type { Port, Reach, Standalone } from "../run-file.js";

/** A target, as far as what is deployed of it decides. */
interface Artefact {
  readonly port: Port;
  readonly standalone: Standalone | null;
  readonly places: readonly Reach[];
}

/** A target, as far as it decides what has the hardware for it. */
type Startable = Artefact & { readonly gpu: string | null };

/** Whether a platform has what it takes to start it, however fast it is there and whatever it needs. */
export function runsOn({ port, standalone, places, gpu }: Startable, platform: Platform): boolean {
  const { code, reach, takesAnyGpu, sells } = platform;
  if (sells) return false;
  if (!places.includes(reach)) return false;
  if (gpu !== null && platform.gpu === null && takesAnyGpu !== true) return false;
  switch (code) {
    case "any":
      return true;
    case "wasm-and-js":
      return port === "wasm" && standalone?.road !== "host-engine";
    case "wasm":
      return port === "wasm" && standalone?.road === "compiled-model";
  }
}

/** What lies between a target's code and others in the same host. */
export type Isolation = "sandbox" | "container" | "process" | "none";

export function isolationOf({ port, standalone }: Omit<Artefact, "places">): Isolation {
  if (port === "wasm" && standalone?.road !== "host-engine") return "sandbox";
  if (standalone?.container) return "container";
  return standalone && port !== "wasm" ? "process" : "none";
}

/** Whether somebody has to vouch for its code where it shares a host with others'. */
export const needsReview = (target: Omit<Artefact, "places">): boolean =>
  isolationOf(target) === "process" || isolationOf(target) === "none";
