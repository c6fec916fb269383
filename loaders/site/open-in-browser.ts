import { startApart } from "../child.ts";
import { OPENER } from "../platform/hints.ts";

/** What takes longer is the browser itself, which some systems run in the opener's place. */
const OPENED_AFTER_MS = 3_000;

/** Opens a page in the browser that this system opens pages in; where that fails, says so and goes on. */
export async function openInBrowser(url: string, say: (line: string) => void): Promise<void> {
  const [program, ...args] = OPENER;
  const problem = await new Promise<string | null>((resolve) => {
    const child = startApart(program, [...args, url]);
    const patience = setTimeout(() => {
      child.unref();
      resolve(null);
    }, OPENED_AFTER_MS);
    const ended = (found: string | null) => {
      clearTimeout(patience);
      resolve(found);
    };
    child.on("error", (error: NodeJS.ErrnoException) =>
      ended(error.code === "ENOENT" ? `${program} was not found` : error.message),
    );
    child.on("close", (code) => ended(code === 0 ? null : `${program} ended with exit code ${code}`));
  });
  if (problem) say(`No browser was opened (${problem}): open ${url} yourself.`);
}
