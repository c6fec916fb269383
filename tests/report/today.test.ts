import { describe, expect, it } from "vitest";
import { whereTimeGoes } from "../../src/report/today.ts";
import { cell, workload } from "../model/cells.ts";

const spent = (interpreter: number) => {
  const bucketMs = { interpreter, compute: 98 - interpreter, io: 2, unattributed: 0 };
  const attribution = { ...cell("python", 100).attribution, bucketMs };
  return workload("python", [cell("python", 100, { attribution })]);
};

describe("where today’s time goes", () => {
  it("counts the workloads by the bucket that dominates them", () => {
    expect(whereTimeGoes([spent(60), spent(90), spent(10)])).toBe(
      "Today, interpreter glue dominates two workloads (60 % to 90 % of the time) and model compute dominates one (88 % of the time).",
    );
    expect(whereTimeGoes([workload(null, [])])).toBeNull();
  });
});
