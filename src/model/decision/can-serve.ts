import type { Platform } from "../cost/platforms/platform.js";
import type { DecisionOption } from "./options.js";

/** Whether requests wait for a free place of a server that is paid anyway: only there company is worth waiting for. */
export const waitsAtServer = ({
  reserved,
  spillsOver,
  onDevice,
}: Pick<Platform, "reserved" | "spillsOver" | "onDevice">): boolean => reserved && !spillsOver && !onDevice;

/** Whether it is a language model whose requests wait for a place of a server. */
export const canServe = ({ platform, target }: DecisionOption): boolean =>
  waitsAtServer(platform) && target.tokens !== null;
