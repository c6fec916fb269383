import type { Browser } from "playwright-core";
import { launchBrowser } from "../browser/chromium.ts";
import { distFolder } from "../site/build.ts";
import { serve } from "../site/serve.ts";

const PORT = 4_100;

/** Serves the built report to a browser for as long as something is measured there. */
export async function inReport<Measured>(
  measure: (browser: Browser, url: string) => Promise<Measured>,
): Promise<Measured> {
  const served = await serve(distFolder(), PORT);
  const browser = await launchBrowser();
  try {
    return await measure(browser, served.url);
  } finally {
    await browser.close();
    await served.close();
  }
}
