import { extname } from "node:path";

const TEXT: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".cpuprofile": "application/json",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
  ".yaml": "application/yaml",
};

const BINARY: Readonly<Record<string, string>> = {
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/** A file's media type by its extension, and whether it is text, which is worth compressing. */
export function contentType(path: string): { readonly type: string; readonly isText: boolean } {
  const extension = extname(path).toLowerCase();
  const text = TEXT[extension];
  return { type: text ?? BINARY[extension] ?? "application/octet-stream", isText: text !== undefined };
}
