import { expect, it } from "vitest";
import { recordedPages } from "../../loaders/site/recordings-loader.ts";
import { summaryFile } from "../../loaders/site/summary-loader.ts";
import { currentStore } from "../../loaders/store/current-store.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

temporaryHome();

it("tells the pages where nothing was measured, and builds a store without rows", async () => {
  expect(JSON.parse(summaryFile())).toEqual({ state: "empty", command: "npm start" });
  expect(recordedPages()).toEqual([]);
  expect((await currentStore(() => {})).store.length).toBeGreaterThan(1_000);
});
