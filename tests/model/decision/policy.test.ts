import { describe, expect, it } from "vitest";
import { type Policy, parsePolicy } from "../../../src/model/decision/policy.ts";
import { checkPolicy } from "../../../src/report/check-policy.ts";
import { policyMarkdown } from "../../../src/report/policy-markdown.ts";
import { cell, estimate } from "../cells.ts";
import { decided, summary } from "./reports.ts";

const policy = (rules: Partial<Policy>): Policy => ({ portolanPolicy: 1, ...rules });

function check(
  rules: Partial<Policy>,
  current = summary(),
  baseline: ReturnType<typeof summary> | null = null,
) {
  return checkPolicy(policy(rules), decided({}, current), current, baseline);
}

describe("parsePolicy", () => {
  it("reads every rule", () => {
    const text = `portolanPolicy: 1
option: native@lambda-x86
budgetUsdPerMonth: 50
p99Ms: 200
coldMs: 1500
maximumRegressionPercent: 5
recommendation: { target: native, probabilityAtLeast: 0.75 }`;
    expect(parsePolicy(text, "policy.yaml")).toEqual({
      portolanPolicy: 1,
      option: "native@lambda-x86",
      budgetUsdPerMonth: 50,
      p99Ms: 200,
      coldMs: 1500,
      maximumRegressionPercent: 5,
      recommendation: { target: "native", probabilityAtLeast: 0.75 },
    });
  });

  it("names every fault at once, with value and what is allowed", () => {
    const text =
      "portolanPolicy: 2\np99: 3\ncoldMs: -1\nrecommendation: { probability: 3, probabilityAtLeast: 7 }";
    let message = "";
    try {
      parsePolicy(text, "mine.yaml");
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message.split("\n")).toEqual([
      "mine.yaml:1: the file: portolanPolicy is 2; this Portolan reads 1",
      expect.stringMatching(
        /^mine\.yaml:2: the file: unknown key "p99"; allowed are portolanPolicy, .*; did you mean p99Ms\?$/,
      ),
      'mine.yaml:4: recommendation: unknown key "probability"; allowed are option, target, probabilityAtLeast; did you mean probabilityAtLeast?',
      "mine.yaml:3: the file: coldMs is -1: give milliseconds above 0, such as 1500",
      "mine.yaml:4: recommendation: probabilityAtLeast is 7: give a share from 0 to 1, such as 0.75",
    ]);
  });

  it.each([
    ["", /portolanPolicy is missing; begin the file with portolanPolicy: 1/],
    ["- 1", /is not a mapping; begin it with `portolanPolicy: 1`/],
    ["portolanPolicy: 1", /states no rule; give at least one of budgetUsdPerMonth/],
    ["p99Ms: 3", /portolanPolicy is missing/],
    [
      "portolanPolicy: 1\nrecommendation: {}",
      /recommendation: is empty; give at least one of option, target/,
    ],
    ["a: [", /is no valid YAML/],
  ])("refuses %j", (text, message) => {
    expect(() => parsePolicy(text, "policy.yaml")).toThrow(message);
  });
});

