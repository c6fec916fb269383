/** In what the conditions of two runs differ: what may have moved a number besides the code. Values as they are recorded. */
import type { Environment, Gpu } from "../run-file.js";
import type { RunDigest } from "./digest.js";

/** What is compared of an environment, in the order in which it matters. */
const PARTS = [
  "machineId",
  "cpuModel",
  "cpuFlags",
  "cores",
  "cpuQuotaCores",
  "memoryBytes",
  "gpus",
  "platform",
  "arch",
  "kernel",
  "hypervisor",
  "governor",
  "node",
  "v8",
  "python",
  "compiler",
  "kit",
  "browser",
  "gitCommit",
] as const satisfies readonly (keyof Environment)[];
export type FingerprintPart = (typeof PARTS)[number];

export type FingerprintDifference =
  | { readonly kind: "environment"; readonly part: FingerprintPart; readonly a: Value; readonly b: Value }
  /** Of an engine or a tool that targets of both runs used, by its name; several where its targets differ in it. */
  | {
      readonly kind: "engine";
      readonly part: string;
      readonly a: readonly string[];
      readonly b: readonly string[];
    }
  | {
      readonly kind: "threads";
      /** A target, by its title. */
      readonly part: string;
      readonly a: number;
      readonly b: number;
    };

type Value = string | number | readonly string[] | readonly Gpu[] | { readonly userAgent: string } | null;

export function fingerprintDifferences(a: RunDigest, b: RunDigest): FingerprintDifference[] {
  const environment = PARTS.flatMap((part): FingerprintDifference[] => {
    const [was, is] = [a.environment[part] ?? null, b.environment[part] ?? null];
    return equal(was, is) ? [] : [{ kind: "environment", part, a: was, b: is }];
  });
  const [before, after] = [enginesOf(a), enginesOf(b)];
  const engines = [...before].flatMap(([part, versions]): FingerprintDifference[] => {
    const others = after.get(part);
    return others === undefined || equal(versions, others)
      ? []
      : [{ kind: "engine", part, a: versions, b: others }];
  });
  const threads = a.targets.flatMap(({ id, title, threads }): FingerprintDifference[] => {
    const other = b.targets.find((target) => target.id === id);
    return other === undefined || other.threads === threads
      ? []
      : [{ kind: "threads", part: title, a: threads, b: other.threads }];
  });
  return [...environment, ...engines, ...threads];
}

const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Versions of each, sorted. */
function enginesOf({ targets }: RunDigest): ReadonlyMap<string, readonly string[]> {
  const versions = new Map<string, readonly string[]>();
  for (const { engines } of targets)
    for (const [name, version] of Object.entries(engines))
      versions.set(name, [...new Set([...(versions.get(name) ?? []), version])].sort());
  return versions;
}
