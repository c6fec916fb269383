import { describe, expect, it } from "vitest";
import { plainText } from "../../loaders/worker/plain-text.ts";

describe("a message as plain text", () => {
  it("says every value by its path, and leaves out what is null", () => {
    const job = {
      workload: "echo",
      models: [{ name: "m", inputs: [{ dims: [1, 3] }] }],
      maxResultLength: null,
      settings: {},
    };
    expect(plainText(job).split("\t")).toEqual([
      "workload=echo",
      "models.0.name=m",
      "models.0.inputs.0.dims.0=1",
      "models.0.inputs.0.dims.1=3",
    ]);
  });

  it("keeps what else stands in a value", () => {
    expect(plainText({ path: "/a folder/with=and\\.bin" })).toBe("path=/a folder/with=and\\.bin");
  });

  it.each(["a\tb", "a\nb"])("refuses %j, which would be read as two fields", (path) => {
    expect(() => plainText({ job: { path } })).toThrow(/job\.path is "a\\[tn]b"/);
  });
});
