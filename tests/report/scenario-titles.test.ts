import { describe, expect, it } from "vitest";
import { exactly, triangle } from "../../src/model/scenario/range.ts";
import { DEFAULT_SCENARIO, type Scenario } from "../../src/model/scenario/scenario.ts";
import { scenarioTitles } from "../../src/report/scenario-titles.ts";

const scenario = (over: Partial<Scenario> = {}): Scenario => ({ ...DEFAULT_SCENARIO, ...over });

describe("the titles of scenarios side by side", () => {
  it("say what differs, what a reader looks for first before all else", () => {
    const many = exactly(9e7);
    expect(
      scenarioTitles([
        scenario(),
        scenario({ requestsPerMonth: many, worksOffline: true }),
        scenario({ requestsPerMonth: many, platforms: ["ec2-c7i.large"] }),
      ]),
    ).toEqual([
      "3 M requests a month, on AWS Lambda, x86, Works offline: no",
      "90 M requests a month, on AWS Lambda, x86, Works offline: yes",
      "90 M requests a month, on EC2 c7i.large, Works offline: no",
    ]);
  });

  it("are the reader’s own where they tell the scenarios apart", () => {
    const titles = scenarioTitles([
      scenario({ title: "Peak season", p99SloMs: 100 }),
      scenario({ title: "Checkout", p99SloMs: null }),
      scenario({ title: "Checkout", p99SloMs: 50 }),
    ]);
    expect(titles).toEqual([
      "Peak season",
      "Checkout: no limit for “p99 at most”",
      "Checkout: a p99 limit of 50.0 ms",
    ]);
  });

  it("tell ranges about the same centre apart, and name the workload by its title", () => {
    const [certain, wide] = scenarioTitles([
      scenario({ requestsPerMonth: exactly(3e6) }),
      scenario({ requestsPerMonth: triangle(1e6, 3e6, 9e6) }),
    ]);
    expect([certain, wide]).toEqual(["Requests 3M", "Requests 1M..3M..9M"]);
    const [first] = scenarioTitles(
      [scenario({ workload: "a" }), scenario({ workload: "b" })],
      (id) => `Workload ${id}`,
    );
    expect(first).toBe("Workload a");
  });

  it("count what no title has room for, and say where nothing differs", () => {
    const other: Partial<Scenario> = {
      requestsPerMonth: exactly(1),
      p99SloMs: 1,
      worksOffline: true,
      sandboxed: true,
      region: "eu-central-1",
    };
    expect(scenarioTitles([scenario(other), scenario()])[0]).toMatch(/^1 requests a month, .* and 2 more$/);
    expect(scenarioTitles([scenario(), scenario()])).toEqual(["The same conditions", "The same conditions"]);
  });
});
