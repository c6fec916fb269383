import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { makeWhole } from "../files/whole-file.ts";
import { catching, interruption } from "../interruption.ts";

export interface DownloadLimits {
  readonly bytes: number;
  /** Without a byte. */
  readonly silenceMs: number;
}

const LIMITS: DownloadLimits = { bytes: 2 ** 31, silenceMs: 60_000 };

const MOST_HOPS = 5;

const WAY_OUT = "download it and give its path";

/** Of a file on this very machine nobody else can say what it is. */
const LOCAL = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Downloads a file that has to have a certain SHA-256. Without it, or with fewer bytes, there is no file.
 *
 * @throws Error that names the URL and the way out; Interrupted; DiskFull
 */
export function download(url: string, path: string, sha256: string, limits = LIMITS): Promise<void> {
  return catching(() => makeWhole(path, (half) => fetchInto(half, url, sha256, limits)));
}

async function fetchInto(half: string, url: string, expected: string, limits: DownloadLimits): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), limits.silenceMs);
  const hear = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), limits.silenceMs);
  };
  const file = openSync(half, "w");
  try {
    const response = await follow(url, AbortSignal.any([interruption, silence.signal]));
    if (!response.ok || !response.body) throw new Error(`cannot fetch model ${url}: HTTP ${response.status}`);
    mustFit(Number(response.headers.get("content-length") ?? 0), url, limits);
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      hear();
      bytes += chunk.length;
      mustFit(bytes, url, limits);
      hash.update(chunk);
      writeSync(file, chunk);
    }
    const found = hash.digest("hex");
    if (found !== expected)
      throw new Error(`model ${url} has SHA-256 ${found}, expected ${expected}; it was not used`);
  } catch (error) {
    interruption.throwIfAborted();
    if (silence.signal.aborted)
      throw new Error(
        `cannot fetch model ${url}: not a byte in ${limits.silenceMs / 1e3} s; try again, or ${WAY_OUT}`,
      );
    throw isOfFetch(error) ? new Error(`cannot fetch model ${url}: ${reasonOf(error)}; ${WAY_OUT}`) : error;
  } finally {
    clearTimeout(timer);
    closeSync(file);
  }
}

/** What a URL and the redirections from there lead to; none is asked that is not safe. */
async function follow(url: string, signal: AbortSignal): Promise<Response> {
  let at = url;
  for (let hops = 0; hops <= MOST_HOPS; hops++) {
    mustBeSafe(at, url);
    const response = await fetch(at, { signal, redirect: "manual" });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    at = new URL(location, at).href;
  }
  throw new Error(`cannot fetch model ${url}: it is redirected more than ${MOST_HOPS} times; ${WAY_OUT}`);
}

/** Nobody on the way reads which model it is, or makes Portolan ask another for it. */
function mustBeSafe(url: string, asked: string): void {
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:" || (protocol === "http:" && LOCAL.has(hostname))) return;
  const led = url === asked ? "" : ` leads to ${url}, which`;
  throw new Error(`model URL ${asked}${led} is not https: give its https address, or ${WAY_OUT}`);
}

function mustFit(bytes: number, url: string, limits: DownloadLimits): void {
  if (bytes > limits.bytes)
    throw new Error(
      `model ${url} has more than ${(limits.bytes / 2 ** 20).toLocaleString("en-US")} MiB, the most that is downloaded; ${WAY_OUT}`,
    );
}

/** What fetch and its stream throw: a TypeError whose cause says why. */
const isOfFetch = (error: unknown): error is TypeError => error instanceof TypeError;

const reasonOf = ({ cause, message }: TypeError): string =>
  cause instanceof Error ? cause.message : message;
