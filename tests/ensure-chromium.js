// Finds a Chromium for the browser tests; on Debian, as root, installs one. Plain JavaScript: it runs
// before anything else does.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const WELL_KNOWN = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

function find() {
  if (process.env.PORTOLAN_CHROMIUM) return process.env.PORTOLAN_CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter);
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...WELL_KNOWN].find(
    (path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    },
  );
}

/** Path of a Chromium, or undefined. */
export function ensureChromium(say) {
  const found = find();
  if (found || !existsSync("/etc/debian_version") || process.getuid?.() !== 0) return found;
  say("No Chromium found: installing Debian's …");
  const apt = (...args) =>
    spawnSync("apt-get", args, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  apt("update", "-qq");
  apt("install", "-y", "-qq", "--no-install-recommends", "chromium");
  return find();
}
