import { buildSite } from "../site/build.ts";
import type { Figure } from "./figure.ts";

const BOUND_S = 60;

export const buildTime: Figure = {
  id: "build",
  title: "the site from a run that is there",
  async measure() {
    const start = performance.now();
    await buildSite(null);
    const seconds = (performance.now() - start) / 1e3;
    return [
      {
        what: "npm run build",
        value: `${seconds.toFixed(1)} s`,
        bound: `≤ ${BOUND_S} s`,
        within: seconds <= BOUND_S,
      },
    ];
  },
};
