import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { userModel } from "../../loaders/models/model-file.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

const home = temporaryHome();
const bytes = Buffer.from("the bytes of a model");
const sha256 = createHash("sha256").update(bytes).digest("hex");

let server: Server;
let origin: string;
let requests = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests++;
    response.statusCode = request.url === "/model.onnx" ? 200 : 404;
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const cached = () => {
  const folder = join(home, "cache", "models");
  return existsSync(folder) ? readdirSync(folder) : [];
};

describe("a model by path", () => {
  it("is used where it lies, with its hash", async () => {
    const path = join(home, "mine.onnx");
    writeFileSync(path, bytes);
    expect(await userModel(path)).toEqual({ path, source: basename(path), sha256, bytes: bytes.length });
    expect(await userModel(relative(process.cwd(), path))).toMatchObject({ path, sha256 });
  });

  it("that is missing is named in full, with what to give instead", async () => {
    await expect(userModel("missing.onnx")).rejects.toThrow(
      `there is no model file ${join(process.cwd(), "missing.onnx")}; give the path of an .onnx file`,
    );
  });
});

describe("a model by URL", () => {
  it.each(["", "#", "#sha256=abc", `#sha256=${"A".repeat(64)}`, `#md5=${"0".repeat(64)}`])(
    "needs its SHA-256: %j is refused without asking the server",
    async (fragment) => {
      const before = requests;
      await expect(userModel(`${origin}/model.onnx${fragment}`)).rejects.toThrow(
        `model URL ${origin}/model.onnx needs its SHA-256, as ${origin}/model.onnx#sha256=<64 lower-case hex digits>`,
      );
      expect(requests).toBe(before);
    },
  );

  it("is not used, nor kept, when its SHA-256 is another", async () => {
    const wrong = "0".repeat(64);
    await expect(userModel(`${origin}/model.onnx#sha256=${wrong}`)).rejects.toThrow(
      `has SHA-256 ${sha256}, expected ${wrong}; it was not used`,
    );
    expect(cached()).toEqual([]);
  });

  it("that the server does not have is reported with its status", async () => {
    await expect(userModel(`${origin}/nothing#sha256=${sha256}`)).rejects.toThrow(
      `cannot fetch model ${origin}/nothing: HTTP 404`,
    );
  });

  it("that cannot be reached is reported with the way out", async () => {
    const { port } = await new Promise<AddressInfo>((resolve) => {
      const closed = createServer().listen(0, "127.0.0.1", () => {
        const address = closed.address() as AddressInfo;
        closed.close(() => resolve(address));
      });
    });
    await expect(userModel(`http://127.0.0.1:${port}/model.onnx#sha256=${sha256}`)).rejects.toThrow(
      /cannot fetch model .*ECONNREFUSED.*; download it and give its path/,
    );
  });

  it("is fetched once when its SHA-256 is right", async () => {
    const before = requests;
    const model = await userModel(`${origin}/model.onnx#sha256=${sha256}`);
    expect(model).toMatchObject({ source: `${origin}/model.onnx`, sha256, bytes: bytes.length });
    expect(readFileSync(model.path)).toEqual(bytes);
    expect(await userModel(`${origin}/model.onnx#sha256=${sha256}`)).toEqual(model);
    expect(requests).toBe(before + 1);
  });

  it("is hashed whenever it is used, and fetched again where it was changed since", async () => {
    const reference = `${origin}/model.onnx#sha256=${sha256}`;
    const model = await userModel(reference);
    const before = requests;
    writeFileSync(model.path, "another model");
    expect(await userModel(reference)).toEqual(model);
    expect(readFileSync(model.path)).toEqual(bytes);
    rmSync(model.path);
    mkdirSync(model.path);
    expect(await userModel(reference)).toEqual(model);
    expect(requests).toBe(before + 2);
  });

  it("that is not https is refused without asking", async () => {
    await expect(userModel(`http://models.example/m.onnx#sha256=${"1".repeat(64)}`)).rejects.toThrow(
      "model URL http://models.example/m.onnx is not https: give its https address, or download it and give its path",
    );
  });
});
