import { runCommand } from "../run-command.ts";
import { packageVersion } from "../targets/engines.ts";
import type { Probe } from "../targets/target.ts";
import { findChromium } from "./chromium.ts";

/** What drives a browser is not needed by anything else. */
const DRIVER = "playwright-core";

/** Available where the engines are and there is a browser: its version is one of the engines. */
export async function probeBrowser(engines: Probe = { available: true, engines: {} }): Promise<Probe> {
  if (!engines.available) return engines;
  if (packageVersion(DRIVER) === null) {
    return {
      available: false,
      reason: `${DRIVER}, which drives the browser, is not installed`,
      enable: `npm install --no-save ${DRIVER}`,
    };
  }
  const path = findChromium();
  const version = path === null ? null : await browserVersion(path);
  if (version === null) {
    return {
      available: false,
      reason: path === null ? "no Chromium was found" : `${path} does not start`,
      enable: "sudo apt-get install chromium, or PORTOLAN_CHROMIUM=<path of a Chromium, Chrome or Edge>",
    };
  }
  const { "node.js": _, ...rest } = engines.engines;
  return { available: true, engines: { ...rest, chromium: version } };
}

const versions = new Map<string, Promise<string | null>>();

/** "156.0.7000.1"; null where it does not start. */
function browserVersion(path: string): Promise<string | null> {
  let version = versions.get(path);
  if (version === undefined) {
    version = runCommand(path, ["--version"], { timeoutMs: 20_000 }).then(({ ok, stdout }) =>
      ok ? (/\d+(?:\.\d+)+/.exec(stdout)?.[0] ?? null) : null,
    );
    versions.set(path, version);
  }
  return version;
}
