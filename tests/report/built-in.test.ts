import { describe, expect, it } from "vitest";
import { standInsSentence, whereStandInsSpend } from "../../src/report/built-in.ts";
import { cell, workload } from "../model/cells.ts";

const one = (id: string, own?: true) => ({ id, title: id, ...(own ? { own } : {}) });

describe("whose the workloads are", () => {
  it("is said with their number", () => {
    expect(standInsSentence([one("a"), one("b")])).toBe(
      "The two workloads here are stand-ins that come with Portolan: your own program is none of them.",
    );
    expect(standInsSentence([one("a")])).toContain("The one workload here is a stand-in that comes");
  });

  it("names those of the reader's own, models alone among them", () => {
    expect(standInsSentence([one("a"), one("b"), one("mine", true), one("onnx-net")])).toBe(
      "Two of the four workloads here are stand-ins that come with Portolan; “mine” and “onnx-net” are your own.",
    );
    expect(standInsSentence([one("mine", true)])).toBeNull();
  });

  it("counts only stand-ins where it says where their time goes", () => {
    const spent = workload("python", [cell("python", 100)]);
    expect(whereStandInsSpend([spent, { ...spent, own: true }])).toMatch(
      /^In the one stand-in that comes with Portolan: today, .* dominates one workload/,
    );
    expect(whereStandInsSpend([{ ...spent, own: true }])).toBeNull();
  });
});
