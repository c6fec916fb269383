import { expect, it } from "vitest";
import { crc32 } from "../../src/model/crc32.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

it("is the CRC-32 of the catalogues, whole or continued", () => {
  expect(crc32(bytes("123456789"))).toBe(0xcbf43926);
  expect(crc32(bytes("6789"), crc32(bytes("12345")))).toBe(0xcbf43926);
  expect(crc32(bytes(""))).toBe(0);
});
