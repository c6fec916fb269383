import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { earlierFolder, recoverFolder, replaceFolder } from "../../loaders/site/replace-folder.ts";
import { type Served, serve } from "../../loaders/site/serve.ts";
import { ask, say } from "../fixtures/raw-http.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const dist = join(folder, "dist");
const LARGE_BYTES = 32 << 20;
let served: Served | undefined;

/** A build: a page that names the build's own data, a library that all builds share. */
function built(name: string): string {
  const path = join(folder, `built-${name}`);
  mkdirSync(join(path, "_file"), { recursive: true });
  writeFileSync(join(path, "index.html"), `_file/data.${name}.json`);
  writeFileSync(join(path, `${name}.html`), name);
  writeFileSync(join(path, "_file", `data.${name}.json`), name);
  writeFileSync(join(path, "_file", "library.js"), "shared");
  return path;
}

async function serving(): Promise<Served> {
  served = await serve(dist, 5_000);
  return served;
}

const text = async (url: string) => (await ask(url)).body.toString();

afterEach(async () => {
  await served?.close();
  served = undefined;
});

describe("a rebuild of a site that is being served", () => {
  it("leaves a page that was opened before whole, over several builds, and shows the new one", async () => {
    replaceFolder(built("1"), dist);
    const { url } = await serving();
    const data = await text(url);
    for (const name of ["2", "3", "4"]) {
      replaceFolder(built(name), dist);
      expect(await text(url)).toBe(`_file/data.${name}.json`);
      expect(await text(url + data)).toBe("1");
      expect(await text(`${url}_file/library.js`)).toBe("shared");
    }
    // A page that is gone is gone: only what pages load is answered for by earlier builds.
    expect((await ask(`${url}1.html`)).status).toBe(404);
    expect(existsSync(join(earlierFolder(dist), "_file", "library.js"))).toBe(false);
  });

  it("lets a download that has begun end as it began", async () => {
    const store = Buffer.alloc(LARGE_BYTES, "before");
    const before = built("5");
    writeFileSync(join(before, "store.duckdb"), store);
    replaceFolder(before, dist);
    const { port } = await serving();
    const socket = await say(
      port,
      "GET /store.duckdb HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    );
    const parts: Buffer[] = [await new Promise<Buffer>((resolve) => socket.once("data", resolve))];
    socket.pause();
    replaceFolder(built("6"), dist);
    socket.on("data", (part) => parts.push(part));
    socket.resume();
    await new Promise((resolve) => socket.once("close", resolve));
    const all = Buffer.concat(parts);
    const body = all.subarray(all.indexOf("\r\n\r\n") + 4);
    expect(body.equals(store)).toBe(true);
  });

  it("is waited for in the moment between its two renames", async () => {
    replaceFolder(built("7"), dist);
    const { url } = await serving();
    renameSync(dist, `${dist}.away`);
    const answer = text(url);
    await new Promise((resolve) => setTimeout(resolve, 150));
    renameSync(`${dist}.away`, dist);
    expect(await answer).toBe("_file/data.7.json");
  });
});

describe("replaceFolder", () => {
  it("puts the last site back when it was killed between its renames", () => {
    replaceFolder(built("8"), dist);
    renameSync(dist, `${dist}.replaced`);
    recoverFolder(dist);
    expect(readFileSync(join(dist, "index.html"), "utf8")).toBe("_file/data.8.json");
    expect(existsSync(`${dist}.replaced`)).toBe(false);
  });

  it("leaves the last site where the new one can't be moved", () => {
    replaceFolder(built("9"), dist);
    expect(() => replaceFolder(join(folder, "nothing"), dist)).toThrow(/ENOENT/);
    expect(readFileSync(join(dist, "index.html"), "utf8")).toBe("_file/data.9.json");
  });
});
