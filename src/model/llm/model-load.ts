/** Loading a model from the disk, beside loading one whose file lies in memory, as it does where it was read a moment ago. */
import { median } from "simple-statistics";
import type { ColdRow, ModelPages } from "../run-file.js";

export type DiskLoad =
  | {
      readonly state: "measured";
      /** Engine and model, until a request can be taken: medians over so many processes. */
      readonly loadMs: number;
      readonly firstAnswerMs: number;
      readonly processes: number;
    }
  | { readonly state: "missing"; readonly reason: string; readonly enable: string };

type Kept = Extract<ModelPages, { state: "kept" }>;

export const isFromDisk = ({ modelPages }: Pick<ColdRow, "modelPages">): boolean =>
  modelPages?.state === "dropped";

/** Of a cell's processes; null where none was to read its model from the disk. */
export function diskLoadOf(rows: readonly ColdRow[]): DiskLoad | null {
  const fromDisk = rows.filter(isFromDisk);
  if (fromDisk.length > 0)
    return {
      state: "measured",
      loadMs: median(fromDisk.map((row) => row.importMs + row.compileMs + row.sessionMs)),
      firstAnswerMs: median(fromDisk.map((row) => row.firstInferenceMs)),
      processes: fromDisk.length,
    };
  const kept = rows
    .map(({ modelPages }) => modelPages)
    .find((pages): pages is Kept => pages?.state === "kept");
  return kept ? { state: "missing", reason: kept.reason, enable: kept.enable } : null;
}
