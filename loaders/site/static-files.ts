import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type ByteRange, byteRange } from "./byte-range.ts";
import { acceptedEncoding, compressor } from "./content-encoding.ts";
import { contentType } from "./content-type.ts";
import { KeptAnswers } from "./kept-answers.ts";
import { type OpenFile, openFile } from "./open-file.ts";

/** Isolated, so that pages may use Wasm threads; no other site embeds them, and no browser guesses a type. */
const HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  // A page's own policy stands in its head, where this directive is not heard.
  "Content-Security-Policy": "frame-ancestors 'self'",
  "Cache-Control": "no-cache",
};

/** Not a name that its owner points at this machine (DNS rebinding); any port, since ports are forwarded. */
const LOCAL_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** A smaller answer goes into one packet as it is. */
const LEAST_COMPRESSED_BYTES = 1_400;

/** Answers GET and HEAD with a folder's files, to this machine only; `headers` go with each answer to it. */
export function staticFiles(folder: string, headers: Readonly<Record<string, string>>): RequestListener {
  const site = { folder, kept: new KeptAnswers() };
  return (request, response) => {
    const refusal = refusalOf(request);
    if (refusal) return refuse(response, refusal);
    for (const [name, value] of Object.entries({ ...HEADERS, ...headers })) response.setHeader(name, value);
    answer(site, request, response).catch((error: NodeJS.ErrnoException) => {
      if (response.headersSent) response.destroy();
      else refuse(response, { status: 500, text: `This could not be read: ${error.code ?? error.message}.` });
    });
  };
}

interface Refusal {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function refusalOf({ method, url = "", headers: { host = "" } }: IncomingMessage): Refusal | null {
  if (!LOCAL_HOST.test(host)) {
    const asked = JSON.stringify(host.slice(0, 100));
    return { status: 421, text: `This report is served as 127.0.0.1 or localhost, not as ${asked}.` };
  }
  if (method !== "GET" && method !== "HEAD") {
    const text = `${method} is not allowed; allowed are GET and HEAD.`;
    return { status: 405, text, headers: { Allow: "GET, HEAD" } };
  }
  return pathOf(url) === null ? { status: 400, text: "This is no path of a page." } : null;
}

function refuse(response: ServerResponse, { status, text, headers = {} }: Refusal): void {
  // What a refused request still has to say is not waited for.
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    Connection: "close",
    ...headers,
  });
  response.end(`${text}\n`);
}

/** The decoded path of a request; null for one that has none. */
function pathOf(url: string): string | null {
  try {
    const path = decodeURIComponent(url.replace(/[?#].*$/s, ""));
    return path.startsWith("/") && !path.includes("\0") ? path : null;
  } catch {
    return null;
  }
}

interface Site {
  readonly folder: string;
  readonly kept: KeptAnswers;
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const file = await openFile(site.folder, pathOf(request.url!)!);
  if (!file) return notFound(site.folder, request, response);
  try {
    await give(file, site.kept, request, response);
  } finally {
    await file.handle.close();
  }
}

/** The site's own page about it for a reader, a word for a program. */
async function notFound(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const isRead = request.headers.accept?.includes("text/html") === true;
  const page = isRead ? await openFile(folder, "/404.html") : null;
  const text = page ? await page.handle.readFile().finally(() => page.handle.close()) : "Not found\n";
  const type = `text/${page ? "html" : "plain"}; charset=utf-8`;
  response.writeHead(404, { "Content-Type": type }).end(request.method === "HEAD" ? undefined : text);
}

async function give(
  file: OpenFile,
  kept: KeptAnswers,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { size, mtimeMs, ino } = file.stats;
  const { type, isText } = contentType(file.path);
  const { range: wanted, "if-range": ifRange, "if-none-match": known } = request.headers;
  const encoding =
    isText && size >= LEAST_COMPRESSED_BYTES && wanted === undefined
      ? acceptedEncoding(request.headers["accept-encoding"] as string | undefined)
      : null;
  const tag = `"${[ino, size, mtimeMs].map((part) => part.toString(36)).join("-")}${encoding ? `-${encoding}` : ""}"`;
  response.setHeader("ETag", tag);
  if (isText) response.setHeader("Vary", "Accept-Encoding");
  if (known !== undefined && matches(known, tag)) return void response.writeHead(304).end();

  const asksForRange = request.method === "GET" && (ifRange === undefined || ifRange === tag);
  const range = asksForRange ? byteRange(wanted, size) : null;
  if (range === "unsatisfiable") {
    const text = `The file has ${size} bytes; "${wanted}" is no range of them.`;
    return refuse(response, { status: 416, text, headers: { "Content-Range": `bytes */${size}` } });
  }
  response.setHeader("Content-Type", type);
  response.setHeader("Accept-Ranges", "bytes");
  if (encoding) response.setHeader("Content-Encoding", encoding);
  else response.setHeader("Content-Length", range ? range.end - range.start + 1 : size);
  if (range) response.setHeader("Content-Range", `bytes ${range.start}-${range.end}/${size}`);
  response.writeHead(range ? 206 : 200);
  if (request.method === "HEAD") return void response.end();
  const parts = partsOf(file, range ?? { start: 0, end: size - 1 });
  if (encoding === null) return pipeline(parts, response);
  const before = kept.get(tag);
  if (before) return void response.end(before);
  await pipeline(parts, compressor(encoding), (compressed) => kept.keeping(tag, compressed), response);
}

/** Whether an `If-None-Match` header names a version that the reader has. */
function matches(known: string, tag: string): boolean {
  return known.split(",").some((part) => ["*", tag].includes(part.trim().replace(/^W\//, "")));
}

function partsOf({ handle }: OpenFile, { start, end }: ByteRange): AsyncIterable<Buffer> {
  const bytes = end - start + 1;
  return bytes === 0
    ? Readable.from([])
    : whole(handle.createReadStream({ start, end, autoClose: false }), bytes);
}

/** A file that is cut while it is read ends the connection: its reader must not take a part for the whole. */
async function* whole(parts: AsyncIterable<Buffer>, bytes: number): AsyncIterable<Buffer> {
  let sent = 0;
  for await (const part of parts) {
    sent += part.length;
    yield part;
  }
  if (sent !== bytes) throw new Error(`the file ended after ${sent} of ${bytes} bytes`);
}
