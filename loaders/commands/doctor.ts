import type { Command } from "commander";
import { fingerprint } from "../harness/fingerprint.ts";
import { portolanHome } from "../paths.ts";
import { targets } from "../targets/index.ts";
import { renderTable } from "./table.ts";

export interface DoctorJson {
  readonly home: string;
  readonly node: string;
  readonly cores: number;
  readonly targets: readonly {
    readonly id: string;
    readonly available: boolean;
    readonly engines: Readonly<Record<string, string>>;
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
      process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : `${describe(report)}\n`);
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
      reason: probe.available ? null : probe.reason,
      enable: probe.available ? null : probe.enable,
    });
  }
  return { home: portolanHome(), node: environment.node, cores: environment.cores, targets: rows };
}

function describe(report: DoctorJson): string {
  const rows = report.targets.map((target) => [
    target.available ? "✓" : "✗",
    target.id,
    target.available
      ? Object.entries(target.engines)
          .map(([name, version]) => `${name} ${version}`)
          .join(", ")
      : `not measured here: ${target.reason}. To enable it: ${target.enable}`,
  ]);
  return [
    renderTable(["", "target", ""], rows),
    `Node ${report.node}, ${report.cores} cores. Runs and caches: ${report.home}`,
  ].join("\n");
}
