import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { registerCheck } from "../../loaders/commands/check.ts";
import { runsFolder } from "../../loaders/paths.ts";
import { around, completeRows, endRow, header, processRows, writeRows } from "../fixtures/run.ts";
import { temporaryFolder, temporaryHome } from "../fixtures/temporary-folder.ts";
import { inProcess } from "./in-process.ts";

temporaryHome();
const folder = temporaryFolder();
const [BEFORE, AFTER] = ["20260102T030405Z-quick-1", "20260103T030405Z-quick-1"] as const;

function policyFile(text: string): string {
  const path = join(folder, "policy.yaml");
  writeFileSync(path, `portolanPolicy: 1\n${text}\n`);
  return path;
}

const check = (policy: string, ...args: string[]) =>
  inProcess(registerCheck, [
    ...["check", "--policy", policyFile(policy), "--workload", "embed-text", "--draws", "100", ...args],
  ]);

beforeAll(() => {
  writeRows(join(runsFolder(), `${BEFORE}.jsonl`), [header(), ...completeRows()]);
  const slower = [0, 1, 2].flatMap((replicate) => [
    ...processRows({ target: "python", replicate, wallMs: around(14, replicate) }),
    ...processRows({ target: "js", replicate, wallMs: around(5, replicate) }),
  ]);
  const after = header({ runId: AFTER, startedAt: "2026-01-03T03:04:05.000Z" });
  writeRows(join(runsFolder(), `${AFTER}.jsonl`), [after, ...slower, endRow()]);
});

describe("portolan check", () => {
  it("exits with 0 where every rule is kept", async () => {
    const { code, stdout } = await check(
      "budgetUsdPerMonth: 1000\nrecommendation: { option: python@lambda-x86 }",
    );
    expect(stdout).toMatch(/^Portolan: all rules are kept \(2\)\n\nbudgetUsdPerMonth: kept\n {2}value: \$/);
    expect(code).toBe(0);
  });

  it("exits with 1 and says what broke: value, limit, fix", async () => {
    const { code, stdout } = await check("p99Ms: 1\nrecommendation: { target: js }");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Portolan: 2 of 2 rules broken\n/);
    expect(stdout).toMatch(
      /p99Ms: BROKEN\n {2}value: .*\n {2}limit: 1\.00 ms in 80 % of the draws\n {2}fix: /,
    );
    expect(stdout).toMatch(/recommendation: BROKEN\n {2}value: python@lambda-x86/);
  });

  it("sees a regression against a baseline run", async () => {
    const rule = "maximumRegressionPercent: 10";
    const slower = await check(rule, "--baseline", BEFORE);
    expect(slower.stdout).toMatch(
      /maximumRegressionPercent: BROKEN\n {2}value: python: \+40\.0 % \(10\.0 ms to 14\.0 ms/,
    );
    expect(slower.code).toBe(1);
    const faster = await check(rule, "--run", BEFORE, "--baseline", AFTER);
    expect(faster.stdout).toMatch(/maximumRegressionPercent: kept/);
    expect(faster.code).toBe(0);
    expect((await check(rule)).stdout).toMatch(/CANNOT BE CHECKED[\s\S]*name one: --baseline <run>/);
  });

  it("does not wave a p99 through that the samples cannot support", async () => {
    const { code, stdout } = await check("p99Ms: 60000");
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /p99Ms: CANNOT BE CHECKED\n {2}value: .* 100 % of the draws [\s\S]*but a p99 needs\s+662 samples/,
    );
    expect(stdout).toMatch(
      /fix: `npx portolan measure --workload embed-text --effort publish` takes more samples/,
    );
  });

  it("writes JSON and Markdown", async () => {
    const json = await check("p99Ms: 1", "--json");
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({
      portolanCheck: 1,
      kept: false,
      runId: AFTER,
      baselineRunId: null,
      findings: [{ rule: "p99Ms", state: "broken" }],
    });
    expect((await check("p99Ms: 1", "--markdown")).stdout).toMatch(
      /^### Portolan: 1 of 1 rules broken\n\n\|/,
    );
  });

  it("refuses what it cannot read", async () => {
    expect((await check("p99: 3")).message).toMatch(
      /policy\.yaml:\d: the file: unknown key "p99"; allowed are /,
    );
    const missing = await inProcess(registerCheck, ["check", "--policy", "none.yaml"]);
    expect(missing.message).toMatch(/there is no policy file none\.yaml/);
    const none = await inProcess(registerCheck, ["check"]);
    expect(none.message).toMatch(
      /no policy is named: give --policy <file>, or name it in portolan\.config\.yaml/,
    );
    const unknown = await check("p99Ms: 1", "--baseline", "r");
    expect(unknown.message).toMatch(/no run "r"; known: /);
  });
});
