import { createServer, type Server } from "node:http";
import { staticFiles } from "./static-files.ts";

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
/** A browser opens six to a host. */
const MOST_CONNECTIONS = 64;

/** How long a connection may take, milliseconds, over a request's headers, a whole request, and doing nothing. */
export interface TimeOuts {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly idleMs: number;
}

const TIME_OUTS: TimeOuts = { headersMs: 10_000, requestMs: 30_000, idleMs: 60_000 };

const urlOf = (port: number): string => `http://${HOST}:${port}/`;

/**
 * Serves a built site on 127.0.0.1, cross-origin isolated, so that pages may use Wasm threads. A site that is built
 * anew meanwhile is served as it then is.
 *
 * @param wanted the port to try first; the next free one is taken when it is in use
 */
export async function serve(folder: string, wanted: number, timeOuts = TIME_OUTS): Promise<Served> {
  const server = serverOf(folder, timeOuts);
  const taken: { port: number; folder: string | null }[] = [];
  for (let port = wanted; port < Math.min(wanted + PORTS_TRIED, 65_536); port++) {
    if (await listens(server, port)) {
      return {
        url: urlOf(port),
        port,
        taken,
        close: () => closed(server),
      };
    }
    taken.push({ port, folder: (await folderServedAt(port)) ?? null });
  }
  throw new Error(`no port from ${wanted} on is free; name another with --port`);
}

function serverOf(folder: string, { headersMs, requestMs, idleMs }: TimeOuts): Server {
  const limits = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.min(1_000, headersMs),
  };
  const server = createServer(limits, staticFiles(folder, { [FOLDER_HEADER]: encodeURIComponent(folder) }));
  server.maxConnections = MOST_CONNECTIONS;
  return server.setTimeout(idleMs);
}

/** Ends what is under way: a reader that stopped reading would keep it open. */
function closed(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
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

/** False where the port is taken. */
function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    };
    server.once("error", failed).listen(port, HOST, () => {
      // From here on an error is one of a connection that could not be accepted; the others go on.
      server.off("error", failed).on("error", () => {});
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
