// For the browser tests: on Debian, as root, installs a Chromium where none is found. Plain JavaScript, since
// `npm test` begins here.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { register } from "tsx/esm/api";

/** Path of a Chromium, or null. */
export async function ensureChromium(say) {
  const unregister = register();
  const { findChromium } = await import("../loaders/browser/chromium.ts");
  await unregister();
  const found = findChromium();
  if (found || !existsSync("/etc/debian_version") || process.getuid?.() !== 0) return found;
  say("No Chromium found: installing Debian's …");
  const apt = (...args) =>
    spawnSync("apt-get", args, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  apt("update", "-qq");
  apt("install", "-y", "-qq", "--no-install-recommends", "chromium");
  return findChromium();
}
