import { describe, expect, it } from "vitest";
import { parquetFile } from "../../src/model/parquet.ts";

/** As DuckDB 1.4 reads it: ('é', 5000000000, 1.5, true), (NULL, NULL, NULL, NULL). */
const COLUMNS = [
  { name: "text", kind: "text", values: ["é", null] },
  { name: "integer", kind: "integer", values: [5_000_000_000, null] },
  { name: "number", kind: "number", values: [1.5, null] },
  { name: "boolean", kind: "boolean", values: [true, null] },
] as const;

describe("a Parquet file", () => {
  it("is byte for byte as it was when DuckDB read it", () => {
    expect(Buffer.from(parquetFile(COLUMNS)).toString("hex")).toMatchInlineSnapshot(
      `"504152311500151815182c1504150015061506000002000000030102000000c3a91500151c151c2c1504150015061506000002000000030100f2052a010000001500151c151c2c15041500150615060000020000000301000000000000f83f1500150e150e2c15041500150615060000020000000301011502195c4804726f7773150800150c2502180474657874250000150425021807696e746567657200150a250218066e756d62657200150025021807626f6f6c65616e001604191c194c26081c150c192500061918047465787415001604163a163a2608000026421c150419250006191807696e746567657215001604163e163e264200002680011c150a192500061918066e756d62657215001604163e163e268001000026be011c150019250006191807626f6f6c65616e150016041630163026be01000016e6011604002808506f72746f6c616e00d600000050415231"`,
    );
  });

  it("begins and ends as one, with the length of its footer before the end", () => {
    const file = parquetFile(
      Array.from({ length: 20 }, (_, i) => ({ name: `c${i}`, kind: "integer", values: [i] })),
    );
    const text = (from: number, to?: number) => new TextDecoder().decode(file.slice(from, to));
    expect([text(0, 4), text(-4)]).toEqual(["PAR1", "PAR1"]);
    const length = new DataView(file.buffer).getUint32(file.length - 8, true);
    expect(text(file.length - 8 - length, -8)).toContain("Portolan");
  });

  it("holds whole numbers that no number can, as they are written", () => {
    const file = parquetFile([{ name: "n", kind: "integer", values: ["9007199254740993"] }]);
    expect(Buffer.from(file).includes(Buffer.from(BigInt64Array.of(9007199254740993n).buffer))).toBe(true);
  });
});
