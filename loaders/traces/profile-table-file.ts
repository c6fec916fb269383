/** The table of many profiles as a file. */
import { accessSync, constants } from "node:fs";
import { dirname, extname } from "node:path";
import type { AttributedFile } from "../../src/model/traces/attributed-file.ts";
import { PROFILE_TABLE, profileRows } from "../../src/model/traces/profile-table.ts";
import { csvText } from "../../src/report/csv.ts";
import { writeWhole } from "../files/whole-file.ts";
import { databaseFile, openDuckDb } from "../store/duckdb.ts";
import { createTable, describeTable, TableWriter } from "../store/table.ts";

type Content = (rows: readonly unknown[][]) => Promise<Uint8Array | string>;

const CONTENTS: Readonly<Record<string, Content>> = {
  ".duckdb": async (rows) => {
    const database = await openDuckDb();
    return databaseFile(database, "store", () => {
      createTable(database, PROFILE_TABLE);
      const writer = new TableWriter(database, PROFILE_TABLE);
      writer.push(rows);
      writer.flush();
      describeTable(database, PROFILE_TABLE, "TABLE");
    });
  },
  ".csv": async (rows) =>
    csvText(
      PROFILE_TABLE.columns.map(({ name }) => name),
      rows,
    ),
};

/** What is wrong with a path as one that a table is to be written to, and what is allowed; null where nothing is. */
export function tablePathFault(path: string): string | null {
  const extension = extname(path).toLowerCase();
  if (CONTENTS[extension] === undefined) {
    const allowed = Object.keys(CONTENTS).join(" or ");
    const parquet = `; DuckDB makes Parquet of the former: copy profiles to '${path}'`;
    return `"${path}" does not end in ${allowed}${extension === ".parquet" ? parquet : ""}`;
  }
  try {
    accessSync(dirname(path), constants.W_OK);
    return null;
  } catch {
    return `the folder ${dirname(path)} is missing or not writable`;
  }
}

/** Writes the table whole or not at all, in place of what was there. */
export async function writeProfileTable(path: string, files: readonly AttributedFile[]): Promise<void> {
  const content = CONTENTS[extname(path).toLowerCase()]!;
  writeWhole(path, await content(profileRows(files)));
}
