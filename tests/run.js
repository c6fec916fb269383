// `npm test`: finds or installs a Chromium, then checks formatting, types and tests. Arguments go to vitest.
import { spawnSync } from "node:child_process";
import { ensureChromium } from "./ensure-chromium.js";

const chromium = await ensureChromium((line) => console.error(line));
const env = { ...process.env, ...(chromium ? { PORTOLAN_CHROMIUM: chromium } : {}) };
if (!chromium && process.env.CI) {
  console.error("No Chromium: under CI the browser tests must run, so this is a failure.");
  process.exit(1);
}
if (!chromium) {
  console.error(
    "\n*** No Chromium: the browser tests are SKIPPED. Install one, or set PORTOLAN_CHROMIUM. ***\n",
  );
}

const node = (...args) => {
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
};
const selected = process.argv.slice(2);
if (selected.length === 0) {
  node("node_modules/@biomejs/biome/bin/biome", "ci", "--error-on-warnings", ".");
  node("node_modules/typescript/bin/tsc", "--noEmit");
}
node("node_modules/vitest/vitest.mjs", "run", ...selected);
