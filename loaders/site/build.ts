import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join, resolve } from "node:path";
import lockfile from "proper-lockfile";
import { projectRoot } from "../paths.ts";
import { checkDist } from "./check-dist.ts";
import { prepareSite } from "./prepare.ts";

const require = createRequire(import.meta.url);

/** Where the site is built. `PORTOLAN_DIST` moves it; the tests do, so that they never touch a user's report. */
export function distFolder(): string {
  return resolve(projectRoot, process.env.PORTOLAN_DIST || "dist");
}

/**
 * Builds the site from the runs that are there, offline, and checks what came out.
 *
 * @param run the run that the report shows; null for the newest
 * @throws Error with Framework's own output when the build fails, or with what the check found
 */
export async function buildSite(run: string | null): Promise<void> {
  const release = await alone();
  try {
    prepareSite();
    await buildInto(run);
  } finally {
    await release();
  }
}

/** Framework has one cache for all builds: two at a time would give each other their data. */
async function alone(): Promise<() => Promise<void>> {
  const waiting = setTimeout(
    () => process.stderr.write("Waiting for another build of this project to end …\n"),
    2_000,
  );
  try {
    const retries = { retries: 1_200, factor: 1, minTimeout: 500, maxTimeout: 500 };
    const folder = join(projectRoot, "src", ".observablehq");
    mkdirSync(folder, { recursive: true });
    return await lockfile.lock(folder, { stale: 15_000, retries });
  } finally {
    clearTimeout(waiting);
  }
}

async function buildInto(run: string | null): Promise<void> {
  // Built and checked beside its place: a build that fails or is stopped leaves the last report as it was.
  const folder = `${distFolder()}.building-${process.pid}`;
  try {
    await runFramework(["build"], { ...(run ? { PORTOLAN_RUN: run } : {}), PORTOLAN_DIST: folder });
    const problems = checkDist(folder);
    if (problems.length > 0) {
      const lines = problems.slice(0, 10).map(({ file, problem }) => `  ${file}: ${problem}`);
      throw new Error(`the built site has ${problems.length} problems:\n${lines.join("\n")}`);
    }
    rmSync(distFolder(), { recursive: true, force: true });
    renameSync(folder, distFolder());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Framework's live preview, until it is stopped. */
export async function previewSite(): Promise<void> {
  prepareSite();
  const child = spawnFramework(["preview"], {}, "inherit");
  await new Promise((resolve) => child.on("close", resolve));
}

/** Runs Framework to its end; returns what it printed. */
function runFramework(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const child = spawnFramework(args, env, "pipe");
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`the site could not be built:\n${output.trim()}`));
    });
  });
}

/** Framework's command line with telemetry off, and tsx on the path for the loaders. */
function spawnFramework(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  output: "inherit" | "pipe",
): ChildProcess {
  const folder = dirname(require.resolve("@observablehq/framework/package.json"));
  return spawn(process.execPath, [join(folder, "dist", "bin", "observable.js"), ...args], {
    cwd: projectRoot,
    stdio: ["ignore", output, output],
    env: {
      ...process.env,
      OBSERVABLE_TELEMETRY_DISABLE: "1",
      PATH: `${join(projectRoot, "node_modules", ".bin")}${delimiter}${process.env.PATH}`,
      ...env,
    },
  });
}
