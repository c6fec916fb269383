import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { recordedPages } from "../../loaders/site/recordings-loader.ts";
import { writeSummary } from "../../loaders/site/summary-loader.ts";
import { buildCurrentStore } from "../../loaders/store/current-store.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

temporaryHome();

it("tells the pages where nothing was measured, and builds a store without rows", async () => {
  const out = new PassThrough();
  writeSummary(out);
  expect(JSON.parse(String(out.read()))).toEqual({ state: "empty", command: "npm start" });
  expect(recordedPages()).toEqual([]);
  expect((await buildCurrentStore(() => {})).length).toBeGreaterThan(1_000);
});
