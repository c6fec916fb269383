import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { formatBytes, formatMs } from "../../src/model/format.ts";
import type { Host } from "../../src/model/recording.ts";
import type { Adapter } from "../../src/model/run-file.ts";
import { type Isolation, measureIsolation } from "../browser/isolation.ts";
import { probeBrowser } from "../browser/probe.ts";
import { fingerprint } from "../harness/fingerprint.ts";
import { Interrupted, interruption } from "../interruption.ts";
import type { OptionalPart } from "../optional-part.ts";
import { optionalParts } from "../optional-parts.ts";
import { portolanHome } from "../paths.ts";
import { askInterpreter } from "../profile/pipeline-command.ts";
import { NO_NATIVE_FRAMES, probePySpy } from "../profile/py-spy.ts";
import { threadCount } from "../targets/engines.ts";
import { targets } from "../targets/index.ts";
import { print } from "../terminal/print.ts";
import { renderTable } from "../terminal/table.ts";

export interface DoctorJson {
  readonly home: string;
  readonly node: string;
  readonly cores: number;
  readonly targets: readonly {
    readonly id: string;
    readonly available: boolean;
    readonly engines: Readonly<Record<string, string>>;
    /** The GPU that it computes on; null where it computes on the CPU, or cannot. */
    readonly adapter: Adapter | null;
    readonly reason: string | null;
    readonly enable: string | null;
  }[];
  /** What a page may do with the two headers that isolate it, and without; null without a browser. */
  readonly isolation: Isolation | null;
  /** What `portolan setup` installs. */
  readonly parts: readonly {
    readonly id: string;
    readonly ready: boolean;
    readonly holds: string;
    /** On disk; null where it is not set up. */
    readonly bytes: number | null;
    readonly enable: string | null;
  }[];
  /** What `portolan profile` can sample with. */
  readonly profilers: readonly {
    readonly id: string;
    readonly host: Host;
    readonly available: boolean;
    readonly version: string | null;
    /** Why it is not available, or what it cannot do here. */
    readonly reason: string | null;
    readonly enable: string | null;
  }[];
}

export function registerDoctor(program: Command): void {
  program
    .command("doctor")
    .description("list targets, their versions, what is missing and how to get it")
    .option("--json", "print as JSON on stdout (docs/json.md)")
    .action(async ({ json }: { json?: boolean }) => {
      const report = await diagnose();
      print(json ? JSON.stringify(report, null, 2) : describe(report));
    });
}

async function diagnose(): Promise<DoctorJson> {
  const environment = await fingerprint();
  const rows = [];
  for (const target of targets) {
    const probe = await target.probe();
    rows.push({
      id: target.id,
      available: probe.available,
      engines: probe.available ? probe.engines : {},
      adapter: (probe.available && probe.adapter) || null,
      reason: probe.available ? null : probe.reason,
      enable: probe.available ? null : probe.enable,
    });
  }
  const { cores } = environment;
  const { node } = process.versions;
  return {
    home: portolanHome(),
    node,
    cores,
    targets: rows,
    isolation: await isolation(),
    parts: optionalParts.map(partOf),
    profilers: await profilers(node),
  };
}

function partOf({ id, holds, takes, folder, isReady }: OptionalPart): DoctorJson["parts"][number] {
  const ready = isReady();
  const enable = ready ? null : `npx portolan setup ${id} (${takes})`;
  return { id, ready, holds, bytes: ready ? bytesIn(folder()) : null, enable };
}

/** Of its files, links not followed. */
function bytesIn(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + lstatSync(join(parentPath, name)).size, 0);
}

async function isolation(): Promise<Isolation | null> {
  const browser = await probeBrowser();
  if (!browser.available) return null;
  try {
    return await measureIsolation(threadCount, interruption);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return null;
  }
}

async function profilers(node: string): Promise<DoctorJson["profilers"]> {
  const v8 = { id: "V8 --cpu-prof", host: "node", available: true, version: node } as const;
  return [await pySpy(), { ...v8, reason: null, enable: null }];
}

async function pySpy(): Promise<DoctorJson["profilers"][number]> {
  const fields = { id: "py-spy", host: "python" } as const;
  try {
    const { interpreter } = await askInterpreter("python", process.env.PYTHON || "python3");
    const probe = await probePySpy(interpreter);
    if (probe.state === "missing") {
      return { ...fields, available: false, version: null, reason: probe.reason, enable: probe.enable };
    }
    const reason = probe.hasNative ? null : NO_NATIVE_FRAMES;
    return { ...fields, available: true, version: probe.version, reason, enable: null };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    const enable = "put python3 into PATH, or name it with PYTHON";
    return { ...fields, available: false, version: null, reason: (error as Error).message, enable };
  }
}

function describe(report: DoctorJson): string {
  const rows = report.targets.map((target) => [
    target.available ? "✓" : "✗",
    target.id,
    target.available
      ? [
          ...Object.entries(target.engines).map(([name, version]) => `${name} ${version}`),
          ...(target.adapter
            ? [
                `on ${target.adapter.name}${target.adapter.software ? ", which imitates a GPU and is in no ranking" : ""}`,
              ]
            : []),
        ].join(", ")
      : `not measured here: ${target.reason}. To enable it: ${target.enable}`,
  ]);
  return [
    renderTable(["", "target", ""], rows),
    renderTable(
      ["", "part", ""],
      report.parts.map(({ ready, id, holds, bytes, enable }) => [
        ready ? "✓" : "✗",
        id,
        bytes === null ? `${holds}: not set up. To enable it: ${enable}` : `${holds}: ${formatBytes(bytes)}`,
      ]),
    ),
    renderTable(
      ["", "profiler", ""],
      report.profilers.map(({ available, id, host, version, reason, enable }) => [
        available ? "✓" : "✗",
        id,
        available
          ? `${version}, for ${host}${reason ? `; ${reason}` : ""}`
          : `cannot profile ${host} here: ${reason}. To enable it: ${enable}`,
      ]),
    ),
    ...(report.isolation ? [isolationText(report.isolation)] : []),
    `Node ${report.node}, ${report.cores} cores. Runs and caches: ${report.home}`,
  ].join("\n");
}

function isolationText({ threadsAsked, isolated, plain }: Isolation): string {
  const powers = ({ threads, clockStepMs }: Isolation["plain"]) =>
    `${threads} of ${threadsAsked} threads and a clock of ${formatMs(clockStepMs, 2)}`;
  return `A page that is cross-origin isolated has ${powers(isolated)}; one that is not, ${powers(plain)}.`;
}
