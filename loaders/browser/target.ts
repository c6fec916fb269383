import type { BrowserHost, Probe, Target } from "../targets/target.ts";
import { probeBrowser } from "./probe.ts";

/** What a target is called in a page, and how its page is. */
type InPage = Pick<Target, "id" | "title" | "summary"> &
  Partial<Pick<Target, "browser" | "build" | "threads">> &
  Omit<BrowserHost, "kind"> & {
    /** The same program in Node, where that is not `inNode`; null where there is none. */
    readonly inBrowser?: string | null;
    /** What else must be there, asked where the rest is. */
    readonly also?: (probe: Probe) => Promise<Probe>;
  };

/**
 * A target that Node hosts, in a page of a browser instead. A caller marks the call as pure, so that the page's own bundle,
 * which needs the module's `parts`, holds nothing of this.
 */
export function browserTarget(inNode: Target, inPage: () => InPage): Target {
  const { id, title, summary, also, inBrowser = inNode.id, ...rest } = inPage();
  const { browser = inNode.browser, build, threads = inNode.threads, ...host } = rest;
  const probe = async () => probeBrowser(await inNode.probe());
  return {
    ...inNode,
    ...(browser ? { browser } : {}),
    id,
    title,
    summary,
    threads,
    ...(build ? { build } : {}),
    reach: ["browser"],
    ...(inBrowser === null ? {} : { inBrowser }),
    host: { kind: "browser", ...host },
    probe: also ? async () => also(await probe()) : probe,
  };
}
