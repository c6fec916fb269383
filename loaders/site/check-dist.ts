import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { LIVE_FOLDER } from "../../src/model/live/listing.ts";
import { PACKAGES } from "../browser/page.ts";

interface DistProblem {
  readonly file: string;
  readonly problem: string;
}

const TEXT_FILE = /\.(html|js|mjs|css)$/;

/** `from "x"`, `import "x"`, `import("x")` in bundled output. */
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*(["'])([^"'\n]+)\1/g;
/** What a script names by its place: a worker's script, an engine's module. */
const BESIDE = /\bnew URL\(\s*(["'])([^"'\n]+)\1\s*,\s*import\.meta\.url\s*\)/g;
const SCRIPT = /<script\b[^>]*>[\s\S]*?<\/script>/g;
const REMOTE_ASSET =
  /(?:<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)=|@import\s+(?:url\()?|url\()\s*["']?(https?:\/\/[^"')\s>]+)/g;

/** Framework builds a page whose cell does not parse, with the error in its place. */
const FAILED_CELL = /<\w+ class="observablehq--inspect observablehq--error"[^>]*>([^<]*)</g;

const PACKAGE_FILES = join(LIVE_FOLDER, PACKAGES);

/**
 * Looks through a built site for what would fail or reach another host when it is viewed: Framework lets
 * unresolved imports pass, so this is where they are caught.
 */
export function checkDist(folder: string): DistProblem[] {
  const problems: DistProblem[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !TEXT_FILE.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const text = readFileSync(path, "utf8");
    // A package's own file, as it is published, names what it would import in Node.
    const ofPackage = relative(folder, path).startsWith(PACKAGE_FILES);
    const add = (problem: string) => problems.push({ file: relative(folder, path), problem });
    // What a page says of imports is text; what its scripts do is not.
    const code = entry.name.endsWith(".html") ? [...text.matchAll(SCRIPT)].join("\n") : text;
    for (const [, , specifier] of code.matchAll(IMPORT)) {
      if (/^https?:/.test(specifier!)) add(`imports ${specifier} from another host`);
      else if (!ofPackage && isBare(specifier!)) add(`unresolved import "${specifier}"`);
      else if (/^\.{1,2}\//.test(specifier!) && !existsSync(join(dirname(path), specifier!)))
        add(`imports "${specifier}", which is not there`);
    }
    for (const [, , named] of code.matchAll(BESIDE))
      if (!ofPackage && !existsSync(join(dirname(path), named!))) add(`names "${named}", which is not there`);
    for (const [, message] of text.matchAll(FAILED_CELL)) add(`holds a cell that does not parse: ${message}`);
    for (const [, url] of text.matchAll(REMOTE_ASSET)) add(`loads ${url} from another host`);
  }
  return problems;
}

function isBare(specifier: string): boolean {
  return (
    /^(?:@[\w.-]+\/)?[a-z][\w.-]*(?:\/[\w./-]+)?$/.test(specifier) && !/^(?:node|data|blob):/.test(specifier)
  );
}
