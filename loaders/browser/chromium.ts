import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Browser } from "playwright-core";

const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
];
const WELL_KNOWN = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Path of a Chromium on this system: `PORTOLAN_CHROMIUM`, else PATH, else well-known places; or null. */
export function findChromium(): string | null {
  if (process.env.PORTOLAN_CHROMIUM) return process.env.PORTOLAN_CHROMIUM;
  const onPath = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...WELL_KNOWN].find(isExecutable) ?? null;
}

/** For a browser that draws nothing but pages. */
const WITHOUT_GPU = ["--disable-gpu"];

/**
 * @param args what is added to what every browser gets; without, it has no GPU
 * @throws Error that says how to get a browser, when there is none
 */
export async function launchBrowser(args: readonly string[] = WITHOUT_GPU): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) {
    throw new Error(
      "no Chromium was found; install one (sudo apt-get install chromium) or set PORTOLAN_CHROMIUM",
    );
  }
  const { chromium } = await import("playwright-core");
  return chromium.launch({
    executablePath,
    // It would catch them for as long as this process lives; a browser ends with the pipe that it is led by.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      ...["--no-sandbox", "--disable-quic", "--no-first-run", ...args],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
