import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { quantile } from "simple-statistics";
import { launchBrowser } from "../browser/chromium.ts";
import type { Figure } from "./figure.ts";
import { type MonteCarloTimes, timeMonteCarlo } from "./monte-carlo-case.ts";

const BOUND_MS = 25;

/** 10,000 draws × 20 inputs × 8 options × 4 criteria, with all chances and quantiles: one step of a slider. */
export const monteCarlo: Figure = {
  id: "monte-carlo",
  title: "one answer of the simulation, in the browser and in Node",
  async measure() {
    const rows = [
      { where: "browser", times: await timeInBrowser() },
      { where: "Node", times: timeMonteCarlo() },
    ];
    return rows.map(({ where, times: { firstMs, updateMs, simulateMs } }) => {
      const ms = quantile([...updateMs], 0.5);
      const [p95, drawing] = [quantile([...updateMs], 0.95), quantile([...simulateMs], 0.5)];
      return {
        what: `10,000 draws × 20 inputs × 8 options × 4 criteria, ${where}`,
        value: `${ms.toFixed(1)} ms (p95 ${p95.toFixed(1)}, first ${firstMs.toFixed(0)}; without quantiles ${drawing.toFixed(1)})`,
        bound: `≤ ${BOUND_MS} ms`,
        within: ms <= BOUND_MS,
      };
    });
  },
};

async function timeInBrowser(): Promise<MonteCarloTimes> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("./monte-carlo-case.ts", import.meta.url))],
    bundle: true,
    format: "iife",
    globalName: "monteCarlo",
    target: "es2022",
    write: false,
  });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: outputFiles[0]!.text });
    return (await page.evaluate("monteCarlo.timeMonteCarlo()")) as MonteCarloTimes;
  } finally {
    await browser.close();
  }
}
