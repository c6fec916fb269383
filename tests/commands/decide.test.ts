import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { registerDecide } from "../../loaders/commands/decide.ts";
import { runsFolder } from "../../loaders/paths.ts";
import type { DecisionJson } from "../../src/report/decision-json.ts";
import { completeRows, header, writeRows } from "../fixtures/run.ts";
import { temporaryFolder, temporaryHome } from "../fixtures/temporary-folder.ts";
import { inProcess } from "./in-process.ts";

temporaryHome();
const folder = temporaryFolder();
const decide = (...args: string[]) => inProcess(registerDecide, ["decide", "--draws", "100", ...args]);

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("npx portolan decide", () => {
  it("says how to measure where nothing was", async () => {
    const { code, message } = await decide();
    expect(code).toBe(1);
    expect(message).toBe(
      "nothing was measured yet: `npx portolan measure` makes a run in about five minutes",
    );
    writeRows(join(runsFolder(), "20260102T030405Z-quick-1.jsonl"), [header(), ...completeRows()]);
  });

  it("gives the answer first, and everything behind it", async () => {
    const { code, stdout } = await decide("--workload", "embed-text");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Stay with python on AWS Lambda, x86\. Js would answer in 5\.0 ms instead of 10\.0 ms, 1\.9× to 2\.1×\s+faster\. It (pays|never pays) for the\s+port[^.]+\.[\s\S]*It costs less than the\s+closest\s+alternative/,
    );
    for (const part of [
      ...["option ", "The bill of python on AWS Lambda, x86", "USD/1M requests", "since 2024-07-01"],
      ...["What would change this\n- ", "Notes\n- ", "run 20260102T030405Z-quick-1"],
    ])
      expect(stdout).toContain(part);
    expect(stdout).toMatch(/Above [\d.]+ ?[MB]? requests a month|“Requests”/);
  });

  it("takes cold starts from the times of a user's own requests", async () => {
    // A request every half hour: every one is cold, whatever the scenario's traffic says.
    const rare = file(
      "rare.txt",
      Array.from({ length: 48 }, (_, i) => new Date(i * 1_800_000).toISOString()).join("\n"),
    );
    const scenario = file(
      "rare.yaml",
      "portolanScenario: 1\nsubject: { workload: embed-text }\ndemand: { keepAliveMinutes: 10 }\nplatform: { platforms: [lambda-x86] }\n",
    );
    const coldUsd = async (...args: string[]) => {
      const { stdout } = await decide("--scenario", scenario, "--json", ...args);
      const { ranked } = JSON.parse(stdout) as DecisionJson;
      const lines = ranked.find(({ isToday }) => isToday)!.bill!.lines;
      return lines.find(({ label }) => label === "Cold starts")!.usd;
    };
    expect(await coldUsd("--arrivals", rare)).toBeGreaterThan(50 * (await coldUsd()));
    const broken = await decide("--scenario", scenario, "--arrivals", file("bad.txt", "0\n1000\nnoon\n"));
    expect(broken.message).toMatch(/bad\.txt, line 3: “noon” is no time; write milliseconds, or ISO 8601/);
  });

  it("says where nothing was measured on a platform's kind of core", async () => {
    const scenario = file(
      "arm.yaml",
      "portolanScenario: 1\nsubject: { workload: embed-text }\nplatform: { platforms: [lambda-x86, lambda-arm] }\n",
    );
    const { stdout } = await decide("--scenario", scenario);
    expect(stdout.replace(/\s+/g, " ")).toMatch(
      /Nothing was measured on the kind of core that AWS Lambda, Arm has \(measured: x64\)/,
    );
  });

  it("recomputes the fintech case beside its decision", async () => {
    const { stdout } = await decide("--preset", "fintech");
    expect(stdout).toMatch(/cost before: stated \$42,000 a month; does not follow\./);
    expect(stdout).toMatch(/stands in for\s+TinyLlama/);
  });

  it("writes JSON, Markdown, CSV and a decision record", async () => {
    const chosen = ["--preset", "fintech"];
    const json = JSON.parse((await decide(...chosen, "--json")).stdout) as DecisionJson;
    expect(json).toMatchObject({
      portolanDecision: 1,
      runId: "20260102T030405Z-quick-1",
      draws: 100,
      seed: 1,
    });
    expect((await decide(...chosen, "--markdown")).stdout).toMatch(
      /^# Fintech chat inference on Lambda\n\n\*\*/,
    );
    expect((await decide(...chosen, "--csv")).stdout).toMatch(/^rank,option,title,/);
    const adr = (await decide(...chosen, "--adr", "--decision-makers", "A. Smith")).stdout;
    expect(adr).toMatch(
      /^---\nstatus: proposed\ndate: \d{4}-\d\d-\d\d\ndecision-makers: A\. Smith\n---\n\n# /,
    );
    expect(adr).toContain(
      "`npx portolan decide --draws 100 --preset fintech --run 20260102T030405Z-quick-1`",
    );
  });

  it("takes a user's scenario and prices", async () => {
    const scenario = file(
      "mine.yaml",
      "portolanScenario: 1\nsubject: { title: Mine, workload: embed-text }\nplatform: { platforms: [own-server] }\n",
    );
    const unpriced = await decide("--scenario", scenario);
    expect(unpriced.stdout).toMatch(/^No option meets these requirements/);
    expect(unpriced.stdout.replace(/\s+/g, " ")).toContain("give own.server in USD/hour in prices.yaml");
    const prices = file("prices.yaml", "prices: { own.server: { unit: USD/hour, value: 0.5 } }");
    const priced = await decide("--scenario", scenario, "--prices", prices);
    expect(priced.stdout).toMatch(/Servers +730 hours +0\.5 USD\/hour +\$365/);
    expect(priced.stdout).toContain("your own price");
  });

  it("decides about a profile, whose ports are forecasts", async () => {
    const profile = fileURLToPath(
      new URL("../fixtures/traces/speedscope.py-spy-native-idle.json", import.meta.url),
    );
    const { code, stdout } = await decide("--workload", profile, "--requests", "10", "--json");
    expect(code).toBe(0);
    const { ranked } = JSON.parse(stdout) as DecisionJson;
    // The profile holds 760 ms of ten requests.
    const today = ranked.find(({ isToday }) => isToday)!.spread.p50Ms.p50;
    expect(today).toBeGreaterThan(76 * 0.6);
    expect(today).toBeLessThan(76 * 1.8);
    expect(stdout).toContain("profiled, not measured");
  });

  it.each([
    ["an unknown preset", ["--preset", "x"], /there is no preset “x”; known are browser-privacy, /],
    ["an unknown platform", ["--platform", "cloudrun"], /^--platform cloudrun: .* did you mean cloud-run\?$/],
    ["two scenarios", ["--preset", "chat", "--scenario", "a.yaml"], /choose one of them$/],
    ["two outputs", ["--preset", "chat", "--json", "--adr"], /^--json and --adr: choose one of them$/],
    ["a missing scenario", ["--scenario", "none.yaml"], /there is no scenario file none\.yaml/],
    [
      "an unknown workload",
      ["--workload", "sail"],
      /^"sail" is neither a file nor a workload \(embed-text, .*\) nor a recording/,
    ],
    [
      "requests of a workload",
      ["--workload", "embed-text", "--requests", "5"],
      /--requests goes with --workload and a recording/,
    ],
    ["a workload that was not measured", ["--workload", "classify-image"], /did not measure classify-image/],
    ["an unknown run", ["--run", "r", "--preset", "chat"], /no run "r"; known: 20260102T030405Z-quick-1/],
    ["too few draws", ["--draws", "1"], /expected a whole number from 100 to 1000000/],
  ])("refuses %s", async (_, args, message) => {
    const ended = await decide(...args);
    expect(ended.message.trim()).toMatch(message);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
  });

  it("names every fault of a scenario at once, with its line", async () => {
    const path = file(
      "bad.yaml",
      "portolanScenario: 1\nsubject: { workload: embed-text }\ndemand:\n  requestsPerMonth: -5\n  request: 3\nslo: { p99SloMs: many }\n",
    );
    const { message } = await decide("--scenario", path);
    expect(message).toMatch(/bad\.yaml:5: demand: unknown key "request"; allowed are requestsPerMonth, /);
    expect(message).toMatch(/bad\.yaml:6: slo: p99SloMs is many: give a number, or null for no limit/);
    const absurd = file(
      "absurd.yaml",
      "portolanScenario: 1\nsubject: { workload: embed-text }\ndemand:\n  requestsPerMonth: -5\nslo: { p99SloMs: 0 }\n",
    );
    const faults = (await decide("--scenario", absurd)).message;
    expect(faults).toMatch(/requestsPerMonth: “-5” is outside of 1 to 1,000,000,000,000 requests a month/);
    expect(faults).toMatch(/p99SloMs: “0” is outside of 0\.01 to 3,600,000 ms/);
  });
});
