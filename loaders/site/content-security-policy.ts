import { createHash } from "node:crypto";

/** Scripts that stand in the page, not in a file of their own. */
const INLINE_SCRIPT = /<script>([\s\S]*?)<\/script>/g;
const CHARSET = /<meta charset="utf-8">\n/;

/**
 * What a page may do, in its own head, so that it holds wherever the folder is put: its own files and nothing else. No
 * string becomes code: inline scripts are Framework's and the head's own, known by their hashes. Styles may stand inline,
 * since charts and Framework set them so.
 */
export function withPolicy(html: string): string {
  const hashes = [...html.matchAll(INLINE_SCRIPT)].map(([, text]) => `'sha256-${sha256(text!)}'`);
  const policy = Object.entries({
    "default-src": ["'none'"],
    "script-src": ["'self'", ...new Set(hashes)],
    "worker-src": ["'self'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "media-src": ["'self'", "blob:"],
    "connect-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
  }).map(([directive, sources]) => `${directive} ${sources.join(" ")}`);
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy.join("; ")}">\n`;
  return html.replace(CHARSET, (charset) => charset + meta);
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");
