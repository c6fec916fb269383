/** The portable edition of a built site: a folder, or one page as one file, that works from a disk. */
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { withPolicy } from "../content-security-policy.ts";
import { contentType } from "../content-type.ts";
import { sitePages } from "../site-report.ts";
import { bundleClassic, bundleFromDisk, scriptOf, withScripts } from "./bundle-classic.ts";
import type { Edition } from "./from-disk.ts";
import { askedFiles, inScript, keptFile } from "./kept-files.ts";

/** What needs a server: measuring in the reader's browser, the SQL engine; and modules, which the one script holds. */
const LEFT_OUT = ["_live", "_node", "_observablehq", "_page"];

/**
 * Writes the site as a folder whose pages open from a disk, and from any host under any path.
 *
 * @param folder an empty folder, or one to be made
 */
export async function writePortable(site: string, folder: string): Promise<void> {
  const scripts = new Map(
    sitePages(site).flatMap((page) => {
      const script = scriptOf(site, page);
      return script === null ? [] : [[page, script] as const];
    }),
  );
  const [code, before] = await Promise.all([bundleClassic(site, scripts), bundleFromDisk()]);
  const brought = askedFiles(site, code);
  cpSync(site, folder, {
    recursive: true,
    filter: (from) => !LEFT_OUT.some((name) => from === join(site, name)),
  });
  const script = `${before}\n${code}\nglobalThis.portolanBrought = ${inScript(brought)};\n`;
  const name = `_page/report.${hashOf(script)}.js`;
  write(folder, name, script);
  for (const path of brought) {
    write(
      folder,
      `${path}.js`,
      `portolanKeep(${inScript(path)}, ${inScript(await keptFile(site, path))});\n`,
    );
  }
  for (const page of scripts.keys()) {
    const html = readFileSync(join(site, page), "utf8");
    const up = "../".repeat(page.split("/").length - 1);
    // In order, and once the page is there.
    const scripts = [
      `<script defer src="${up}${name}"></script>`,
      `<script>${whenThere(`{ up: ${inScript(up)}, brought: portolanBrought, kept: {} }`, page)}</script>`,
      "",
    ].join("\n");
    writeFileSync(join(folder, page), withPolicy(withScripts(html, scripts), "portable"));
  }
}

/**
 * One page with its styles, scripts and data, as one file.
 *
 * @param page its path from the site's folder, with slashes
 */
export async function singlePage(site: string, page: string): Promise<string> {
  const html = readFileSync(join(site, page), "utf8");
  const script = scriptOf(site, page);
  if (script === null) return withPolicy(alone(html, site, page), "single");
  const [code, before] = await Promise.all([
    bundleClassic(site, new Map([[page, script]])),
    bundleFromDisk(),
  ]);
  const asked = askedFiles(site, code).filter((path) => path.startsWith("_page/") || html.includes(path));
  const kept = Object.fromEntries(
    await Promise.all(asked.map(async (path) => [path, await keptFile(site, path)] as const)),
  );
  const up = "../".repeat(page.split("/").length - 1);
  const edition: Edition = { up, brought: null, kept };
  const whole = `${before}\n${code}\n${whenThere(inScript(edition), page)}`;
  const scripts = `<script>${whole.replaceAll("<!--", "\\x3c!--")}</script>\n`;
  return withPolicy(withScripts(alone(html, site, page), scripts), "single");
}

/** @param edition an expression */
const whenThere = (edition: string, page: string) =>
  `addEventListener("DOMContentLoaded", () => { portolanFromDisk(${edition}); portolanPages[${inScript(page)}](); });`;

/** Without what leads to other pages, and with its styles in itself. */
function alone(html: string, site: string, page: string): string {
  return html
    .replace(/<link rel="preload" as="style" [^>]*>\n/g, "")
    .replace(/<link rel="stylesheet" type="text\/css" href="([^"]+)">/g, (_, href: string) => {
      const css = readFileSync(join(site, dirname(page), href), "utf8");
      return `<style>${css.replaceAll("</", "<\\/")}</style>`;
    })
    .replace(/(<img\b[^>]* src=")(\.{1,2}\/[^"]+)"/g, (_, before: string, src: string) => {
      const picture = readFileSync(join(site, dirname(page), decodeURI(src)));
      return `${before}data:${contentType(src).type};base64,${picture.toString("base64")}"`;
    })
    .replace(
      "</head>",
      () =>
        "<style>#observablehq-sidebar, #pages-button, #observablehq-sidebar-toggle, #observablehq-sidebar-backdrop, #observablehq-header nav, #observablehq-footer nav { display: none !important; } #observablehq-center { --observablehq-inset-left: 0rem !important; padding-left: 0 !important; }</style>\n</head>",
    );
}

function write(folder: string, path: string, text: string): void {
  const place = join(folder, path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text);
}

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 8);
