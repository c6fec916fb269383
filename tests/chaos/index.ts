/**
 * `npm run chaos`: breaks what can break, by a seed, and counts what came of it. Takes minutes.
 * `-- --write` puts the table into docs/reliability.md.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { renderTable } from "../../loaders/terminal/table.ts";
import { mulberry32, seedOf } from "../../src/model/random.ts";
import { command } from "./command.ts";
import { concurrent } from "./concurrent.ts";
import { damagedProfiles } from "./damaged-profiles.ts";
import { damagedRuns } from "./damaged-runs.ts";
import { fullDisk } from "./full-disk.ts";
import { hostileWorkers } from "./hostile-workers.ts";
import { kills } from "./kills.ts";
import { MEASURE } from "./runs-in.ts";
import { serverAbuse } from "./server-abuse.ts";
import { signals } from "./signals.ts";
import { FATES, type Fate, type Storm, type Trial } from "./storm.ts";

const STORMS = [
  kills,
  signals,
  concurrent,
  fullDisk,
  hostileWorkers,
  damagedRuns,
  damagedProfiles,
  serverAbuse,
];
const DOCUMENT = new URL("../../docs/reliability.md", import.meta.url);
const [BEGIN, END] = ["<!-- chaos -->", "<!-- /chaos -->"];

interface Tally {
  readonly storm: Storm;
  /** Why it did not strike here; null where it did. */
  readonly unavailable: string | null;
  readonly counts: Readonly<Record<Fate, number>>;
  readonly broken: readonly Trial[];
}

async function strike(storm: Storm, seed: number, folder: string, trials: number): Promise<Tally> {
  const counts = Object.fromEntries(FATES.map((fate) => [fate, 0])) as Record<Fate, number>;
  const unavailable = storm.unavailable?.() ?? null;
  const broken: Trial[] = [];
  if (unavailable === null) {
    mkdirSync(folder, { recursive: true });
    const random = mulberry32(seedOf(`${storm.id}/${seed}`));
    for await (const one of storm.strike({ random, folder, trials })) {
      counts[one.fate]++;
      if (one.fate === "survived") continue;
      broken.push(one);
      process.stderr.write(`  ${one.fate}: ${one.what}: ${one.seen}\n`);
    }
  }
  return { storm, unavailable, counts, broken };
}

const cellsOf = ({ unavailable, counts }: Tally): string[] =>
  unavailable === null
    ? [
        String(FATES.reduce((sum, fate) => sum + counts[fate], 0)),
        ...FATES.map((fate) => String(counts[fate])),
      ]
    : [`not tried here: ${unavailable}`, ...FATES.map(() => "")];

function markdown(tallies: readonly Tally[], seed: number): string {
  const rows = tallies.map((tally) => [tally.storm.title, tally.storm.promise, ...cellsOf(tally)]);
  const head = ["what befalls it", "what is promised", "tried", ...FATES];
  return [
    `Seed ${seed}, on ${process.platform} with Node ${process.versions.node.split(".")[0]}:`,
    "",
    ...[head, head.map((_, i) => (i < 2 ? "---" : "--:")), ...rows].map(
      (cells) => `| ${cells.join(" | ")} |`,
    ),
  ].join("\n");
}

function write(table: string): void {
  const text = readFileSync(DOCUMENT, "utf8");
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from)
    throw new Error(`docs/reliability.md has no place for the table: ${BEGIN} … ${END}`);
  writeFileSync(DOCUMENT, `${text.slice(0, from + BEGIN.length)}\n${table}\n${text.slice(to)}`);
}

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError("Allowed is a whole number from 0.");
  return value;
};

const program = new Command("chaos")
  .description("breaks what can break, by a seed, and counts what came of it")
  .option("--seed <integer>", "the same seed, the same faults", whole, 1)
  .option("--only <id...>", `only these (${STORMS.map(({ id }) => id).join(", ")})`)
  .option("--share <percent>", "of the usual number of trials", whole, 100)
  .option("--write", "put the table into docs/reliability.md")
  .parse();
const { seed, only, share, ...options } = program.opts<{
  seed: number;
  only?: string[];
  share: number;
  write?: boolean;
}>();
const unknown = only?.filter((id) => !STORMS.some((storm) => storm.id === id)) ?? [];
if (unknown.length > 0) program.error(`error: unknown "${unknown.join(", ")}"; see --help`);

const folder = mkdtempSync(join(tmpdir(), "portolan-chaos-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));

// What a first measurement builds is built once.
process.stderr.write("preparing …\n");
const first = await command(folder, MEASURE).ended;
if (first.code !== 0) throw new Error(first.output);

const tallies: Tally[] = [];
for (const storm of STORMS.filter(({ id }) => only?.includes(id) ?? true)) {
  process.stderr.write(`${storm.id}: ${storm.title} …\n`);
  const trials = Math.max(1, Math.round((storm.trials * share) / 100));
  tallies.push(await strike(storm, seed, join(folder, storm.id), trials));
}
process.stdout.write(
  `${renderTable(
    ["", "tried", ...FATES],
    tallies.map((tally) => [tally.storm.id, ...cellsOf(tally)]),
  )}\n`,
);
if (options.write) write(markdown(tallies, seed));
if (tallies.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
