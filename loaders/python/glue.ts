import { existsSync, readFileSync } from "node:fs";
import { gluePath } from "../glue/sources.ts";

/** A workload's Python glue: the one that uses numpy where there is one, else the one that needs nothing. */
export function pythonGlue(workloadId: string): string {
  const plain = gluePath(workloadId, "py");
  const numpy = plain.replace(/\.py$/, "_numpy.py");
  return existsSync(numpy) ? numpy : plain;
}

/** Modules of the standard library that glue may well need; what else it imports has to be installed. */
const STANDARD = new Set(
  (
    "__future__ abc array ast base64 binascii bisect bz2 cmath codecs collections colorsys contextlib copy csv dataclasses " +
    "datetime decimal difflib enum fractions functools gzip hashlib heapq html io itertools json keyword locale lzma math numbers " +
    "operator os pathlib pickle pprint random re reprlib statistics string struct sys textwrap time types typing unicodedata " +
    "urllib uuid warnings wave weakref xml zlib"
  ).split(" "),
);

/** Whether the Python glue that is measured as today's is array code. */
export const usesArrays = (workloadId: string): boolean =>
  modulesOf(pythonGlue(workloadId)).includes("numpy");

/** Modules that a workload's plain Python glue imports and Python does not have by itself. */
export const neededModules = (workloadId: string): string[] => modulesOf(gluePath(workloadId, "py"));

function modulesOf(path: string): string[] {
  const text = readFileSync(path, "utf8");
  const imports = [...text.matchAll(/^(?:from\s+([\w.]+)\s+import|import\s+([^#\n]+))/gm)];
  const modules = imports.flatMap(([, from, list]) =>
    (from ?? list!).split(",").map((name) => name.trim().split(/[\s.]/)[0]!),
  );
  return [...new Set(modules)].filter((name) => name !== "" && !STANDARD.has(name));
}
