/**
 * Replicates for simple-statistics, which only reads them by index: a copy into a plain array would take longer than
 * what is computed from it.
 */
export const asNumbers = (values: Float64Array): readonly number[] => values as unknown as readonly number[];
