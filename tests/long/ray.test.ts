import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { registerImport } from "../../loaders/commands/import.ts";
import { registerKit } from "../../loaders/commands/kit.ts";
import { runCommand } from "../../loaders/run-command.ts";
import { readRuns } from "../../loaders/store/runs.ts";
import { inProcess } from "../commands/in-process.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

/** A Python with Ray, onnxruntime and numpy: what `npx portolan setup ray` makes, bin/python in it. */
const PYTHON = process.env.PORTOLAN_RAY_PYTHON;
const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface Told {
  readonly code: number;
  readonly killed: string;
  readonly events: readonly {
    readonly event: string;
    readonly node?: string;
    readonly path?: string | null;
  }[];
}

const HOW = PYTHON
  ? ""
  : " (skipped: npx portolan setup ray, then PORTOLAN_RAY_PYTHON=.portolan/ray/bin/python npm run test:long)";

describe.skipIf(!PYTHON)(`a Ray cluster of three nodes and two types, one of which dies midway${HOW}`, () => {
  const home = temporaryHome();
  const out = join(home, "gathered");
  let told: Told;

  beforeAll(async () => {
    mkdirSync(out);
    const kit = join(home, "kit.pyz");
    await inProcess(registerKit, [
      "kit",
      "--workload",
      "score-telemetry",
      "--target",
      "python-numpy",
      "-o",
      kit,
    ]);
    const { ok, stdout, stderr } = await runCommand(PYTHON!, [
      ...[fileOf("../fixtures/ray-cluster.py"), fileOf("../../loaders/fleet/ray_fleet.py"), kit, out],
    ]);
    if (!ok) throw new Error(stderr);
    told = JSON.parse(stdout.trim().split("\n").at(-1)!);
  }, 300_000);

  it("gives a whole run of each type, and what the dead node had measured", async () => {
    expect(told.code).toBe(0);
    const of = (event: string) => told.events.filter((one) => one.event === event);
    expect(of("lost").map(({ node }) => node)).toEqual([told.killed]);
    expect(of("done")).toHaveLength(2);
    expect(of("done").map(({ node }) => node)).not.toContain(told.killed);
    expect(readdirSync(out)).toHaveLength(3);
    await inProcess(registerImport, ["import", out]);
    const ends = readRuns(() => {}).map(({ run }) => run.ends.at(-1)?.reason ?? "cut off");
    expect(ends.filter((end) => end === "complete")).toHaveLength(2);
  });
});
