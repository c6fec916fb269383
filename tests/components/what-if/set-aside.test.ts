import { describe, expect, it } from "vitest";
import { MOST_COMPARED, readAside, withAnswers } from "../../../src/components/what-if/set-aside.ts";
import type { Answer } from "../../../src/report/answer.ts";

const known = {
  workloads: ["classify-image"],
  platforms: ["lambda-x86", "ec2-c7i.large"],
  regions: ["us-east-1"],
};
const answerTo = (title: string) => ({ scenario: { title } }) as Answer;

describe("scenarios set aside in an address", () => {
  it("are all kept: one that will not do says why, and keeps its place", () => {
    const aside = readAside(
      ["title=A", "title=B&requestsPerMonth=1.2B&platforms=mainframe", "title=C"],
      known,
    );
    expect(aside.map(({ state }) => state)).toEqual(["valid", "left out", "valid"]);
    const [, second] = aside;
    expect(second).toMatchObject({ index: 1, title: "B" });
    expect(second?.state === "left out" && second.reason).toMatch(
      /^Requests: “1.2B” will not do: .*Platforms: “mainframe”/,
    );
  });

  it("have their answers in the right columns", () => {
    const aside = readAside(["title=A&p99SloMs=soon", "title=B", "title=C"], known);
    const columns = withAnswers(aside, [answerTo("B"), answerTo("C")]);
    expect(
      columns.map((one) => [one.index, one.state === "answered" ? one.answer.scenario.title : "left out"]),
    ).toEqual([
      [0, "left out"],
      [1, "B"],
      [2, "C"],
    ]);
  });

  it("beyond what fits are left out, not lost", () => {
    const aside = readAside(["title=A", "p99SloMs=soon", "title=B", "title=C", "title=D"], known);
    expect(aside.filter(({ state }) => state === "valid")).toHaveLength(MOST_COMPARED);
    expect(aside[4]).toMatchObject({ state: "left out", index: 4, title: "D" });
  });
});
