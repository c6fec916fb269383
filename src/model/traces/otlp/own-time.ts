/** A trace's spans on the clock of its root: the time of each that none of its children has. */
import type { Interval } from "../timeline/interval.js";
import { orderOf } from "../timeline/spans.js";
import type { OtlpSpan } from "./spans.js";

export interface OtlpTrace {
  readonly root: OtlpSpan;
  /** All spans of the trace, the root among them. */
  readonly spans: readonly OtlpSpan[];
}

/** What did not fit, in spans. */
export interface Misfits {
  /** Reached beyond a parent of another service, whose clock differs. */
  skewed: number;
  /** Reached beyond the root. */
  beyond: number;
  /** Their parent is not in the file: they were taken for the root's children. */
  orphans: number;
}

/** By trace, in the order of their roots' starts; the root is the span without a parent, or else the longest whose parent is not in the file. */
export function tracesOf(spans: readonly OtlpSpan[]): OtlpTrace[] {
  const byTrace = new Map<string, OtlpSpan[]>();
  for (const span of spans) {
    const known = byTrace.get(span.traceId);
    if (known) known.push(span);
    else byTrace.set(span.traceId, [span]);
  }
  const traces = [...byTrace.values()].flatMap((members) => {
    const root = rootOf(members);
    return root ? [{ root, spans: members }] : [];
  });
  return traces.sort((a, b) => a.root.startUs - b.root.startUs);
}

function rootOf(spans: readonly OtlpSpan[]): OtlpSpan | undefined {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const tops = spans.filter(({ parentId }) => !ids.has(parentId));
  const roots = tops.filter(({ parentId }) => parentId === "");
  return (roots.length > 0 ? roots : tops).reduce<OtlpSpan | undefined>(
    (longest, span) =>
      longest && longest.endUs - longest.startUs >= span.endUs - span.startUs ? longest : span,
    undefined,
  );
}

/**
 * Tells each span's own stretches, parents before their children.
 *
 * @param enter called once for each span with what was returned for its parent (null for the root)
 * @param emit called with each stretch in which none of the span's children runs
 */
export function ownTimes<Node>(
  { root, spans }: OtlpTrace,
  enter: (span: OtlpSpan, parent: Node | null) => Node,
  emit: (startUs: number, endUs: number, node: Node) => void,
  misfits: Misfits,
): void {
  const children = childrenOf(root, spans, misfits);
  const open: { readonly span: OtlpSpan; readonly within: Interval; readonly parent: Node | null }[] = [
    { span: root, within: root, parent: null },
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const { span, within, parent } = next;
    const node = enter(span, parent);
    const below = (children.get(span.spanId) ?? []).map((child) => ({
      span: child,
      within: placed(child, span, within, root, misfits),
      parent: node,
    }));
    let nowUs = within.startUs;
    const order = orderOf(below.length, (a, b) => below[a]!.within.startUs - below[b]!.within.startUs);
    for (const at of order) {
      const { startUs, endUs } = below[at]!.within;
      if (startUs > nowUs) emit(nowUs, Math.min(startUs, within.endUs), node);
      nowUs = Math.max(nowUs, endUs);
      if (nowUs >= within.endUs) break;
    }
    if (nowUs < within.endUs) emit(nowUs, within.endUs, node);
    open.push(...below);
  }
}

function childrenOf(root: OtlpSpan, spans: readonly OtlpSpan[], misfits: Misfits): Map<string, OtlpSpan[]> {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const children = new Map<string, OtlpSpan[]>();
  const known = new Set([root.spanId]);
  for (const span of spans) {
    // An id that was there before is the same span, exported twice.
    if (known.has(span.spanId)) continue;
    known.add(span.spanId);
    const isOrphan = !ids.has(span.parentId);
    if (isOrphan) misfits.orphans++;
    const parent = isOrphan ? root.spanId : span.parentId;
    const siblings = children.get(parent);
    if (siblings) siblings.push(span);
    else children.set(parent, [span]);
  }
  return children;
}

/** A span on another clock than its parent's lies within it; one on the same may outlive it, but not the root. */
function placed(
  span: OtlpSpan,
  parent: OtlpSpan,
  within: Interval,
  root: Interval,
  misfits: Misfits,
): Interval {
  const isForeign = span.clock !== parent.clock;
  const limit = isForeign ? within : root;
  const startUs = Math.min(Math.max(span.startUs, limit.startUs), limit.endUs);
  const endUs = Math.min(Math.max(span.endUs, startUs), limit.endUs);
  if (startUs > span.startUs || endUs < span.endUs) {
    if (isForeign) misfits.skewed++;
    else misfits.beyond++;
  }
  return { startUs, endUs };
}
