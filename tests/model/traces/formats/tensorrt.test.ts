import { expect, it } from "vitest";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { tensorrt } from "../../../../src/model/traces/formats/tensorrt.ts";
import { headOf } from "../../../../src/model/traces/head.ts";
import { asBytes, selfMsBy } from "../../../fixtures/trace-samples.ts";

const layer = (name: unknown, timeMs: unknown) => ({ name, timeMs, averageMs: 1, percentage: 50 });

it("layers are the device's kernels; the wall is their sum", () => {
  const profile = tensorrt.parse(
    asBytes([{ count: 20 }, layer("conv", 30), layer("fc", 10), layer("fc", 5)]),
  );
  expect(profile).toMatchObject({ wallMs: 45, sampled: false, warnings: [] });
  expect(profile.clock).toContain("over 20 runs");
  expect(selfMsBy(profile, ({ name, category }) => `${name} ${category}`)).toEqual({
    "conv kernel": 30,
    "fc kernel": 15,
  });
});

it("what is no layer is dropped and counted, and nothing at all is refused", () => {
  expect(tensorrt.parse(asBytes([layer("conv", 30), layer(null, 1), layer("fc", -1)])).warnings).toEqual([
    expect.stringMatching(/^2 layers have no name or time/),
  ]);
  expect(() => tensorrt.parse(asBytes([{ count: 1 }]))).toThrow(TraceError);
});

it("is known with and without its count, and is no Chrome trace", () => {
  const detects = (value: unknown) => tensorrt.detect(headOf(asBytes(value)));
  expect(detects([{ count: 1 }, layer("a", 1)])).toBe(true);
  expect(detects([{ name: "a", timeMs: 1 }])).toBe(true);
  expect(detects([{ name: "a", ph: "X", ts: 1 }])).toBe(false);
});
