/** Most bytes of draws that are kept between simulations. */
const KEPT_BYTES = 48 * 1024 * 1024;

const columns = new Map<string, Float64Array>();
let keptBytes = 0;

/**
 * A column of draws by its key, made where it is not kept. Those that were asked for longest ago leave first.
 * Columns are shared: nobody writes to one that came from here.
 */
export function cachedColumn(key: string, make: () => Float64Array): Float64Array {
  let column = columns.get(key);
  if (column === undefined) {
    column = make();
    keptBytes += column.byteLength;
  } else columns.delete(key);
  columns.set(key, column);
  for (const [oldest, { byteLength }] of columns) {
    if (keptBytes <= KEPT_BYTES || oldest === key) break;
    columns.delete(oldest);
    keptBytes -= byteLength;
  }
  return column;
}
