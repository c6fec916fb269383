import type { GetManualChunk } from "rollup";

/** Less is not worth a request of its own. */
const SMALL_CODE_LENGTH = 10_000;
const LIBRARY = /[\\/]_node[\\/]/;

/**
 * Puts what the pages of a site share into few files: what most kinds of pages load, libraries apart, since they change
 * seldom; and one file for each set of kinds that shares more than a little beside it. What one page loads alone, or what is
 * loaded on demand, stays where it is; and what waits in every page is in no file that a page loads at once.
 *
 * @param entries ids of the pages' modules
 * @param waiting ids of the modules of what waits in them
 */
export function chunkOfModules(entries: readonly string[], waiting: readonly string[] = []): GetManualChunk {
  let chunks: ReadonlyMap<string, string> | undefined;
  return (id, { getModuleInfo }) => {
    chunks ??= assign(entries, waiting, (id) => {
      const { importedIds, code } = getModuleInfo(id) ?? {};
      return { imports: importedIds ?? [], length: code?.length ?? 0 };
    });
    return chunks.get(id);
  };
}

interface ModuleFacts {
  readonly imports: readonly string[];
  readonly length: number;
}

function assign(
  entries: readonly string[],
  waiting: readonly string[],
  of: (id: string) => ModuleFacts,
): ReadonlyMap<string, string> {
  const [atOnce, later] = [usersOf(entries, of), usersOf(waiting, of)];
  const isAtOnce = (id: string) => atOnce.of.has(id);
  const usedAtOnceOrLater = (id: string) => (isAtOnce(id) ? atOnce : later).of.get(id)!;
  const commonOf = (id: string) =>
    `${LIBRARY.test(id) ? "libraries" : "common"}${isAtOnce(id) ? "" : "-later"}`;
  const groups = new Map<string, string[]>();
  for (const id of new Set([...atOnce.of.keys(), ...later.of.keys()])) {
    if ((atOnce.of.get(id)?.length ?? 0) + (later.of.get(id)?.length ?? 0) < 2) continue;
    const key = usedAtOnceOrLater(id).join("\n");
    groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  const chunks = new Map<string, string>();
  const small = new Map<string, string>();
  for (const [i, ids] of [...groups.values()].entries()) {
    const length = ids.reduce((sum, id) => sum + of(id).length, 0);
    const { kinds } = isAtOnce(ids[0]!) ? atOnce : later;
    const isOfMost = usedAtOnceOrLater(ids[0]!).length >= kinds / 2;
    for (const id of ids) {
      if (isOfMost) chunks.set(id, commonOf(id));
      else if (length < SMALL_CODE_LENGTH) small.set(id, `shared-${i}`);
      else chunks.set(id, `shared-${i}`);
    }
  }
  // A file that all pages load must not ask for one that few do.
  const place = (id: string): string => {
    if (!chunks.has(id)) {
      chunks.set(id, commonOf(id));
      const asks = of(id).imports.map(place);
      if (asks.some((chunk) => chunk.startsWith("shared-"))) chunks.set(id, small.get(id)!);
    }
    return chunks.get(id)!;
  };
  for (const id of small.keys()) place(id);
  for (const name of new Set(small.values())) mergeLittle(name, chunks, of);
  return chunks;
}

/**
 * Puts a little into a file that it asks for: into the one that none of the others asks for, since files that wait for each other begin
 * in the wrong order.
 */
function mergeLittle(name: string, chunks: Map<string, string>, of: (id: string) => ModuleFacts): void {
  const asks = new Map<string, Set<string>>();
  for (const [id, from] of chunks)
    for (const to of of(id).imports.map((imported) => chunks.get(imported)))
      if (to?.startsWith("shared-") && to !== from) asks.set(from, (asks.get(from) ?? new Set()).add(to));
  const reachedFrom = (from: string): ReadonlySet<string> => {
    const seen = new Set([from]);
    for (const chunk of seen) for (const to of asks.get(chunk) ?? []) seen.add(to);
    return seen;
  };
  const needed = [...(asks.get(name) ?? [])];
  const host = needed.find((one) => !needed.some((other) => other !== one && reachedFrom(other).has(one)));
  if (host === undefined) return;
  for (const [id, chunk] of chunks) if (chunk === name) chunks.set(id, host);
}

interface Users {
  /** How many kinds of entries there are. */
  readonly kinds: number;
  /** A module → the kinds that load it. */
  readonly of: ReadonlyMap<string, readonly string[]>;
}

function usersOf(entries: readonly string[], of: (id: string) => ModuleFacts): Users {
  const kinds = kindsOf(entries, of);
  const users = new Map<string, string[]>();
  for (const [kind, entry] of kinds)
    for (const id of reached(entry, of)) if (id !== entry) users.set(id, [...(users.get(id) ?? []), kind]);
  return { kinds: kinds.size, of: users };
}

/** Pages made from one source import the same, and would outvote all others: one stands for all. */
function kindsOf(entries: readonly string[], of: (id: string) => ModuleFacts): ReadonlyMap<string, string> {
  return new Map(entries.map((entry) => [of(entry).imports.join("\n"), entry]));
}

function reached(entry: string, of: (id: string) => ModuleFacts): ReadonlySet<string> {
  const seen = new Set([entry]);
  for (const id of seen) for (const imported of of(id).imports) seen.add(imported);
  return seen;
}
