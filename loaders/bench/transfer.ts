import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";

interface Transfer {
  /** Sum over responses of their bodies, compressed one by one at gzip's default level. */
  readonly gzipBytes: number;
  readonly responses: readonly { readonly path: string; readonly gzipBytes: number }[];
  readonly otherHosts: readonly string[];
}

/** Opens a page in a fresh profile and adds up what it fetched until it fell silent. */
export async function transferOf(browser: Browser, url: string): Promise<Transfer> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const otherHosts: string[] = [];
  const bodies: Promise<{ path: string; gzipBytes: number }>[] = [];
  page.on("request", (request) => {
    const asked = new URL(request.url());
    if (/^https?:$/.test(asked.protocol) && asked.host !== new URL(url).host) otherHosts.push(asked.href);
  });
  page.on("response", (response) => {
    const path = new URL(response.url()).pathname;
    bodies.push(
      response.body().then(
        (body) => ({ path, gzipBytes: gzipSync(body).length }),
        () => ({ path, gzipBytes: 0 }),
      ),
    );
  });
  await page.goto(url, { waitUntil: "networkidle" });
  const responses = await Promise.all(bodies);
  await context.close();
  return { gzipBytes: responses.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0), responses, otherHosts };
}
