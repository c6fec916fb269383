import { mulberry32, seedOf } from "../../src/model/random.ts";
import {
  type ModelCalls,
  RUN_SCHEMA_VERSION,
  type RunHeader,
  SUITE_VERSION,
  type TargetRecord,
  type WorkloadRecord,
} from "../../src/model/run-file.ts";
import { usesArrays } from "../python/glue.ts";
import { whyLeftOut } from "../targets/skips.ts";
import type { Probe, Target } from "../targets/target.ts";
import { ownFolder } from "../workloads/own/registry.ts";
import {
  bytesOf,
  type CallWorkload,
  elementsOf,
  hasSteps,
  type TensorSpec,
  type WorkloadSize,
} from "../workloads/workload.ts";
import { browserFilesOf } from "./browser-files.ts";
import { deployedFilesOf } from "./deployed-files.ts";
import { parametersFor } from "./efforts.ts";
import { fingerprint } from "./fingerprint.ts";
import type { MeasureOptions } from "./options.ts";
import { modelOf, type StagedWorkload } from "./stage.ts";

/** Whether a target can run, and the paths of what was built for it, by workload. */
interface Made {
  readonly probe: Probe;
  readonly artefacts: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

export async function headerFor(
  options: MeasureOptions,
  staged: readonly StagedWorkload[],
  targets: readonly Target[],
  probes: ReadonlyMap<string, Made>,
): Promise<RunHeader> {
  const startedAt = new Date().toISOString();
  return {
    kind: "header",
    schemaVersion: RUN_SCHEMA_VERSION,
    suiteVersion: SUITE_VERSION,
    runId: `${startedAt.replace(/[-:]/g, "").slice(0, 15)}Z-${options.effort}-${process.pid}`,
    startedAt,
    effort: options.effort,
    parameters: parametersFor(options.effort, staged),
    budgetMs: options.budgetMs,
    seed: options.seed ?? Math.floor(mulberry32(seedOf(startedAt))() * 2 ** 31),
    environment: await fingerprint(),
    workloads: staged.map(workloadRecord),
    targets: await Promise.all(
      targets.map((target) => targetRecord(target, probes.get(target.id)!, staged, options)),
    ),
  };
}

export function workloadRecord({
  workload,
  size,
  payloadBytes,
  variant,
  answered,
  ...staged
}: StagedWorkload): WorkloadRecord {
  const { source, sha256, bytes } = modelOf(staged);
  return {
    id: workload.id,
    title: workload.title,
    summary: workload.summary,
    size: size.id,
    sizeLabel: size.label,
    payloadBytes,
    resultBytes: hasSteps(workload) ? (answered?.answer.length ?? 0) : workload.maxResultLength(size) * 4,
    model: { name: workload.modelName, source, sha256, bytes },
    ...(usesArrays(workload.id) ? { arrays: true } : {}),
    ...(workload.arrayShare === undefined ? {} : { arrayShare: workload.arrayShare }),
    calls: hasSteps(workload) ? [...(answered?.calls ?? [])] : [oneCall(workload, size)],
    ...(answered ? shownAnswer(answered.answer) : {}),
    ...(ownFolder(workload.id) === null ? {} : { own: true }),
    ...(variant === undefined ? {} : { variant }),
  };
}

function oneCall(workload: CallWorkload, size: WorkloadSize): ModelCalls {
  const sum = (specs: readonly TensorSpec[]) => specs.reduce((bytes, spec) => bytes + bytesOf(spec), 0);
  return {
    model: workload.modelName,
    calls: 1,
    inputBytes: sum(workload.inputs(size)),
    // Whatever its type, an output reaches the glue as float32.
    outputBytes: 4 * workload.outputs(size).reduce((all, spec) => all + elementsOf(spec), 0),
  };
}

/** A run file is no place for what nobody would read. */
const MOST_SHOWN_BYTES = 16 << 10;

const shownAnswer = (answer: Uint8Array) =>
  answer.length <= MOST_SHOWN_BYTES ? { answer: new TextDecoder().decode(answer) } : {};

/** What a target is, wherever it runs. */
export function targetFields({ id, title, summary, port, course, reach, threads, glue, ...target }: Target) {
  const tuned = target.tuning ? { tuned: true } : {};
  const twin = target.inBrowser === undefined ? {} : { inBrowser: target.inBrowser };
  const build = target.build === undefined ? {} : { build: target.build };
  const standalone = target.standalone === undefined ? {} : { standalone: target.standalone };
  const precision = target.precision === undefined ? {} : { precision: target.precision };
  const traits = { ...tuned, ...twin, ...build, ...standalone, ...precision };
  return { id, title, summary, port, course, reach: [...reach], threads, glue, ...traits };
}

/** How large a container's image is, which is known once it is there. */
function imageOf(artefacts: Made["artefacts"]): { readonly image?: string } {
  const [image] = [...artefacts.values()].flatMap(({ imageSize }) => imageSize ?? []);
  return image === undefined ? {} : { image };
}

async function targetRecord(
  target: Target,
  { probe, artefacts }: Made,
  staged: readonly StagedWorkload[],
  options: MeasureOptions,
): Promise<TargetRecord> {
  const reasons = staged.flatMap(({ workload }) => {
    const reason = whyLeftOut(target, workload.id, options);
    return reason ? [[workload.id, reason] as const] : [];
  });
  const fields = {
    ...targetFields(target),
    ...(reasons.length > 0 ? { skipped: Object.fromEntries(reasons) } : {}),
  };
  if (!probe.available) return { ...fields, available: false, reason: probe.reason, enable: probe.enable };
  const { engines, adapter } = probe;
  const record = {
    ...fields,
    available: true as const,
    engines: { ...engines, ...imageOf(artefacts) },
    ...(adapter ? { adapter } : {}),
    ...(target.standalone ? { deployedFiles: await deployedFilesOf(artefacts) } : {}),
  };
  if (target.browser === undefined) return record;
  try {
    return { ...record, browserFiles: await browserFilesOf(target.browser, staged) };
  } catch (error) {
    options.progress.say(
      `${target.id}: what a browser downloads is not counted: ${(error as Error).message}`,
    );
    return record;
  }
}
