/** Why a page's GPU is slower or faster than its CPU on a workload, in sentences and rows. */
import { formatMs, formatShare } from "../model/format.js";
import type { GpuAccount, ImitatedGpu } from "../model/gpu-account.js";
import { factor, listed, named } from "./words.js";

const MEASURE = "`npx portolan measure --set browser`";

export function gpuFinding({ gpu, cpu, callMs, cpuCallMs, adapter }: GpuAccount): string {
  const [slower, faster] = [callMs / cpuCallMs, cpuCallMs / callMs];
  const apart =
    slower >= 1.05
      ? `${factor(slower)} times as long`
      : faster >= 1.05
        ? `${factor(faster)} times faster`
        : "about as long";
  return `On ${adapter}, ${named(gpu.target)} takes ${formatMs(callMs, 2)} for the model’s call, ${apart}${apart.endsWith("faster") ? " than" : " as"} ${named(cpu.target)} with ${formatMs(cpuCallMs, 2)}.`;
}

export interface GpuPart {
  readonly part: string;
  readonly time: string;
  readonly share: string;
  readonly from: string;
}

/** The parts of the call, and what the first request takes beyond it. */
export function gpuParts({ callMs, parts, launch, firstExtraMs }: GpuAccount): GpuPart[] {
  const row = (part: string, ms: number, from: string): GpuPart => ({
    part,
    time: formatMs(ms, 2),
    share: formatShare(callMs > 0 ? ms / callMs : 0),
    from,
  });
  const launching = launch
    ? [
        row(
          "Launching kernels",
          launch.ms,
          `${launch.kernels} kernels, as an engine’s profile counts them, × ${formatMs(launch.perKernelMs, 2)}, which one that computes next to nothing takes on this adapter`,
        ),
      ]
    : [];
  const computing = (ms: number, from: string) =>
    row(launch ? "Computing beyond that" : "Computing", ms - (launch?.ms ?? 0), from);
  const first: GpuPart = {
    part: "The first request, beyond a later one",
    time: formatMs(firstExtraMs, 2),
    share: "once",
    from: "shaders are compiled and weights laid out on the device",
  };
  if (parts === null)
    return [
      ...launching,
      computing(callMs, "with moving tensors: the profiled arm could not tell them apart"),
      first,
    ];
  return [
    ...launching,
    computing(parts.computeMs, "what the device’s work takes, waited for"),
    row("Upload and reading back", parts.moveMs, "each waited for, in the profiled arm"),
    first,
  ];
}

/** From which batch or model the GPU is the faster one. */
export function turnSentence({ turn, cpu, launch, parts }: GpuAccount): string {
  const unknown = "From which model or batch the GPU would be the faster one is not known";
  switch (turn.state) {
    case "faster":
      return `A larger model or batch only widens that: what is fixed weighs less.`;
    case "at":
      return `With about ${factor(turn.times)} times the work in a call (a larger batch, or layers that are larger and no more of them) the GPU catches up with ${named(cpu.target)} at the latest: launching and the fixed cost of moving stay, the rest is taken to grow as the work does.`;
    case "unsaturated":
      return `${unknown}: what grows with the work takes as long as on ${named(cpu.target)} already, and only a batch that fills the device would show whether that stays so.`;
    case "unknown": {
      const lacks = [
        ...(launch === null ? ["what launching a kernel costs on this adapter"] : []),
        ...(parts === null ? ["what of the call is moving tensors"] : []),
      ];
      return `${unknown}: this run does not tell ${listed(lacks)}.`;
    }
  }
}

/** What the rule of thumb expects of a GPU here, and whether it holds. */
export function gpuRuleSentence({ rule, gpu, cpu }: GpuAccount): string {
  const { computeShare, expects, pays } = rule;
  const first = `By TechnoLynx’s rule of thumb a GPU pays where the model’s compute dominates. It is ${formatShare(computeShare)} of a request on ${named(cpu.target)}, so a GPU should ${expects ? "" : "not "}pay here.`;
  if (pays === null)
    return `${first} Whole requests take about as long on both, which this run cannot tell apart: it does not test the rule.`;
  const ms = `${formatMs(gpu.cell.p50Ms.value, 2)} instead of ${formatMs(cpu.cell.p50Ms.value, 2)}`;
  return `${first} A whole request takes ${ms}: the rule ${pays === expects ? "holds" : "does not hold"}.`;
}

/** Where no GPU answered. */
export function noGpuSentence(imitated: readonly ImitatedGpu[]): string {
  const [first] = imitated;
  if (!first) return `This run measured no GPU in a page. On a machine with one, ${MEASURE} does.`;
  const titles = imitated.flatMap(({ target, answered }) => (answered ? [named(target)] : []));
  const ran =
    titles.length > 0
      ? ` ${listed(titles)} ran on it, which shows that the path works and nothing about a GPU.`
      : "";
  return `There is no GPU here: ${first.adapter} imitates one on the CPU.${ran} On a machine with one, ${MEASURE} tells why it is slower or faster than Wasm.`;
}
