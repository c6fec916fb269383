import { createReadStream, existsSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { contentType } from "../site/content-type.ts";
import type { DriverJob } from "./driver-job.ts";
import { PACKAGES, PAGE } from "./page.ts";

/** What makes a page cross-origin isolated: shared memory, threads and a fine clock. */
const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
} as const;

/**
 * Serves a page, its worker, the files that it may fetch and those of npm packages, on this machine alone, as long as the process lives.
 *
 * @param save takes what the page saves
 * @returns the page's address
 */
export async function servePage(
  { page, files: own }: Pick<DriverJob, "page" | "files">,
  save: (bytes: Buffer) => void,
): Promise<string> {
  const files = new Map([["worker/worker.js", page.workerPath], ...Object.entries(own)]);
  const server = createServer((request, response) => {
    if (page.isolated) for (const [name, value] of Object.entries(ISOLATION)) response.setHeader(name, value);
    const path = decodeURIComponent(new URL(request.url!, "http://any").pathname.slice(1));
    if (request.method === "POST" && path === "saved") void take(request, response, save);
    else if (path === "") {
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.end(PAGE);
    } else sendFile(response, path, files.get(path) ?? packagePath(path, page.packageFolders));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/`;
}

function packagePath(path: string, folders: readonly string[]): string | null {
  if (!path.startsWith(PACKAGES) || path.split("/").includes("..")) return null;
  const file = path.slice(PACKAGES.length);
  return folders.map((folder) => join(folder, file)).find((candidate) => existsSync(candidate)) ?? null;
}

function sendFile(response: ServerResponse, name: string, path: string | null): void {
  if (path === null || !existsSync(path)) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader("Content-Type", contentType(name).type);
  createReadStream(path)
    .on("error", () => response.destroy())
    .pipe(response);
}

async function take(request: IncomingMessage, response: ServerResponse, save: (bytes: Buffer) => void) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  save(Buffer.concat(chunks));
  response.writeHead(204).end();
}
