/**
 * The only error an importer throws: what was found, what is allowed, and what to do about it.
 */
export class TraceError extends Error {
  override readonly name = "TraceError";
}

/** The same of a file that no format knows, and that nobody takes for a profile either. */
export class UnknownFormat extends TraceError {}
