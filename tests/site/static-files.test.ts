import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Served, serve } from "../../loaders/site/serve.ts";
import { ask, heard, say } from "../fixtures/raw-http.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const site = join(folder, "site");
const SCRIPT = "export const answer = 42;\n".repeat(400);
const LARGE_BYTES = 32 << 20;
let served: Served;
/** The same with little patience. */
let hasty: Served;

const at = (path: string) => served.url.slice(0, -1) + path;

/** The server is still there, and whole. */
async function expectAlive(): Promise<void> {
  expect((await ask(at("/digits.txt"))).body.toString()).toBe("0123456789");
}

beforeAll(async () => {
  mkdirSync(join(site, "workload"), { recursive: true });
  writeFileSync(join(site, "index.html"), "the report");
  writeFileSync(join(site, "workload", "a b.html"), "a page");
  writeFileSync(join(site, "digits.txt"), "0123456789");
  writeFileSync(join(site, "empty.txt"), "");
  writeFileSync(join(site, "script.js"), SCRIPT);
  writeFileSync(join(site, "engine.wasm"), Buffer.alloc(5_000));
  writeFileSync(join(site, "large.duckdb"), Buffer.alloc(LARGE_BYTES, 7));
  writeFileSync(join(folder, "private.txt"), "private");
  served = await serve(site, 4_900);
  hasty = await serve(site, 4_900, { headersMs: 300, requestMs: 2_000, idleMs: 700 });
});

afterAll(() => Promise.all([served?.close(), hasty?.close()]));

describe("a range of a file", () => {
  it.each([
    ["bytes=0-3", "0123", "bytes 0-3/10"],
    ["bytes=4-4", "4", "bytes 4-4/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
    ["bytes=-300", "0123456789", "bytes 0-9/10"],
    ["bytes=8-99999999999999999999", "89", "bytes 8-9/10"],
  ])("%s is %s", async (range, expected, contentRange) => {
    const { status, headers, body } = await ask(at("/digits.txt"), { headers: { Range: range } });
    expect([status, body.toString()]).toEqual([206, expected]);
    expect(headers["content-range"]).toBe(contentRange);
    expect(headers["content-length"]).toBe(String(expected.length));
  });

  it.each(["bytes=5-2", "bytes=10-", "bytes=99-100", "bytes=-0"])("%s is none of it", async (range) => {
    const { status, headers } = await ask(at("/digits.txt"), { headers: { Range: range } });
    expect([status, headers["content-range"]]).toEqual([416, "bytes */10"]);
    await expectAlive();
  });

  it.each(["bytes=-", "bytes=0-1,3-4", "items=0-1", "bytes=a-b", "bytes=1e3-", "bytes"])(
    "%s is understood as the whole",
    async (range) => {
      const { status, body } = await ask(at("/digits.txt"), { headers: { Range: range } });
      expect([status, body.toString()]).toEqual([200, "0123456789"]);
    },
  );

  it("is not given of another version than the reader has, nor of an empty file", async () => {
    const whole = await ask(at("/digits.txt"));
    const ranged = (version: string) =>
      ask(at("/digits.txt"), { headers: { Range: "bytes=0-1", "If-Range": version } });
    expect((await ranged(whole.headers.etag!)).status).toBe(206);
    expect((await ranged('"another"')).status).toBe(200);
    expect((await ask(at("/empty.txt"), { headers: { Range: "bytes=0-" } })).status).toBe(416);
    expect((await ask(at("/empty.txt"))).headers["content-length"]).toBe("0");
  });
});

describe("who may ask, and how", () => {
  it.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])("%s is refused", async (method) => {
    const { status, headers, body } = await ask(served.url, { method });
    expect([status, headers.allow]).toEqual([405, "GET, HEAD"]);
    expect(body.toString()).toContain(`${method} is not allowed`);
  });

  it("HEAD says what GET would, without the file", async () => {
    const { status, headers, body } = await ask(at("/large.duckdb"), { method: "HEAD" });
    expect([status, body.length, headers["accept-ranges"]]).toEqual([200, 0, "bytes"]);
    expect(headers["content-length"]).toBe(String(LARGE_BYTES));
  });

  it.each([
    "evil.example",
    "evil.example:4900",
    "127.0.0.1.evil.example",
    "localhost@evil.example",
    "0.0.0.0",
  ])("a page of %s that points its name here reads nothing", async (host) => {
    const { status, headers, body } = await ask(served.url, { headers: { Host: host } });
    expect(status).toBe(421);
    expect(body.toString()).toContain(`127.0.0.1 or localhost, not as "${host}"`);
    expect(headers["x-portolan-folder"]).toBeUndefined();
  });

  it("every name of this machine is answered, behind a forwarded port too; no name is not", async () => {
    const { port } = served;
    for (const host of [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `LOCALHOST:${port}`,
      `[::1]:${port}`,
      "localhost:80",
    ]) {
      expect((await ask(served.url, { headers: { Host: host } })).status, host).toBe(200);
    }
    expect(await heard(await say(port, "GET / HTTP/1.0\r\n\r\n"))).toMatch(/^HTTP\/1\.1 421/);
  });

  it("no other site may embed what it reads", async () => {
    const { headers } = await ask(at("/script.js"));
    expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });
});

