/** Which of a profile's compiled time is that of array libraries (numpy and its like) rather than of a model engine. */
import type { NodeDestination } from "../buckets.js";
import type { VectorisedMs } from "./input.js";

/** A node of a calling tree, as an imported and as a drawn tree have it. Parents come before their children. */
export interface CodeNode {
  /** Index of the parent; negative or the node itself for the root. */
  readonly parent: number;
  readonly name: string;
  readonly file: string | null;
  readonly destination: NodeDestination;
  readonly selfMs: number;
}

export interface ArrayCode {
  /** Compiled loops over arrays by bucket, matrix products apart. */
  readonly vectorisedMs: VectorisedMs;
  /** Whether there is compute, and all of it but rounding is that of array libraries, matrix products included. */
  readonly arraysOnly: boolean;
}

const LIBRARY =
  /(?:^|[\s'/\\.])(?:numpy|scipy|pandas|polars|_multiarray_umath|pyarrow|numexpr)(?:\.libs)?(?:[/\\.]|$)/;
const MATRIX_PRODUCT =
  /openblas|(?:^|[/\\])lib(?:mkl|blas|cblas|blis)|^(?:cblas_)?[sdcz]gem[mv]|(?:^|[.\s'_])(?:matmul|dot|vdot|inner|einsum)\b/i;
const PYTHON_FILE = /\.(?:pyw?|ipynb)$|^<(?:frozen|string|stdin|ipython)/;
/** Builtins have no file of their own: their name says whose they are. */
const NO_FILE = new Set(["", "~", "<built-in>"]);

/** Less of the compute than this is a stray frame, such as a helper without a name. */
const STRAY = 0.01;

/**
 * Code is an array library's where its file or name says so, and where such code calls it before any Python code
 * does. Python code of such a library counts only where the rules take it for compute, as in a profile that bills
 * compiled time to its caller.
 */
export function arrayCode(nodes: Iterable<CodeNode>): ArrayCode {
  const kinds: Kind[] = [];
  const vectorisedMs = { interpreter: 0, compute: 0 };
  let [computeMs, arrayComputeMs] = [0, 0];
  for (const node of nodes) {
    const isPython = node.file !== null && PYTHON_FILE.test(node.file);
    const inherited = isPython ? null : (kinds[node.parent] ?? null);
    const kind = kindOf(node, inherited);
    // What Python code calls is its own business, so Python hands nothing down.
    kinds.push(isPython ? null : kind);
    const { destination, selfMs } = node;
    if (destination === "compute") computeMs += selfMs;
    if (kind === null) continue;
    if (destination === "compute") {
      arrayComputeMs += selfMs;
      if (kind === "loops") vectorisedMs.compute += selfMs;
    } else if (destination === "interpreter" && kind === "loops" && !isPython) {
      vectorisedMs.interpreter += selfMs;
    }
  }
  return { vectorisedMs, arraysOnly: computeMs > 0 && computeMs - arrayComputeMs < STRAY * computeMs };
}

type Kind = "loops" | "matrix products" | null;

function kindOf({ name, file }: CodeNode, inherited: Kind): Kind {
  const own = file === null || NO_FILE.has(file) ? name : file;
  if (inherited === null && !LIBRARY.test(own)) return null;
  return inherited === "matrix products" || MATRIX_PRODUCT.test(name) || MATRIX_PRODUCT.test(own)
    ? "matrix products"
    : "loops";
}
