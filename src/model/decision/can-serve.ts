import type { DecisionOption } from "./options.js";

/** Whether it is a language model whose requests wait for a place of a server that is paid anyway. */
export const canServe = ({ platform, target }: DecisionOption): boolean =>
  platform.reserved && !platform.spillsOver && !platform.onDevice && target.tokens !== null;
