import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { download } from "../../loaders/models/download.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const bytes = Buffer.alloc(300_000, "model");
const sha256 = createHash("sha256").update(bytes).digest("hex");
const limits = { bytes: 1_000_000, silenceMs: 1_000 };

const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  "/whole": (response) => response.end(bytes),
  "/large": (response) => response.writeHead(200, { "Content-Length": "1000001" }).flushHeaders(),
  "/endless": (response) => {
    const more = () => response.destroyed || response.write(bytes, more);
    more();
  },
  "/bomb": (response) =>
    response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync(Buffer.alloc(2_000_000))),
  "/silent": (response) => response.write(bytes.subarray(0, 1_000)),
  "/mute": () => {},
  "/slow": (response) => {
    const rest = [0, 1, 2, 3, 4, 5].map((i) => bytes.subarray(i * 50_000, (i + 1) * 50_000));
    const timer = setInterval(() => {
      const part = rest.shift();
      if (part) return response.write(part);
      clearInterval(timer);
      response.end();
    }, 100);
  },
  "/cut": (response) => {
    response.writeHead(200, { "Content-Length": String(bytes.length) });
    response.write(bytes.subarray(0, 1_000), () => response.destroy());
  },
  "/away": (response) => response.writeHead(302, { Location: "http://models.example/whole" }).end(),
  "/circle": (response) => response.writeHead(302, { Location: "/circle" }).end(),
  "/elsewhere": (response) => response.writeHead(302, { Location: "/whole" }).end(),
};

let server: Server;
let origin: string;
beforeAll(async () => {
  server = createServer(({ url }, response) => answers[url!]!(response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const get = (name: string) => download(`${origin}/${name}`, join(folder, "model.onnx"), sha256, limits);

describe("a download", () => {
  it.each([
    [
      "says that it is larger than the limit",
      "large",
      /has more than 0.954 MiB, the most that is downloaded; download/,
    ],
    ["never ends", "endless", /has more than 0.954 MiB/],
    ["unzips to more than the limit", "bomb", /has more than 0.954 MiB/],
    [
      "falls silent",
      "silent",
      /cannot fetch model .*: not a byte in 1 s; try again, or download it and give its path/,
    ],
    ["says nothing at all", "mute", /not a byte in 1 s/],
    ["is cut off", "cut", /cannot fetch model .*; download it and give its path/],
    [
      "leads to what is not https",
      "away",
      /away leads to http:\/\/models\.example\/whole, which is not https/,
    ],
    ["leads to itself", "circle", /is redirected more than 5 times/],
  ])("that %s comes to a clear end, and leaves nothing", async (_, name, message) => {
    await expect(get(name)).rejects.toThrow(message);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("may be slow as long as it goes on", async () => {
    await get("slow");
    expect(readFileSync(join(folder, "model.onnx"))).toEqual(bytes);
  });

  it("is whole", async () => {
    await get("elsewhere");
    expect(readdirSync(folder)).toEqual(["model.onnx"]);
  });
});
