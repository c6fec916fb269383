import { describe, expect, it } from "vitest";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { Fields } from "../../../../src/model/traces/pprof/protobuf.ts";
import { protobufMessage } from "../../../fixtures/protobuf.ts";

const read = (bytes: Uint8Array) => {
  const fields: unknown[] = [];
  for (const at = new Fields(bytes); at.next(); )
    fields.push([at.field, at.start < 0 ? at.value : bytes.slice(at.start, at.end)]);
  return fields;
};

describe("protobuf's wire format", () => {
  it.each([0, 1, 127, 128, 300, 2 ** 31, 2 ** 35, 2 ** 53 - 1, -1, -300, -(2 ** 40)])(
    "holds %d as a signed 64-bit integer",
    (value) => expect(read(protobufMessage([3, value]))).toEqual([[3, value]]),
  );

  it("holds content by its length, and fields of fixed width, which are passed over", () => {
    const bytes = Uint8Array.from([
      ...protobufMessage([2, "ab"]),
      0x29,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      0x35,
      1,
      2,
      3,
      4,
    ]);
    expect(read(bytes)).toEqual([
      [2, Uint8Array.from([97, 98])],
      [5, 0],
      [6, 0],
    ]);
  });

  it.each([
    ["one by one", protobufMessage([1, 7], [1, 300])],
    ["packed", protobufMessage([1, [7, 300]])],
    ["packed, and none of them", protobufMessage([1, [7]], [1, []], [1, 300])],
  ])("holds lists of numbers %s", (_, bytes) => {
    const numbers: number[] = [];
    for (const at = new Fields(bytes); at.next(); ) at.numbers(numbers);
    expect(numbers).toEqual([7, 300]);
  });

  it.each([
    ["a number that is cut off", [0x08, 0x80]],
    ["a number without an end", [0x08, ...new Array<number>(10).fill(0xff), 1]],
    ["content beyond the end", [0x12, 0x7f, 1]],
    ["content of a negative length", [0x12, ...new Array<number>(9).fill(0xff), 1]],
    ["a wire type that is none", [0x0f, 1]],
    ["the field 0", [0x00, 1]],
  ])("refuses %s, and says where", (_, bytes) => {
    expect(() => read(Uint8Array.from(bytes))).toThrow(TraceError);
    expect(() => read(Uint8Array.from(bytes))).toThrow(/byte \d+ \(unzipped\) begins/);
  });
});
