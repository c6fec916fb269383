import { describe, expect, it } from "vitest";
import { portolan } from "../../loaders/cli.ts";
import { targets } from "../../loaders/targets/index.ts";
import { workloads } from "../../loaders/workloads/index.ts";
import { STORE_TABLES } from "../../src/model/store-tables.ts";
import { cli } from "../fixtures/cli.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

temporaryHome();

/** What the help of each command must mention: its options and arguments, and what they allow. */
const MENTIONS: Readonly<Record<string, readonly string[]>> = {
  init: ["portolan.config.yaml", ".gitignore"],
  start: ["--fresh", "--port"],
  measure: [
    ...["--workload-dir", "--onnx"],
    "--dim",
    "--input",
    ...["--effort", "quick", "default", "publish", "--size", "small", "medium", "large", "--budget", "90s"],
    ...["--model", "#sha256=", "--seed", "--fresh", "--json"],
    ...workloads.map(({ id }) => id),
    ...targets.map(({ id }) => id),
  ],
  kit: [
    "--effort",
    "--workload",
    "--workload-dir",
    "--target",
    "python-slice",
    "--size",
    "--output",
    "kit.pyz",
  ],
  workload: ["new", "check"],
  profile: ["--repeat", "--budget", "--rate", "--rules", "--json"],
  markers: ["python"],
  attribute: ["<file...>", "--rules", "--jobs", "--output", ".duckdb", "--json"],
  compare: ["<a>", "<b>", "--rules", "--frames", "--json"],
  forecast: [
    "<subject>",
    "--calls",
    "--bytes",
    "--requests",
    "--requests-per-start",
    "--rules",
    "--run",
    "--json",
  ],
  calibrate: ["--run", "--json", "--write"],
  truth: ["--tool", "--quick", "--json", "--write"],
  claims: ["--run", "--verdict", "contradicted", "--json", "--markdown"],
  decide: [
    ...["--scenario", "--preset", "fintech", "--workload", "--run", "--prices", "--draws", "--seed"],
    ...["--json", "--markdown", "--csv", "--adr", "--decision-makers"],
  ],
  check: ["--policy", "--baseline", "--json", "--markdown"],
  advise: ["--scenario", "--preset", "--run", "--prices", "--json", "--markdown"],
  new: ["page"],
  build: ["--run", "--live", "small", "all"],
  report: ["--portable", ".zip", "--single", "--output", "--pdf", "--page", "--run", "--build"],
  dev: [],
  "compare-runs": ["<a>", "<b>", "--json", "--markdown"],
  runs: ["--trend", "--baseline", "--json"],
  import: ["<file...>", "--as", "s3://", "--json"],
  fleet: ["ray", "kubernetes", "github"],
  sql: ["<query>", "--json", ...STORE_TABLES.map(({ name }) => name)],
  doctor: ["--json"],
  setup: ["python", "profilers", "--again"],
  bench: ["--only"],
};

describe("--help", () => {
  it("lists every command", async () => {
    const { code, stdout } = await cli(["--help"]);
    expect(code).toBe(0);
    const listed = [...stdout.matchAll(/^ {2}([a-z-]+)(?: |$)/gm)].map(([, name]) => name);
    expect(listed.filter((name) => name !== "help").sort()).toEqual(Object.keys(MENTIONS).sort());
  });

  it.each(Object.entries(MENTIONS))("of %s mentions its options and what they allow", async (name, words) => {
    const command = (await portolan(name)).commands.find((found) => found.name() === name)!;
    let text = "";
    command.configureOutput({ writeOut: (part) => (text += part) });
    command.outputHelp();
    for (const word of words) expect(text).toContain(word);
    expect(command.description()).not.toBe("");
  });

  it("exits with 0 from a command", async () => {
    const { code, stdout } = await cli(["setup", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Usage: portolan setup");
  });
});

describe("what is not a command", () => {
  it("is named", async () => {
    const program = (await portolan("sail")).exitOverride().configureOutput({ writeErr: () => {} });
    await expect(program.parseAsync(["sail"], { from: "user" })).rejects.toThrow("unknown command 'sail'");
  });
});
