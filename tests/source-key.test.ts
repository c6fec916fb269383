import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { sourceKey } from "../loaders/source-key.ts";

const root = mkdtempSync(join(tmpdir(), "portolan-test-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

put("package.json", '{ "dependencies": {} }');
put("observablehq.config.ts", "export default {};");
put("loaders/a.ts", "a");
put("src/pages/review.md", "# Review");
put("src/pages/review.sql-1.json", "[1]");
put("src/.observablehq/cache/data.json", "1");
const key = () => sourceKey(/\.sql-\d+\.json$/, root);

it("changes with a page, a module, a name, and with nothing that is made from them", () => {
  const keys = [key()];
  const changed = (change: () => void) => {
    change();
    keys.push(key());
  };
  changed(() => put("src/pages/review.md", "# Other"));
  changed(() => put("loaders/a.ts", "b"));
  changed(() => renameSync(join(root, "src/pages/review.md"), join(root, "src/pages/other.md")));
  changed(() => put("src/new.md", ""));
  expect(new Set(keys).size).toBe(keys.length);
  put("src/.observablehq/cache/data.json", "2");
  put("src/pages/review.sql-1.json", "[2]");
  expect(key()).toBe(keys.at(-1));
});
