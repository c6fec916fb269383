import { createHash } from "node:crypto";
import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  LIVE_FOLDER,
  type LiveCell,
  type LiveListing,
  type LiveTarget,
  type LiveWorkload,
} from "../../src/model/live/listing.ts";
import { type RunHeader, SUITE_VERSION } from "../../src/model/run-file.ts";
import { bundleForPage } from "../browser/bundle-worker.ts";
import { PACKAGES } from "../browser/page.ts";
import { isDiskFull } from "../files/disk-full.ts";
import { browserFilesOf } from "../harness/browser-files.ts";
import { bundlePageWorker, own, source } from "../harness/bundle.ts";
import { EFFORT_PARAMETERS } from "../harness/efforts.ts";
import { targetFields, workloadRecord } from "../harness/header.ts";
import {
  artefactsFor,
  jobFor,
  modelOf,
  referenceFile,
  type StagedWorkload,
  stageWorkload,
} from "../harness/stage.ts";
import { Interrupted, interruption } from "../interruption.ts";
import { ownModels, whyNoWeights } from "../models/model-file.ts";
import { packageFile, packageVersion } from "../targets/engines.ts";
import { targets } from "../targets/index.ts";
import { whySkipped } from "../targets/skips.ts";
import type { BrowserHost, Target } from "../targets/target.ts";
import { sizeOf, workloadById, workloads } from "../workloads/index.ts";
import { bytesOf, hasSteps, type Workload, type WorkloadSize } from "../workloads/workload.ts";

/** Which workloads a site ships for its reader's own browser: none, those that weigh little, all, or some by id. */
export type LiveChoice = "none" | "small" | "all" | readonly string[];

/** Most that a workload's files may weigh, uncompressed, to be shipped without being asked for. */
const MOST_BYTES = 16 * 2 ** 20;
const ALL = "npx portolan build --live all";
/** Pure packages that the module which measures is made of. */
const LIBRARIES = ["tinybench", "simple-statistics", "zod"];

interface PageTarget extends Target {
  readonly host: BrowserHost & { readonly readerNeeds: NonNullable<BrowserHost["readerNeeds"]> };
}

const isOffered = (target: Target): target is PageTarget =>
  target.host.kind === "browser" && target.host.readerNeeds !== undefined;

/**
 * Writes what the page “Your machine” runs into a built site: workers, engines, models, requests and reference outputs, of
 * the sizes that the site's run has. Nothing of it is loaded before the reader asks.
 */
export async function writeLiveFiles(
  site: string,
  choice: LiveChoice,
  shown: RunHeader | null,
): Promise<void> {
  const folder = new LiveFolder(join(site, LIVE_FOLDER));
  const offered = targets.filter(isOffered);
  const shipped: LiveWorkload[] = [];
  const allStaged: StagedWorkload[] = [];
  const missing: { title: string; reason: string }[] = [];
  for (const workload of workloads as readonly Workload<WorkloadSize>[]) {
    const reason = notAsked(workload, choice) ?? whyNoWeights(workload);
    const staged = reason === null ? await stage(workload, shown) : null;
    const bytes = staged ? weightOf(staged) : 0;
    const isHeavy = choice === "small" && bytes > MOST_BYTES;
    if (staged && !isHeavy) {
      shipped.push({ ...(await shipWorkload(folder, staged, offered)), bytes });
      allStaged.push(staged);
    } else missing.push({ title: workload.title, reason: reason ?? heavyReason(bytes) });
  }
  const listing: LiveListing = {
    schema: 1,
    suiteVersion: SUITE_VERSION,
    command: ALL,
    missing,
    ...(shipped.length === 0
      ? { runner: null, targets: [], workloads: [], ownModel: null }
      : {
          runner: folder.add("runner.js", await runnerBundle()),
          targets: await Promise.all(offered.map((target) => shipTarget(folder, target, allStaged))),
          workloads: shipped,
          ownModel: await shipOwnModel(folder, offered),
        }),
  };
  folder.write("live.json", Buffer.from(JSON.stringify(listing)));
}

/** Files under names that hold a hash of what they hold. */
class LiveFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @returns its address from the folder */
  add(name: string, contents: Uint8Array): string {
    const hash = createHash("sha256").update(contents).digest("hex").slice(0, 8);
    const ending = extname(name);
    const place = `files/${name.slice(0, name.length - ending.length)}.${hash}${ending}`;
    this.write(place, contents);
    return place;
  }

  copy(place: string, from: string): void {
    const to = this.#place(place);
    if (!existsSync(to)) copyFileSync(from, to, constants.COPYFILE_FICLONE);
  }

  write(place: string, contents: Uint8Array): void {
    writeFileSync(this.#place(place), contents);
  }

  #place(place: string): string {
    const path = join(this.#folder, place);
    mkdirSync(dirname(path), { recursive: true });
    return path;
  }
}

function notAsked({ id }: Workload<WorkloadSize>, choice: LiveChoice): string | null {
  if (choice === "all" || choice === "small") return null;
  return choice !== "none" && choice.includes(id) ? null : "not built into this site";
}

const heavyReason = (bytes: number): string =>
  `${Math.round(bytes / 2 ** 20)} MiB of files, more than a site ships without being asked to`;

