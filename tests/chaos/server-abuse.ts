import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { replaceFolder } from "../../loaders/site/replace-folder.ts";
import { serve } from "../../loaders/site/serve.ts";
import type { Random } from "../../src/model/random.ts";
import { ask, heard, say } from "../fixtures/raw-http.ts";
import { must, pick, type Storm, trial, within } from "./storm.ts";

const SECRET = "nobody may read this";

type Abuse = (port: number, random: Random) => Promise<string>;

const raw = async (port: number, text: string) => heard(await say(port, text));
const get = (path: string, headers = "Host: localhost") =>
  `GET ${path} HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`;
const number = (random: Random) => String(pick([-1, 0, 1, 5, 9, 10, 1e9, 2 ** 64, ""], random));

const ABUSES: Readonly<Record<string, Abuse>> = {
  "a range": (port, random) =>
    raw(port, get("/digits.txt", `Host: localhost\r\nRange: bytes=${number(random)}-${number(random)}`)),
  "a path out of the folder": (port, random) =>
    raw(
      port,
      get(
        pick(
          [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%5csecret.txt",
            "/link",
            "/up/secret.txt",
            "//../secret.txt",
            "/%00",
            "/%zz",
          ],
          random,
        ),
      ),
    ),
  "another host's name": (port, random) =>
    raw(
      port,
      get(
        "/",
        `Host: ${pick(["evil.example", "localhost.evil.example", "127.0.0.1@evil.example", "", "[::2]"], random)}`,
      ),
    ),
  "another method": (port, random) =>
    raw(
      port,
      get("/").replace("GET", pick(["POST", "PUT", "DELETE", "TRACE", "CONNECT", "PROPFIND", "get"], random)),
    ),
  "no HTTP at all": (port, random) =>
    raw(
      port,
      Array.from({ length: 200 }, () => String.fromCharCode(1 + Math.floor(random() * 255))).join("") +
        "\r\n\r\n",
    ),
  "a header without end": (port) =>
    raw(port, `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(40_000)}`),
  "a reader that leaves": async (port) => {
    const socket = await say(port, get("/large.bin"));
    await new Promise((resolve) => socket.once("data", resolve));
    socket.destroy();
    return "";
  },
  "connections that say nothing": async (port, random) => {
    const sockets = await Promise.all(
      Array.from({ length: 1 + Math.floor(random() * 40) }, () => say(port, "")),
    );
    for (const socket of sockets) socket.destroy();
    return "";
  },
};

/** Requests that no browser sends, while the site is being replaced. */
export const serverAbuse: Storm = {
  id: "server-abuse",
  title: "hostile requests to `start`, while the report is built anew again and again",
  promise: "the server stays, answers the next request whole, and gives nothing from outside the report",
  trials: 400,
  async *strike({ random, folder, trials }) {
    const dist = join(folder, "dist");
    writeFileSync(join(folder, "secret.txt"), SECRET);
    const build = (n: number) => {
      const built = join(folder, "built");
      mkdirSync(built);
      writeFileSync(join(built, "index.html"), `report ${n}`);
      writeFileSync(join(built, "digits.txt"), "0123456789");
      writeFileSync(join(built, "large.bin"), Buffer.alloc(4 << 20, 7));
      symlinkSync(join(folder, "secret.txt"), join(built, "link"));
      symlinkSync(folder, join(built, "up"));
      replaceFolder(built, dist);
    };
    build(0);
    const served = await serve(dist, 4_750, { headersMs: 1_000, requestMs: 5_000, idleMs: 1_500 });
    try {
      for (let i = 0; i < trials; i++) {
        const what = pick(Object.keys(ABUSES), random);
        yield await trial(what, async () => {
          if (i % 10 === 9) build(i);
          const answer = await within(20_000, "the answer", ABUSES[what]!(served.port, random));
          must(!answer.includes(SECRET), "a file from outside was given", "let in");
          must(
            what !== "another host's name" || !/^HTTP\/1\.1 2/.test(answer),
            "another name was answered",
            "let in",
          );
          const next = await within(20_000, "the next request", ask(served.url));
          must(
            next.status === 200 && /^report \d+$/.test(String(next.body)),
            `the next request: ${next.status}`,
          );
        });
      }
    } finally {
      await served.close();
    }
  },
};
