/** The client's side of a WebSocket (RFC 6455), as far as Node's inspector needs it; Node itself has one from 22 on only. */
import { randomBytes } from "node:crypto";
import { request } from "node:http";
import type { Duplex } from "node:stream";

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const FINAL = 0x80;
const MASKED = 0x80;
/** A profile of minutes has some ten million characters. */
const MOST_BYTES = 512 << 20;

export interface WebSocketConnection {
  send(text: string): void;
  close(): void;
}

interface Listener {
  readonly onText: (text: string) => void;
  /** Once: the other side, the network or `close` ended it. */
  readonly onEnd: (why: string) => void;
}

/**
 * @param url ws://host:port/path
 * @throws Error where nobody answers as a WebSocket
 */
export function connectWebSocket(url: string, listener: Listener): Promise<WebSocketConnection> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request({
      // Brackets are the URL's, not the address's.
      host: hostname.replace(/^\[|\]$/g, ""),
      port,
      path: pathname,
      headers: {
        Connection: "Upgrade",
        Upgrade: "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": randomBytes(16).toString("base64"),
      },
    });
    asked.once("error", reject);
    asked.once("response", (response) => {
      response.resume();
      reject(new Error(`it answered ${response.statusCode} to a WebSocket`));
    });
    asked.once("upgrade", (_, socket, first) => resolve(open(socket, first, listener)));
    asked.end();
  });
}

function open(socket: Duplex, first: Buffer, { onText, onEnd }: Listener): WebSocketConnection {
  let isOver = false;
  const end = (why: string): void => {
    if (isOver) return;
    isOver = true;
    socket.destroy();
    onEnd(why);
  };
  const frames = new Frames();
  const parts: Buffer[] = [];
  const take = (bytes: Buffer): void => {
    for (const { opcode, isFinal, payload } of frames.take(bytes)) {
      if (opcode === CLOSE) end("the other side closed it");
      else if (opcode === PING) socket.write(frame(PONG, payload));
      else if (opcode < CLOSE) {
        parts.push(payload);
        if (isFinal) onText(Buffer.concat(parts.splice(0)).toString("utf8"));
      }
    }
    if (frames.waitingBytes > MOST_BYTES) end(`it sent more than ${MOST_BYTES >> 20} MiB`);
  };
  socket.on("data", take);
  socket.once("error", ({ message }) => end(message));
  socket.once("close", () => end("the other side is gone"));
  if (first.length > 0) take(first);
  return {
    send: (text) => socket.write(frame(TEXT, Buffer.from(text))),
    close: () => {
      socket.write(frame(CLOSE, Buffer.alloc(0)));
      end("closed");
    },
  };
}

interface Frame {
  readonly opcode: number;
  readonly isFinal: boolean;
  readonly payload: Buffer;
}

/** Cuts what arrives into frames. A server's are not masked. */
class Frames {
  #chunks: Buffer[] = [];
  waitingBytes = 0;
  /** Below this there is no whole frame: joining again for each chunk would copy a large one over and over. */
  #neededBytes = 2;

  *take(bytes: Buffer): Iterable<Frame> {
    this.#chunks.push(bytes);
    this.waitingBytes += bytes.length;
    while (this.waitingBytes >= this.#neededBytes) {
      const all = Buffer.concat(this.#chunks);
      this.#chunks = [all];
      const head = headOf(all);
      this.#neededBytes = head === null ? all.length + 1 : head.start + head.length;
      if (head === null || all.length < this.#neededBytes) return;
      const payload = all.subarray(head.start, this.#neededBytes);
      this.#chunks = [all.subarray(this.#neededBytes)];
      this.waitingBytes -= this.#neededBytes;
      this.#neededBytes = 2;
      yield { opcode: all[0]! & 0x0f, isFinal: (all[0]! & FINAL) !== 0, payload };
    }
  }
}

/** Where a frame's payload begins, and how long it is; null where that is not there yet. */
function headOf(bytes: Buffer): { readonly start: number; readonly length: number } | null {
  const short = bytes[1]! & 0x7f;
  if (short < 126) return { start: 2, length: short };
  if (short === 126) return bytes.length < 4 ? null : { start: 4, length: bytes.readUInt16BE(2) };
  return bytes.length < 10 ? null : { start: 10, length: Number(bytes.readBigUInt64BE(2)) };
}

/** A client's frame: masked, as the protocol demands. */
function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = FINAL | opcode;
  if (length < 126) head[1] = MASKED | length;
  else if (length < 65_536) {
    head[1] = MASKED | 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = MASKED | 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  const mask = randomBytes(4);
  const masked = Buffer.alloc(length);
  for (let i = 0; i < length; i++) masked[i] = payload[i]! ^ mask[i % 4]!;
  return Buffer.concat([head, mask, masked]);
}
