import { type Dirent, readdirSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { isFolder, sizeOf, statsOf } from "../files/stats.ts";

export interface FoundProfile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Named by the user, not found in a folder: it is meant to be a profile. */
  readonly isNamed: boolean;
}

export interface FoundProfiles {
  readonly files: readonly FoundProfile[];
  /** In folders: files and folders whose names begin with a dot. */
  readonly hidden: number;
  /** In folders: what is no profile by its name. */
  readonly others: readonly string[];
  /** Folders that may not be read, and why. */
  readonly unreadable: readonly { readonly path: string; readonly error: string }[];
}

/** What no profiler writes, by its extension: sources, prose, pictures, models, tables, programs, archives. */
const OTHER = new Set(
  (
    "c cc cpp cu go h hpp ipynb java js jsx cjs mjs py pyc pyi pyx rb rs sh ts tsx wasm whl " +
    "cfg conf css doc docx htm html ini lock md pdf rst toml tsv xls xlsx xml yaml yml " +
    "gif ico jpeg jpg mp3 mp4 png svg wav webp " +
    "arrow duckdb feather gguf h5 joblib npy npz onnx parquet pkl pt pth safetensors tflite " +
    "a dll dylib exe o so 7z bz2 tar tgz xz"
  )
    .split(" ")
    .map((extension) => `.${extension}`),
);

/** Folders of other people's files. */
const OTHER_FOLDERS = new Set(["node_modules", "__pycache__"]);

/** The files that were named, and those in the folders that were, at any depth; each once, in the order of their names. */
export function findProfiles(paths: readonly string[]): FoundProfiles {
  const search = new Search();
  for (const path of paths) {
    if (isFolder(path)) search.folder(path);
    else search.file(path, true);
  }
  return search.found();
}

class Search {
  readonly #files = new Map<string, FoundProfile>();
  readonly #others: string[] = [];
  readonly #unreadable: { path: string; error: string }[] = [];
  #hidden = 0;

  folder(path: string): void {
    let entries: Dirent[];
    try {
      entries = readdirSync(path, { withFileTypes: true });
    } catch (error) {
      this.#unreadable.push({ path, error: (error as Error).message });
      return;
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const inside = join(path, entry.name);
      if (entry.name.startsWith(".")) this.#hidden++;
      else if (entry.isDirectory() && !OTHER_FOLDERS.has(entry.name)) this.folder(inside);
      else this.#inFolder(inside);
    }
  }

  #inFolder(path: string): void {
    const stats = statsOf(path);
    // A link to a folder could lead round in a circle.
    if (stats?.isFile() && !OTHER.has(extname(path).toLowerCase())) this.file(path, false, stats.size);
    else this.#others.push(path);
  }

  file(path: string, isNamed: boolean, sizeBytes = sizeOf(path)): void {
    const key = resolve(path);
    this.#files.set(key, { path, sizeBytes, isNamed: isNamed || this.#files.get(key)?.isNamed === true });
  }

  found(): FoundProfiles {
    return {
      files: [...this.#files.values()],
      hidden: this.#hidden,
      others: this.#others,
      unreadable: this.#unreadable,
    };
  }
}
