// `npm test`: finds or installs a Chromium, then checks formatting, types and tests. Arguments go to vitest.
import { spawn } from "node:child_process";
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

/** Ends with the status of the program, or goes on where that is 0. */
const node = (...args) =>
  new Promise((resolve) => {
    spawn(process.execPath, args, { stdio: "inherit", env }).on("close", (status) =>
      status === 0 ? resolve() : process.exit(status ?? 1),
    );
  });
const selected = process.argv.slice(2);
if (selected.length === 0) {
  await Promise.all([
    node("node_modules/@biomejs/biome/bin/biome", "ci", "--error-on-warnings", "."),
    node("node_modules/typescript/bin/tsc", "--noEmit"),
  ]);
}
const projects = selected.includes("--project") ? [] : ["--project", "unit", "--project", "machine"];
await node("node_modules/vitest/vitest.mjs", "run", ...projects, ...selected);
