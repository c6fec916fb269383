import { createServer, type RequestListener, type Server } from "node:http";
import sirv from "sirv";

export interface Served {
  readonly url: string;
  readonly port: number;
  /** Ports before this one, and what is there: a folder where Portolan serves it, else null. */
  readonly taken: readonly { readonly port: number; readonly folder: string | null }[];
  close(): Promise<void>;
}

/** Says which folder a server shows: only this machine can ask. */
const FOLDER_HEADER = "X-Portolan-Folder";
const HOST = "127.0.0.1";
const PORTS_TRIED = 100;

const urlOf = (port: number): string => `http://${HOST}:${port}/`;

/**
 * Serves a built site on 127.0.0.1, cross-origin isolated, so that pages may use Wasm threads. A site that is built
 * anew meanwhile is served as it then is.
 *
 * @param wanted the port to try first; the next free one is taken when it is in use
 */
export async function serve(folder: string, wanted: number): Promise<Served> {
  const server = createServer(listener(folder));
  const taken: { port: number; folder: string | null }[] = [];
  for (let port = wanted; port < Math.min(wanted + PORTS_TRIED, 65_536); port++) {
    if (await listens(server, port)) {
      return {
        url: urlOf(port),
        port,
        taken,
        close: () => new Promise((done) => server.close(() => done())),
      };
    }
    taken.push({ port, folder: (await folderServedAt(port)) ?? null });
  }
  throw new Error(`no port from ${wanted} on is free; name another with --port`);
}

/** Where another process serves this folder: looks at the wanted port and those that `serve` would take next. */
export async function findServed(folder: string, wanted: number): Promise<string | null> {
  for (let port = wanted; port < Math.min(wanted + PORTS_TRIED, 65_536); port++) {
    const served = await folderServedAt(port);
    if (served === folder) return urlOf(port);
    if (served === undefined) return null;
  }
  return null;
}

function listener(folder: string): RequestListener {
  const files = sirv(folder, {
    dev: true,
    etag: true,
    extensions: ["html"],
    setHeaders: (response) => {
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
      response.setHeader("Cache-Control", "no-cache");
    },
  });
  return (request, response) => {
    response.setHeader(FOLDER_HEADER, encodeURIComponent(folder));
    files(request, response, () => {
      response.statusCode = 404;
      response.setHeader("Content-Type", "text/plain; charset=utf-8");
      response.end("Not found\n");
    });
  };
}

/** False where the port is taken. */
function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    };
    server.once("error", failed).listen(port, HOST, () => {
      server.off("error", failed);
      resolve(true);
    });
  });
}

/** What is at a port: a folder that Portolan serves, null for another program, undefined for nothing. */
async function folderServedAt(port: number): Promise<string | null | undefined> {
  try {
    const { headers } = await fetch(urlOf(port), { method: "HEAD", signal: AbortSignal.timeout(1_000) });
    const folder = headers.get(FOLDER_HEADER);
    return folder === null ? null : decodeURIComponent(folder);
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    return code === "ECONNREFUSED" ? undefined : null;
  }
}