describe("a policy's rules", () => {
  it("are kept, or broken with value, limit and fix", () => {
    const [budget, p99, cold] = check({ budgetUsdPerMonth: 1000, p99Ms: 5, coldMs: 5000 });
    expect(budget).toMatchObject({ rule: "budgetUsdPerMonth", state: "kept", fix: null });
    expect(p99).toMatchObject({ rule: "p99Ms", state: "broken", limit: "5.00 ms in 80 % of the draws" });
    expect(p99!.value).toMatch(/ms \(median\), kept in 0 % of the draws by Python on AWS Lambda, x86$/);
    expect(p99!.fix).toMatch(/make the request faster/);
    expect(cold!.state).toBe("kept");
  });

  it("look at what is deployed", () => {
    expect(check({ p99Ms: 30 })[0]!.state).toBe("broken");
    expect(check({ p99Ms: 30, option: "native@lambda-x86" })[0]!.state).toBe("kept");
    expect(check({ p99Ms: 30, option: "native@moon" })).toEqual([
      expect.objectContaining({
        rule: "option",
        state: "unchecked",
        value: "native@moon",
        fix: expect.stringMatching(/^name an option of the scenario: python@lambda-x86, /),
      }),
    ]);
  });

  it("hold the recommendation to what is expected", () => {
    expect(check({ recommendation: { option: "python@lambda-x86" } })[0]!.state).toBe("kept");
    expect(check({ recommendation: { target: "native" } })[0]).toMatchObject({
      state: "broken",
      limit: "target native",
    });
    expect(check({ recommendation: { probabilityAtLeast: 0.9 } })[0]!.state).toBe("kept");
  });
});

describe("a regression", () => {
  const rule = { maximumRegressionPercent: 5 };
  const [before, same] = [summary(), summary()];

  it("is one where the slowdown is larger than allowed and than the intervals", () => {
    expect(check(rule, summary({ python: 60 }), before)[0]).toMatchObject({
      state: "broken",
      value: expect.stringMatching(
        /^Python: \+20\.0 % \(50\.0 ms to 60\.0 ms; 95 %: \+18\.\d % to \+21\.\d %\)$/,
      ),
      limit: "at most 5 % slower than the baseline run",
    });
    expect(check(rule, same, before)[0]!.state).toBe("kept");
    expect(check(rule, summary({ python: 52 }), before)[0]!.state).toBe("kept");
    expect(check(rule, summary({ native: 16 }), before)[0]!.state).toBe("kept");
  });

  it("is none within the noise", () => {
    const noisy = summary({ python: 60 }, { noiseFloor: 0.3 });
    expect(check(rule, noisy, before)[0]).toMatchObject({
      state: "kept",
      value: expect.stringMatching(/no significant slowdown$/),
    });
    const slow = summary({ python: 60 });
    const cells = [cell("python", 60, { p50Ms: estimate(60, 0.4) })];
    const wide = { ...slow, workloads: [{ ...slow.workloads[0]!, cells }] };
    expect(check(rule, wide, before)[0]!.state).toBe("kept");
  });

  it.each([
    ["no baseline", null, /^no baseline run was named$/],
    [
      "another machine",
      summary({}, { environment: { ...before.environment, machineId: "ffff" } }),
      /^the runs come from different machines, Test CPU \(ffff\)/,
    ],
    [
      "another suite",
      summary({}, { suiteVersion: "0.9.0" }),
      /^the runs measured different suites, 0\.9\.0 and/,
    ],
    ["a run without the target", summary({}, { workloads: [] }), /^Python was not measured in run/],
  ])("cannot be told with %s, which does not pass", (_, baseline, value) => {
    const [finding] = check(rule, same, baseline);
    expect(finding!.state).toBe("unchecked");
    expect(finding!.value).toMatch(value);
    expect(finding!.fix).not.toBeNull();
  });
});

describe("the comment for a pull request", () => {
  it("counts what is broken, lists every rule, and says what to do", () => {
    const findings = check({ p99Ms: 5, budgetUsdPerMonth: 1000, maximumRegressionPercent: 5 });
    const text = policyMarkdown(findings, decided());
    expect(text).toMatch(/^### Portolan: 1 of 3 rules broken, 1 of 3 cannot be checked\n/);
    expect(text).toMatch(/\n\| ❌ broken \| p99Ms \| /);
    expect(text).toMatch(/\n\| ✅ kept \| budgetUsdPerMonth \| /);
    expect(text).toMatch(/\n- \*\*maximumRegressionPercent\*\*: name one: --baseline/);
    expect(policyMarkdown(check({ p99Ms: 500 }), decided())).toMatch(
      /^### Portolan: all rules are kept \(1\)\n/,
    );
  });
});
