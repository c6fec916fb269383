import { type BasicType, parquetWriteBuffer } from "hyparquet-writer";
import { type SqlResult, uniqueNames } from "../../report/sql-result.js";

type Kind = SqlResult["columns"][number]["kind"];

const TYPES: Readonly<Record<Kind, BasicType>> = {
  integer: "INT64",
  number: "DOUBLE",
  boolean: "BOOLEAN",
  text: "STRING",
};

/** What a query gave, as the bytes of a Parquet file. */
export function parquetFile(result: SqlResult): ArrayBuffer {
  const names = uniqueNames(result);
  return parquetWriteBuffer({
    columnData: result.columns.map(({ kind }, k) => ({
      name: names[k]!,
      type: TYPES[kind],
      nullable: true,
      data: result.rows.map((row) => asKind(row[k], kind)),
    })),
  });
}

function asKind(value: unknown, kind: Kind): unknown {
  if (value === null || value === undefined) return null;
  if (kind === "integer") return BigInt(value as number | string);
  if (kind === "number") return Number(value);
  return kind === "text" ? String(value) : value;
}
