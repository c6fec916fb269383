import { packageVersion } from "../targets/engines.ts";
import type { BrowserHost, Target } from "../targets/target.ts";
import { probeBrowser } from "./probe.ts";

/** What a target is called in a page, and how its page is. */
type InPage = Pick<Target, "id" | "title" | "summary"> & Omit<BrowserHost, "kind">;

/**
 * A target that Node hosts, in a page of a browser instead. A caller marks the call as pure, so that the page's own bundle,
 * which needs the module's `parts`, holds nothing of this.
 */
export function browserTarget(inNode: Target, inPage: () => InPage): Target {
  const { id, title, summary, ...host } = inPage();
  return {
    ...inNode,
    id,
    title,
    summary,
    reach: ["browser"],
    host: { kind: "browser", ...host },
    probe: async () => probeBrowser(await inNode.probe(), packageVersion),
  };
}
