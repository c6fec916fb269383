import { mkdtempSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { Child, saidOf } from "../child.ts";
import { readNamedFile } from "../files/named-file.ts";
import { scratchFolder } from "../files/scratch.ts";
import { Interrupted } from "../interruption.ts";
import { isReady, programIn, rayEnvironment } from "../python/venv.ts";

const DRIVER = fileURLToPath(new URL("ray_fleet.py", import.meta.url));

const node = { type: z.string(), node: z.string() };
/** What the driver says, one a line. */
const eventSchema = z.discriminatedUnion("event", [
  z.object({ event: z.literal("type"), type: z.string() }),
  z.object({ event: z.literal("started"), ...node, attempt: z.number() }),
  z.object({ event: z.literal("rows"), ...node, rows: z.number() }),
  z.object({ event: z.literal("done"), ...node, path: z.string() }),
  z.object({
    event: z.literal("lost"),
    ...node,
    /** Of what it had written; null where there was nothing. */
    path: z.string().nullable(),
    /** Null where the node is gone; else what the kit ended with. */
    code: z.number().nullable(),
    reason: z.string(),
  }),
  z.object({ event: z.literal("failed"), type: z.string(), reason: z.string() }),
]);
export type RayEvent = z.infer<typeof eventSchema>;

export interface RayFleet {
  readonly kit: string;
  /** Of the cluster; null for one on this machine. */
  readonly address: string | null;
  /** A Python with the cluster's own version of Ray; null for Portolan's. */
  readonly python: string | null;
  readonly retries: number;
  readonly waitMs: number;
  readonly pip: readonly string[];
  readonly budget: string | null;
}

export interface Gathered {
  /** Run files of nodes that came to their end, and of lost ones, which may hold nothing whole. */
  readonly whole: readonly string[];
  readonly parts: readonly string[];
  /** Types of nodes that were given up. */
  readonly failed: number;
}

/**
 * Measures each type of node of a Ray cluster, and gathers the runs in a folder of this process's.
 *
 * @throws Error that says what to set up, or why no cluster answered
 */
export async function measureOnRay(fleet: RayFleet, tell: (event: RayEvent) => void): Promise<Gathered> {
  const kind = { what: "kit", give: "make one with npx portolan kit -o kit.pyz" };
  readNamedFile(fleet.kit, kind);
  if (fleet.python === null && !isReady(rayEnvironment))
    throw new Error(
      "Ray is not set up: `npx portolan setup ray`, or name a Python that has the cluster's own version with --python",
    );
  const out = mkdtempSync(join(scratchFolder(), "ray-"));
  const whole: string[] = [];
  const parts: string[] = [];
  let [failed, left, said] = [0, "", ""];
  const take = (line: string) => {
    const event = eventSchema.parse(JSON.parse(line));
    if (event.event === "done") whole.push(event.path);
    if (event.event === "lost" && event.path !== null) parts.push(event.path);
    if (event.event === "failed") failed++;
    tell(event);
  };
  const child = new Child(fleet.python ?? programIn(rayEnvironment, "python"), argumentsOf(fleet, out), {
    env: { RAY_USAGE_STATS_ENABLED: "0", PYTHONUNBUFFERED: "1" },
    output: {
      stdout: (text) => {
        const lines = `${left}${text}`.split("\n");
        left = lines.pop()!;
        for (const line of lines) if (line.startsWith("{")) take(line);
      },
      stderr: (text) => {
        said = `${said}${text}`.slice(-2_000);
      },
    },
  });
  const ending = await child.ended;
  if (ending.state === "interrupted") throw new Interrupted();
  const isDone = ending.state === "exited" && (ending.exitCode === 0 || failed > 0);
  if (!isDone && whole.length + parts.length === 0)
    throw new Error(`Ray: ${said.trim().split("\n").at(-1) || saidOf(ending)}`);
  return { whole, parts, failed: failed + (isDone ? 0 : 1) };
}

function argumentsOf({ kit, address, retries, waitMs, pip, budget }: RayFleet, out: string): string[] {
  return [
    ...[DRIVER, "--kit", resolve(kit), "--out", out],
    ...["--retries", String(retries), "--wait", String(waitMs / 1e3)],
    ...(address === null ? [] : ["--address", address]),
    ...(pip.length === 0 ? [] : ["--pip", ...pip]),
    ...(budget === null ? [] : ["--", "--budget", budget]),
  ];
}
