import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TraceError } from "../../../src/model/traces/format.ts";
import { MarshalDict, type MarshalValue, readMarshal } from "../../../src/model/traces/marshal.ts";
import { readSample } from "../../fixtures/trace-samples.ts";

/**
 * marshal.dumps(v, version) of CPython 3.11 for
 *   v = {("a.py", 3, "fé"): (1, -2, 0.5, 2**40, {("~", 0, "<built-in>"): (True, False, None, [1.25], "xxxxx")})}
 *   v[("b.py", -(2**70), "fé")] = ("a.py", "a.py")
 */
const DUMPS = [
  "eygDAAAAdQQAAABhLnB5aQMAAAB1AwAAAGbDqSgFAAAAaQEAAABp/v///2YDMC41bAMAAAAAAAAAAAR7KAMAAAB1AQAAAH5pAAAAAHUKAAAAPGJ1aWx0LWluPigFAAAAVEZOWwEAAABmBDEuMjV1BQAAAHh4eHh4MCgDAAAAdQQAAABiLnB5bPv///8AAAAAAAAAAAAEdQMAAABmw6koAgAAAHUEAAAAYS5weXUEAAAAYS5weTA=",
  "eygDAAAAdQQAAABhLnB5aQMAAAB1AwAAAGbDqSgFAAAAaQEAAABp/v///2YDMC41bAMAAAAAAAAAAAR7KAMAAAB1AQAAAH5pAAAAAHUKAAAAPGJ1aWx0LWluPigFAAAAVEZOWwEAAABmBDEuMjV1BQAAAHh4eHh4MCgDAAAAdQQAAABiLnB5bPv///8AAAAAAAAAAAAEdQMAAABmw6koAgAAAHUEAAAAYS5weXUEAAAAYS5weTA=",
  "eygDAAAAdQQAAABhLnB5aQMAAAB1AwAAAGbDqSgFAAAAaQEAAABp/v///2cAAAAAAADgP2wDAAAAAAAAAAAEeygDAAAAdQEAAAB+aQAAAAB1CgAAADxidWlsdC1pbj4oBQAAAFRGTlsBAAAAZwAAAAAAAPQ/dQUAAAB4eHh4eDAoAwAAAHUEAAAAYi5weWz7////AAAAAAAAAAAABHUDAAAAZsOpKAIAAAB1BAAAAGEucHl1BAAAAGEucHkw",
  "+6gDAAAA9QQAAABhLnB56QMAAAD1AwAAAGbDqSgFAAAA6QEAAADp/v///+cAAAAAAADgP+wDAAAAAAAAAAAEe6gDAAAA9QEAAAB+6QAAAAD1CgAAADxidWlsdC1pbj4oBQAAAFRGTlsBAAAA5wAAAAAAAPQ/9AUAAAB4eHh4eDAoAwAAAPUEAAAAYi5weWz7////AAAAAAAAAAAABHIEAAAAqAIAAAByAgAAAHICAAAAMA==",
  "+6kD+gRhLnB56QMAAAD1AwAAAGbDqSkF6QEAAADp/v///+cAAAAAAADgP+wDAAAAAAAAAAAEe6kD+gF+6QAAAAD6CjxidWlsdC1pbj4pBVRGTlsBAAAA5wAAAAAAAPQ/2gV4eHh4eDApA/oEYi5weWz7////AAAAAAAAAAAABHIEAAAAqQJyAgAAAHICAAAAMA==",
];

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));
const bytes = (...parts: readonly (number | string)[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "number" ? [part] : [...Buffer.from(part, "latin1")])),
  );

function plain(value: MarshalValue): unknown {
  if (value instanceof MarshalDict) return { dict: value.entries.map(([k, v]) => [plain(k), plain(v)]) };
  return Array.isArray(value) ? value.map(plain) : value;
}

describe("readMarshal", () => {
  it.each(DUMPS.map((dump, version) => [version, dump] as const))("reads version %i", (_, dump) => {
    const callers = {
      dict: [
        [
          ["~", 0, "<built-in>"],
          [true, false, null, [1.25], "xxxxx"],
        ],
      ],
    };
    expect(plain(readMarshal(bytesOf(dump)))).toEqual({
      dict: [
        [
          ["a.py", 3, "fé"],
          [1, -2, 0.5, 2 ** 40, callers],
        ],
        [
          ["b.py", -(2 ** 70), "fé"],
          ["a.py", "a.py"],
        ],
      ],
    });
  });

  it("reads Python 2's interned strings and 64-bit integers", () => {
    const dump = bytes(
      "(",
      4,
      0,
      0,
      0,
      "t",
      2,
      0,
      0,
      0,
      "ab",
      "R",
      0,
      0,
      0,
      0,
      "I",
      0,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      "s",
      1,
      0,
      0,
      0,
      "z",
    );
    expect(readMarshal(dump)).toEqual(["ab", "ab", 2 ** 32, "z"]);
  });

  it.each([
    ["an end where a value should be", bytes(")", 1, "0"), /byte 2 holds an end mark/],
    ["a type that no profile has", bytes("c"), /byte 0 holds the type byte 0x63/],
    ["a reference to nothing", bytes(")", 1, "r", 5, 0, 0, 0), /reference to value 5 of 0/],
    ["a reference to itself", bytes(0xa9, 1, "r", 0, 0, 0, 0), /reference to value 0 of 1/],
    ["a size beyond the file", bytes("(", 255, 255, 255, 127), /size of 2147483647/],
    ["a negative size", bytes("u", 255, 255, 255, 255), /size of -1/],
    ["a number of too many digits", bytes("l", 255, 255, 255, 127), /number of 2147483647 digits/],
    ["a number that is none", bytes("f", 1, "x"), /the number "x"/],
    ["no end", bytes(")", 2, "N"), /cut off: 3 bytes, and byte 4 is needed/],
    ["nesting without end", bytes(")\u0001".repeat(100)), /nested more than 64 deep/],
  ])("refuses %s", (_, dump, message) => {
    expect(() => readMarshal(dump)).toThrow(TraceError);
    expect(() => readMarshal(dump)).toThrow(message);
  });

  it("ends in a value or a TraceError for any bytes that start like a dictionary", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (rest) => {
        try {
          readMarshal(Uint8Array.from([0xfb, ...rest]));
        } catch (error) {
          expect(error).toBeInstanceOf(TraceError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("tells every cut of a real file", () => {
    const file = readSample("pstats.cprofile.pstats");
    for (let length = 1; length < file.length; length += 97) {
      expect(() => readMarshal(file.subarray(0, length))).toThrow(/cut off|size of|digits/);
    }
  });
});