/** At the size of the run that the site shows, so that the two can be held side by side. */
async function stage(workload: Workload<WorkloadSize>, shown: RunHeader | null): Promise<StagedWorkload> {
  const measured =
    shown?.suiteVersion === SUITE_VERSION
      ? shown.workloads.find(({ id }) => id === workload.id)?.size
      : undefined;
  return stageWorkload(workload, sizeOf(workload, measured ?? workload.quickSize), await ownModels(workload));
}

/** Bytes of model, request, assets and, since it holds inputs and result, reference. */
function weightOf(staged: StagedWorkload): number {
  const { workload, size, payloadBytes, assetsPath } = staged;
  const known = modelOf(staged).bytes + payloadBytes + statSync(assetsPath).size;
  // What is recorded of a request of many calls is small: the inputs of its first, and an answer in JSON.
  if (hasSteps(workload)) return known;
  const inputs = workload.inputs(size).reduce((sum, spec) => sum + bytesOf(spec), 0);
  return known + inputs + 4 * workload.maxResultLength(size);
}

async function shipWorkload(
  folder: LiveFolder,
  staged: StagedWorkload,
  offered: readonly PageTarget[],
): Promise<Omit<LiveWorkload, "bytes">> {
  const { workload, payloadPath, assetsPath, models } = staged;
  const { timeoutMs } = EFFORT_PARAMETERS.default;
  const reference = await referenceFile(staged, { timeoutMs, signal: interruption });
  const add = (kind: string, path: string) => folder.add(`${workload.id}-${kind}`, readFileSync(path));
  const places = {
    payloadPath: add("request.bin", payloadPath),
    assetsPath: add("assets.bin", assetsPath),
  };
  const modelPaths = models.map(({ path }) => add("model.onnx", path));
  const cells: LiveCell[] = [];
  for (const target of offered) {
    if (whySkipped(target, workload.id)) continue;
    const artefacts = await artefactsOf(target, staged);
    // Its compiler is an optional dependency: what needs it is not offered then.
    if (artefacts === null) continue;
    const shipped = Object.entries(artefacts).map(
      ([name, path]) => [name, add(`${name}${extname(path)}`, path)] as const,
    );
    const { responsePath: _, ...job } = jobFor(staged, target, Object.fromEntries(shipped));
    cells.push({
      target: target.id,
      worker: folder.add(
        `${workload.id}-worker.js`,
        readFileSync(await bundlePageWorker(target.host.module(), workload.id)),
      ),
      job: {
        ...job,
        ...places,
        models: job.models.map((model, i) => ({ ...model, path: modelPaths[i]! })),
      },
    });
  }
  return {
    record: workloadRecord(staged),
    tolerance: workload.tolerance,
    reference: add("reference.bin", reference),
    cells,
  };
}

async function artefactsOf(target: Target, staged: StagedWorkload): Promise<Record<string, string> | null> {
  try {
    return await artefactsFor(target, staged);
  } catch (error) {
    if (error instanceof Interrupted || isDiskFull(error)) throw error;
    return null;
  }
}

async function shipTarget(
  folder: LiveFolder,
  target: PageTarget,
  staged: readonly StagedWorkload[],
): Promise<LiveTarget> {
  let engineBytes = 0;
  const engines: Record<string, string> = {};
  for (const name of target.browser?.packageFiles ?? []) {
    const path = packageFile(name);
    if (path === null) throw new Error(`there is no ${name} under node_modules; \`npm ci\` installs it`);
    folder.copy(`${PACKAGES}${name}`, path);
    engineBytes += statSync(path).size;
    const of = name.split("/")[0]!;
    engines[of] = packageVersion(of)!;
  }
  const browserFiles = target.browser ? await browserFilesOf(target.browser, staged) : undefined;
  return {
    record: {
      ...targetFields(target),
      available: true,
      engines,
      ...(browserFiles ? { browserFiles } : {}),
    },
    needs: target.host.readerNeeds,
    engineBytes,
  };
}

const runnerBundle = () =>
  bundleForPage(`export { runner } from ${JSON.stringify(own("live/runner.ts"))};`, LIBRARIES);

/** The engines of the targets whose glue does not matter: a reader's own model has none. */
async function shipOwnModel(
  folder: LiveFolder,
  offered: readonly PageTarget[],
): Promise<LiveListing["ownModel"]> {
  const inspect = await bundleForPage(
    source({ serveInspection: own("live/inspect-worker.ts") }, "serveInspection();"),
  );
  const workers = offered
    .filter(({ glue }) => glue === "compiled")
    .map(async (target) => {
      const worker = source(
        {
          parts: fileURLToPath(target.host.module()),
          openTypeScriptGlue: own("glue/typescript.ts"),
          createGlue: own("workloads/model-alone/glue.ts"),
          serveInBrowser: own("worker/browser.ts"),
        },
        "serveInBrowser({ ...parts, openGlue: openTypeScriptGlue }, createGlue);",
      );
      return { target: target.id, worker: folder.add("own-model.js", await bundleForPage(worker)) };
    });
  return { inspect: folder.add("inspect.js", inspect), workers: await Promise.all(workers) };
}

/** @throws Error that names what is allowed */
export function liveChoiceOf(text: string): LiveChoice {
  if (text === "none" || text === "small" || text === "all") return text;
  const ids = text.split(",").map((id) => id.trim());
  for (const id of ids) workloadById(id);
  return ids;
}
