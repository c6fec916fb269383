import { describe, expect, it } from "vitest";
import { bestOfCourses, gainRows, gainTitle } from "../../src/report/gains.ts";
import { ENGINE_BOUND, GLUE_BOUND, measuredWorkload, summaryOf } from "../model/every-course.ts";

const both = summaryOf([measuredWorkload("glue", GLUE_BOUND), measuredWorkload("engine", ENGINE_BOUND)]);

describe("what every course changes", () => {
  it("is listed in order of effort, today’s own program left out", () => {
    const courses = gainRows(summaryOf([measuredWorkload("glue", GLUE_BOUND)])).map(({ course }) => course);
    expect(courses).toEqual(["plain", "setting", "slice", "slice", "port", "port", "port", "port"]);
  });

  it("is shown by the target of each course that gains most", () => {
    const best = bestOfCourses(gainRows(both)).filter(({ workload }) => workload === "Workload engine");
    expect(best.map(({ course, target }) => `${course}: ${target}`)).toEqual([
      "plain: Pure Python",
      "setting: Python (2 threads)",
      "slice: Compiled slice (2 threads)",
      "port: Native in Node (2 threads)",
    ]);
  });

  it("is summed up by course", () => {
    expect(gainTitle(gainRows(both))).toBe(
      "A setting is surely faster than today in two of two workloads, a compiled slice in two and a port in two",
    );
    const slow = { python: 120, "python-numpy": 33, wasm: 60 };
    expect(gainTitle(gainRows(summaryOf([measuredWorkload("slow", slow)])))).toBe(
      "No course is surely faster than today in any of the one workload",
    );
  });
});
