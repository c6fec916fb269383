import { createHash } from "node:crypto";

/** Scripts that stand in the page, not in a file of their own. */
const INLINE_SCRIPT = /<script>([\s\S]*?)<\/script>/g;
const EARLIER = /<meta http-equiv="Content-Security-Policy" [^>]*>\n/;
const CHARSET = /<meta charset="utf-8">\n/;

/**
 * A site's own files, or those of a folder that is opened from a disk, where a browser has no word for "its own" and a worker's
 * script comes in the page; or none at all, in a page that holds everything.
 */
const PLACES = {
  site: { own: ["'self'"], worker: ["'self'"] },
  portable: { own: ["'self'", "file:"], worker: ["'self'", "blob:"] },
  single: { own: [], worker: ["blob:"] },
} as const;

/**
 * What a page may do, in its own head, so that it holds wherever the folder is put: its own files and nothing else. No
 * string becomes code: inline scripts are Framework's and the head's own, known by their hashes. Styles may stand inline,
 * since charts and Framework set them so.
 */
export function withPolicy(html: string, place: keyof typeof PLACES = "site"): string {
  const hashes = [...html.matchAll(INLINE_SCRIPT)].map(([, text]) => `'sha256-${sha256(text!)}'`);
  const { own, worker } = PLACES[place];
  const policy = Object.entries({
    "default-src": ["'none'"],
    "script-src": [...own, ...new Set(hashes)],
    "worker-src": worker,
    "style-src": [...own, "'unsafe-inline'"],
    "img-src": [...own, "data:", "blob:"],
    "media-src": [...own, "blob:"],
    "connect-src": place === "site" ? own : ["blob:"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
  }).map(([directive, sources]) => `${directive} ${sources.join(" ")}`);
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy.join("; ")}">\n`;
  return html.replace(EARLIER, "").replace(CHARSET, (charset) => charset + meta);
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");
