/** A query in a page's address, after the number sign: it reaches no server, and survives a reload. */
const KEY = "sql=";
/** Browsers keep addresses of tens of thousands of letters; a query of more is no link to give away. */
const MOST_LETTERS = 16_000;

/** The query that an address holds; null where it holds none, or one that cannot be read. */
export function queryOfHash(hash: string): string | null {
  const text = hash.replace(/^#/, "");
  if (!text.startsWith(KEY) || text.length > 3 * MOST_LETTERS) return null;
  try {
    const query = decodeURIComponent(text.slice(KEY.length));
    return query.trim() === "" ? null : query;
  } catch {
    return null;
  }
}

/** The address' part for a query; empty where it is too long for one. */
export const hashOfQuery = (query: string): string =>
  query.trim() === "" || query.length > MOST_LETTERS ? "" : `#${KEY}${encodeURIComponent(query)}`;
