import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect, createServer as createSocketServer } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { findServed, type Served, serve } from "../../loaders/site/serve.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const PORT = 4_700;
const open: { close(): unknown }[] = [];

function site(name: string, text = name): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "index.html"), text);
  return path;
}

/** Without keeping the connection: the next server may have the port of this one. */
const get = (url: string) => fetch(url, { headers: { Connection: "close" } });

async function served(path: string): Promise<Served> {
  const server = await serve(path, PORT);
  open.push(server);
  return server;
}

async function stranger(server: ReturnType<typeof createSocketServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(server);
  return (server.address() as AddressInfo).port;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

describe("a served site", () => {
  it("is cross-origin isolated, and says what is not there", async () => {
    const { url } = await served(site("a site"));
    const page = await get(url);
    expect(await page.text()).toBe("a site");
    expect(page.headers.get("Cross-Origin-Opener-Policy")).toBe("same-origin");
    expect(page.headers.get("Cross-Origin-Embedder-Policy")).toBe("require-corp");
    expect((await get(`${url}gone`)).status).toBe(404);
  });

  it("is shown as it is after another build", async () => {
    const path = site("built", "before");
    const { url } = await served(path);
    expect(await (await get(url)).text()).toBe("before");
    rmSync(path, { recursive: true });
    renameSync(site("anew", "it was built anew"), path);
    writeFileSync(join(path, "new.html"), "a new page");
    expect(await (await get(url)).text()).toBe("it was built anew");
    expect(await (await get(`${url}new`)).text()).toBe("a new page");
  });

  it("gives nothing from beside its folder", async () => {
    const path = site("closed");
    site("closed-notes", "private");
    const { port } = await served(path);
    const answer = await new Promise<string>((resolve) => {
      let text = "";
      const socket = connect(port, "127.0.0.1", () =>
        socket.write(
          "GET /../closed-notes/index.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        ),
      );
      socket.on("data", (part) => {
        text += part;
      });
      socket.on("close", () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 404/);
  });
});

describe("a port that is taken", () => {
  it("is passed over, and it is told by which site", async () => {
    const first = await served(site("first"));
    const second = await served(site("second, ä"));
    const third = await served(site("third"));
    expect(second.port).toBeGreaterThan(first.port);
    expect(third.taken.slice(-2)).toEqual([
      { port: first.port, folder: join(folder, "first") },
      { port: second.port, folder: join(folder, "second, ä") },
    ]);
  });

  it("is told of another program, one that answers nothing among them", async () => {
    const web = await stranger(createServer((_, response) => response.end("hello")));
    expect((await serveAt(web)).taken[0]).toEqual({ port: web, folder: null });
    const silent = await stranger(createSocketServer(() => {}));
    expect((await serveAt(silent)).taken[0]).toEqual({ port: silent, folder: null });
  });

  async function serveAt(port: number): Promise<Served> {
    const server = await serve(site("other"), port);
    open.push(server);
    return server;
  }
});

describe("findServed", () => {
  it("finds the server of a folder, also behind another's port", async () => {
    const first = await served(site("first"));
    const second = await served(site("second"));
    expect(await findServed(join(folder, "second"), PORT)).toBe(second.url);
    expect(await findServed(join(folder, "second"), first.port)).toBe(second.url);
    expect(await findServed(join(folder, "third"), PORT)).toBeNull();
    await open.pop()!.close();
    expect(await findServed(join(folder, "second"), PORT)).toBeNull();
  });
});