describe("what is given", () => {
  it("is in the folder, through links too", async () => {
    symlinkSync(join(folder, "private.txt"), join(site, "link.txt"));
    symlinkSync(folder, join(site, "up"));
    symlinkSync(join(site, "digits.txt"), join(site, "within.txt"));
    for (const path of ["/link.txt", "/up/private.txt", "/%2e%2e/private.txt", "/..%2fprivate.txt"]) {
      const { status, body } = await ask(at(path));
      expect([path, status, body.toString()]).toEqual([path, 404, "Not found\n"]);
    }
    expect((await ask(at("/within.txt"))).body.toString()).toBe("0123456789");
  });

  it("is a regular file: a folder and a pipe are not found, and hold nothing up", async () => {
    if (process.platform !== "win32") execFileSync("mkfifo", [join(site, "pipe")]);
    for (const path of ["/workload", "/workload/", "/pipe", "/pipe", "/pipe", "/pipe", "/pipe"])
      expect((await ask(at(path))).status, path).toBe(404);
    await expectAlive();
  });

  it.each([
    ["/workload/a%20b?query=%zz#top", 200],
    ["/%zz", 400],
    ["/%00", 400],
    [`/${"x".repeat(5_000)}`, 404],
    ["/digits.txt/more", 404],
    ["//digits.txt", 200],
  ])("%s is answered with %i", async (path, expected) => {
    const text = await heard(
      await say(served.port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`),
    );
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${expected}`));
  });
});

describe("compression", () => {
  const script = (headers: Record<string, string>) => ask(at("/script.js"), { headers });

  it("is what the reader accepts, each with a version of its own", async () => {
    const plain = await script({});
    const gzip = await script({ "Accept-Encoding": "gzip, deflate" });
    const br = await script({ "Accept-Encoding": "gzip, deflate, br" });
    expect([plain, gzip, br].map(({ headers }) => headers["content-encoding"])).toEqual([
      undefined,
      "gzip",
      "br",
    ]);
    expect(plain.body.toString()).toBe(SCRIPT);
    expect(gunzipSync(gzip.body).toString()).toBe(SCRIPT);
    expect(brotliDecompressSync(br.body).toString()).toBe(SCRIPT);
    expect(gzip.body.length).toBeLessThan(SCRIPT.length / 10);
    expect(new Set([plain, gzip, br].map(({ headers }) => headers.etag)).size).toBe(3);
    for (const { headers } of [plain, gzip, br]) expect(headers.vary).toBe("Accept-Encoding");
    const again = await script({ "Accept-Encoding": "br", "If-None-Match": `"x", W/${br.headers.etag}` });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    expect((await script({ "If-None-Match": br.headers.etag! })).status).toBe(200);
  });

  it("is done once for each version of a file", async () => {
    const path = join(site, "changing.js");
    const asked = () => ask(at("/changing.js"), { headers: { "Accept-Encoding": "br" } });
    writeFileSync(path, SCRIPT);
    const [first, again] = [await asked(), await asked()];
    expect(again.body.equals(first.body)).toBe(true);
    expect(again.headers.etag).toBe(first.headers.etag);
    writeFileSync(path, SCRIPT.replace("42", "43") + SCRIPT);
    expect(brotliDecompressSync((await asked()).body).toString()).toBe(SCRIPT.replace("42", "43") + SCRIPT);
  });

  it.each(["gzip;q=0", "identity", "br;q=0, *;q=0", "", "deflate"])(
    "is left off for %s",
    async (accepted) => {
      const { headers, body } = await script({ "Accept-Encoding": accepted });
      expect(headers["content-encoding"]).toBeUndefined();
      expect(body.toString()).toBe(SCRIPT);
    },
  );

  it("leaves alone what is compact or asked for in part", async () => {
    const accepting = { "Accept-Encoding": "gzip, br" };
    for (const path of ["/engine.wasm", "/digits.txt"])
      expect((await ask(at(path), { headers: accepting })).headers["content-encoding"], path).toBeUndefined();
    const part = await script({ ...accepting, Range: "bytes=0-5" });
    expect([part.status, part.body.toString()]).toEqual([206, "export"]);
  });
});

describe("a file that is cut while it is sent", () => {
  it("ends the connection: nobody takes the part for the whole", async () => {
    const path = join(site, "cut.duckdb");
    writeFileSync(path, Buffer.alloc(LARGE_BYTES, 7));
    const socket = await say(served.port, "GET /cut.duckdb HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await new Promise((resolve) => socket.once("data", resolve));
    socket.pause();
    truncateSync(path, 1_000);
    const text = heard(socket);
    socket.resume();
    expect((await text).length).toBeLessThan(LARGE_BYTES);
    await expectAlive();
  });
});

describe("a connection that does nothing", () => {
  it.each([
    ["says nothing", ""],
    ["does not end its headers", "GET / HTTP/1.1\r\nHost: localhost\r\n"],
  ])("and %s is closed", async (_, text) => {
    const start = performance.now();
    await heard(await say(hasty.port, text));
    // Long before Node's own minute.
    expect(performance.now() - start).toBeLessThan(30_000);
    await expectAlive();
  });

  it("and does not read is closed, with what it asked for unsent", async () => {
    const socket = await say(hasty.port, "GET /large.duckdb HTTP/1.1\r\nHost: localhost\r\n\r\n");
    socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const text = heard(socket);
    socket.resume();
    expect((await text).length).toBeLessThan(LARGE_BYTES);
    await expectAlive();
  });

  it("leaves room for others: 64 at a time, the next as soon as one goes", async () => {
    const sockets = await Promise.all(Array.from({ length: 64 }, () => say(served.port, "")));
    await expect(ask(served.url)).rejects.toThrow();
    for (const socket of sockets) socket.destroy();
    await expect
      .poll(() =>
        ask(served.url).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
  });
});
