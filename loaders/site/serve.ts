import { createServer } from "node:http";
import getPort from "get-port";
import sirv from "sirv";

export interface Served {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves a built site on 127.0.0.1, cross-origin isolated, so that pages may use Wasm threads.
 *
 * @param wanted the port to try first; the next free one is taken when it is in use
 */
export async function serve(folder: string, wanted: number): Promise<Served> {
  const files = sirv(folder, {
    etag: true,
    extensions: ["html"],
    setHeaders: (response) => {
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
      response.setHeader("Cache-Control", "no-cache");
    },
  });
  const server = createServer((request, response) => {
    files(request, response, () => {
      response.statusCode = 404;
      response.setHeader("Content-Type", "text/plain; charset=utf-8");
      response.end("Not found\n");
    });
  });
  const port = await getPort({ port: portsFrom(wanted), host: "127.0.0.1" });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function* portsFrom(first: number): Iterable<number> {
  for (let port = first; port < Math.min(first + 100, 65_536); port++) yield port;
}
