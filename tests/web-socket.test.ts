import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { connectWebSocket } from "../loaders/web-socket.ts";

let server: Server;
afterEach(() => server.close());

/** A server whose side of the connection a test writes byte by byte. */
async function serve(onSocket: (socket: Duplex) => void): Promise<string> {
  server = createServer((_, response) => response.writeHead(404).end());
  server.on("upgrade", (_, socket) => {
    socket.on("error", () => {});
    socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/id`;
}

const frame = (first: number, payload: Buffer): Buffer => {
  const head = payload.length < 126 ? [first, payload.length] : [first, 127];
  const length = Buffer.alloc(payload.length < 126 ? 0 : 8);
  if (length.length > 0) length.writeBigUInt64BE(BigInt(payload.length));
  return Buffer.concat([Buffer.from(head), length, payload]);
};

describe("a WebSocket", () => {
  it("joins messages that arrive in parts, of any size, and answers pings in between", async () => {
    const large = "é".repeat(100_000);
    const sent: Buffer[] = [];
    const url = await serve(async (socket) => {
      socket.on("data", (bytes: Buffer) => sent.push(bytes));
      const all = Buffer.concat([
        frame(0x01, Buffer.from("one ")),
        frame(0x89, Buffer.from("?")),
        frame(0x80, Buffer.from("message")),
        frame(0x81, Buffer.from(large)),
        frame(0x88, Buffer.alloc(0)),
      ]);
      for (let at = 0; at < all.length; at += 30_001) {
        socket.write(all.subarray(at, at + 30_001));
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    const texts: string[] = [];
    await new Promise<void>((resolve) => {
      void connectWebSocket(url, { onText: (text) => texts.push(text), onEnd: () => resolve() });
    });
    expect(texts).toEqual(["one message", large]);
    // A masked pong with one byte.
    expect([...Buffer.concat(sent).subarray(0, 2)]).toEqual([0x8a, 0x81]);
  });

  it("masks what it sends, as servers demand", async () => {
    const said = "x".repeat(300);
    let take: (bytes: Buffer) => void;
    const taken = new Promise<Buffer>((resolve) => {
      take = resolve;
    });
    const url = await serve((socket) => socket.once("data", take));
    const connection = await connectWebSocket(url, { onText: () => {}, onEnd: () => {} });
    connection.send(said);
    const bytes = await taken;
    connection.close();
    expect([bytes[0], bytes[1], bytes.readUInt16BE(2)]).toEqual([0x81, 0xfe, 300]);
    const payload = bytes.subarray(8).map((byte, i) => byte ^ bytes[4 + (i % 4)]!);
    expect(payload.toString()).toBe(said);
  });

  it("says what it met where that is no WebSocket", async () => {
    server = createServer((_, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const listener = { onText: () => {}, onEnd: () => {} };
    await expect(connectWebSocket(`ws://127.0.0.1:${port}/`, listener)).rejects.toThrow("answered 404");
  });
});
