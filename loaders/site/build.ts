import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { Child } from "../child.ts";
import { alone } from "../files/lock.ts";
import { mirrorDocs } from "../pages/docs-pages.ts";
import { mirrorOwnPages, type OwnPages, storeOf } from "../pages/own-pages.ts";
import { previewPages } from "../pages/preview-pages.ts";
import { isInstalled, projectRoot, userRoot } from "../paths.ts";
import { runCommand } from "../run-command.ts";
import { say } from "../terminal/print.ts";
import { bundlePages } from "./bundle-pages.ts";
import { checkDist } from "./check-dist.ts";
import { fillLoaderCache } from "./fill-cache.ts";
import { finishPages } from "./finish-pages.ts";
import { type LiveChoice, writeLiveFiles } from "./live-files.ts";
import { mendPages } from "./mend-markup.ts";
import { loaderCache, prepareSite } from "./prepare.ts";
import { prerender } from "./prerender.ts";
import { recoverFolder, replaceFolder } from "./replace-folder.ts";
import { siteBrand } from "./site-brand.ts";
import { shownRun } from "./summary-loader.ts";

const require = createRequire(import.meta.url);

const BUILDING = ".building-";
const BUILD_TIMEOUT_MS = 30 * 60_000;

/** Where the site is built. `PORTOLAN_DIST` moves it; the tests do, so that they never touch a user's report. */
export function distFolder(): string {
  return resolve(userRoot(), process.env.PORTOLAN_DIST || (isInstalled ? "portolan-report" : "dist"));
}

/**
 * Builds the site from the runs that are there, offline, and checks what came out.
 *
 * @param run the run that the report shows; null for the newest
 * @param live what it ships for the page “Your machine”
 * @throws Error with Framework's own output when the build fails, or with what the check found
 */
export async function buildSite(run: string | null, live: LiveChoice = "small"): Promise<void> {
  await aloneWithCache(async () => {
    prepare();
    await fillLoaderCache(loaderCache, run);
    const own = await mirrorOwnPages(storeOf(run, say));
    if (own.problems.length > 0)
      throw new Error(`your own pages cannot be built:\n${own.problems.map((one) => `  ${one}`).join("\n")}`);
    await buildInto(run, live, distFolder(), own);
  });
}

/** The same pages as Framework alone leaves them: neither bundled, nor drawn, nor checked. For comparison. */
export async function buildPlainSite(folder: string): Promise<void> {
  await aloneWithCache(async () => {
    prepare();
    await fillLoaderCache(loaderCache, null);
    await runFramework(["build"], { PORTOLAN_DIST: folder });
  });
}

function prepare(): void {
  prepareSite();
  mirrorDocs();
}

/** Framework has one cache for all builds: two at a time would give each other their data. */
function aloneWithCache(work: () => Promise<void>): Promise<void> {
  const cache = join(projectRoot, "src", ".observablehq", "cache");
  return alone(cache, { doing: "building this project's site", say }, work);
}

async function buildInto(run: string | null, live: LiveChoice, dist: string, own: OwnPages): Promise<void> {
  sweep(dist);
  // Built and checked beside its place: a build that fails or is stopped leaves the last report as it was.
  const folder = `${dist}${BUILDING}${process.pid}`;
  try {
    await runFramework(["build"], { ...(run ? { PORTOLAN_RUN: run } : {}), PORTOLAN_DIST: folder });
    const shown = shownRun(run, () => {})?.run.header ?? null;
    // Before the pages are drawn: one of them shows what there is to run.
    await writeLiveFiles(folder, live, shown);
    await prerender(folder, await bundlePages(folder), own.placeOfCell);
    mendPages(folder);
    await finishPages(folder, shown, await siteBrand());
    const problems = checkDist(folder);
    if (problems.length > 0) {
      const lines = problems.slice(0, 10).map(({ file, problem }) => `  ${file}: ${problem}`);
      throw new Error(`the built site has ${problems.length} problems:\n${lines.join("\n")}`);
    }
    replaceFolder(folder, dist);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes what killed builds left: while this one has the lock, no other is at work. */
function sweep(dist: string): void {
  recoverFolder(dist);
  mkdirSync(dirname(dist), { recursive: true });
  const left = readdirSync(dirname(dist)).filter((name) => name.startsWith(`${basename(dist)}${BUILDING}`));
  for (const name of left) rmSync(join(dirname(dist), name), { recursive: true, force: true });
}

/** Framework's live preview, until it is stopped; a user's own pages follow their files. */
export async function previewSite(): Promise<void> {
  await aloneWithCache(async () => {
    prepare();
  });
  const pages = await previewPages();
  const { file, args, ...where } = framework(["preview"], {});
  await new Child(file, args, { ...where, output: "inherit" }).ended.finally(pages.stop);
}

async function runFramework(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const { file, args, ...where } = framework(command, env);
  const { ok, stdout, stderr } = await runCommand(file, args, { ...where, timeoutMs: BUILD_TIMEOUT_MS });
  if (!ok) throw new Error(`the site could not be built:\n${`${stdout}${stderr}`.trim()}`);
}

/** Framework's command line with telemetry off. */
function framework(command: readonly string[], env: Readonly<Record<string, string>>) {
  const folder = dirname(require.resolve("@observablehq/framework/package.json"));
  return {
    file: process.execPath,
    args: [join(folder, "dist", "bin", "observable.js"), ...command],
    cwd: projectRoot,
    env: { OBSERVABLE_TELEMETRY_DISABLE: "1", ...env },
  };
}
