import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { Child, saidOf } from "../child.ts";
import { alone } from "../files/lock.ts";
import { scratchFolder } from "../files/scratch.ts";
import { Interrupted } from "../interruption.ts";
import { docsList, mirrorDocs } from "../pages/docs-pages.ts";
import { mirrorOwnPages, ownPageList, ownResults, storeOf } from "../pages/own-pages.ts";
import { previewPages } from "../pages/preview-pages.ts";
import { isInstalled, projectRoot, userRoot } from "../paths.ts";
import { say } from "../terminal/print.ts";
import { checkDist } from "./check-dist.ts";
import { fillShell } from "./fill-shell.ts";
import { finishPages } from "./finish-pages.ts";
import { type LiveChoice, writeLiveFiles } from "./live-files.ts";
import { type NamedPage, sectionsOf } from "./navigation.ts";
import { loaderCache, prepareSite } from "./prepare.ts";
import { prerender } from "./prerender.ts";
import { recoverFolder, replaceFolder } from "./replace-folder.ts";
import { siteShell } from "./shell.ts";
import { siteBrand } from "./site-brand.ts";
import { type SiteData, siteData } from "./site-data.ts";
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
 * @param told of each part of the work, once it is done
 * @throws Error with Framework's own output when the build fails, or with what the check found
 */
export async function buildSite(
  run: string | null,
  live: LiveChoice = "small",
  told: (part: string) => void = () => {},
): Promise<void> {
  await aloneWithCache(async () => {
    prepare();
    const dist = distFolder();
    sweep(dist);
    // Built and checked beside its place: a build that fails or is stopped leaves the last report as it was.
    const folder = `${dist}${BUILDING}${process.pid}`;
    try {
      await buildInto(folder, run, live, told);
      replaceFolder(folder, dist);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

async function buildInto(
  folder: string,
  run: string | null,
  live: LiveChoice,
  told: (part: string) => void,
): Promise<void> {
  const brand = await siteBrand();
  const { own, data, shell } = await partsOf(run, told);
  const { shown, recordings, workloads } = data;
  const files = new Map([...data.files, ...ownResults()]);
  const ids = { recording: recordings.map(idOf), workload: workloads.map(idOf) };
  const filled = fillShell(shell, folder, { files, ids });
  // Before the pages are drawn: one of them shows what there is to run.
  await writeLiveFiles(folder, live, shown);
  told("what a reader’s own browser can run");
  const { pages, anew } = await prerender(folder, filled, own.placeOfCell);
  told(`${pages.length} pages, ${anew} of them drawn anew`);
  const sections = sectionsOf({ own: ownPageList(), recordings, workloads, docs: docsList() });
  await finishPages(folder, pages, { shown, brand, sections });
  const problems = checkDist(folder);
  if (problems.length > 0) {
    const lines = problems.slice(0, 10).map(({ file, problem }) => `  ${file}: ${problem}`);
    throw new Error(`the built site has ${problems.length} problems:\n${lines.join("\n")}`);
  }
}

const idOf = ({ path }: NamedPage): string => basename(path);

/** The data, and what Framework makes without them: at the same time, but for own pages that ask the data themselves. */
async function partsOf(run: string | null, told: (part: string) => void) {
  const found = shownRun(run, say);
  let asked: Promise<SiteData> | undefined;
  const data = () => {
    asked ??= siteData(run, found);
    return asked;
  };
  const own = await mirrorOwnPages(storeOf(run, async () => (await data()).store));
  if (own.problems.length > 0)
    throw new Error(`your own pages cannot be built:\n${own.problems.map((one) => `  ${one}`).join("\n")}`);
  const [shell, made] = await Promise.allSettled([
    siteShell((folder, env) => runFramework({ ...env, PORTOLAN_DIST: folder })).finally(() =>
      told("pages, without data"),
    ),
    data().finally(() => told("data, of all runs and recordings")),
  ]);
  if (shell.status === "rejected") throw shell.reason;
  if (made.status === "rejected") throw made.reason;
  return { own, data: made.value, shell: shell.value };
}

/** The same pages as Framework alone leaves them: neither bundled, nor drawn, nor checked. For comparison. */
export async function buildPlainSite(folder: string): Promise<void> {
  await aloneWithCache(async () => {
    prepare();
    for (const [name, bytes] of (await siteData(null, shownRun(null, say))).files) {
      const place = join(dirname(loaderCache), name);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, bytes);
    }
    await runFramework({ PORTOLAN_DIST: folder });
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

/** What it prints goes into a file: this process may be too busy to take it. */
async function runFramework(env: Readonly<Record<string, string>>): Promise<void> {
  const { file, args, ...where } = framework(["build"], env);
  const logPath = join(scratchFolder(), "framework.log");
  rmSync(logPath, { force: true });
  const child = new Child(file, args, { ...where, timeoutMs: BUILD_TIMEOUT_MS, output: { logPath } });
  const ending = await child.ended;
  if (ending.state === "interrupted") throw new Interrupted();
  if (ending.state !== "exited" || ending.exitCode !== 0)
    throw new Error(
      `the site could not be built (${saidOf(ending)}):\n${readFileSync(logPath, "utf8").trim()}`,
    );
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
