import { existsSync, type FSWatcher, utimesSync, watch } from "node:fs";
import { dirname, join } from "node:path";
import { projectRoot } from "../paths.ts";
import { currentStore } from "../store/current-store.ts";
import { say } from "../terminal/print.ts";
import { type AskStore, mirrorOwnPages, pagesFolder, storeOf } from "./own-pages.ts";

/** An editor writes a file in several steps. */
const REST_MS = 60;

/**
 * Puts a user's own pages where Framework's preview finds them, and again whenever one changes. What is wrong is said here, and stands
 * in the page.
 */
export async function previewPages(
  ask: AskStore = storeOf(process.env.PORTOLAN_RUN ?? null, async () => (await currentStore(say)).store),
  into?: string,
): Promise<{ stop(): void }> {
  let said = "";
  const update = async () => {
    try {
      const { problems, areOthers } = await mirrorOwnPages(ask, into);
      const text = problems.join("\n");
      if (text !== said) say(text || "Your pages are in order again.");
      said = text;
      if (areOthers) renewNavigation();
    } catch (error) {
      say((error as Error).message);
    }
  };
  await update();
  if (!existsSync(pagesFolder())) say(`${pagesFolder()} is not there: npx portolan new page writes one.`);
  // One at a time, and once more for what came meanwhile.
  let updating: Promise<void> = Promise.resolve();
  return watchPages(() => {
    updating = updating.then(update);
  });
}

/** Tells of changes in the folder of pages; until that is there, of those in the nearest above it. */
function watchPages(changed: () => void): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let watched = "";
  let watcher: FSWatcher | undefined;
  const watchNearest = () => {
    const nearest = nearestFolder();
    if (nearest === watched) return;
    watcher?.close();
    watched = nearest;
    watcher = watch(nearest, { recursive: nearest === pagesFolder() }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        watchNearest();
        changed();
      }, REST_MS);
    });
    // A folder that was moved away is watched no longer; what is above it is, at the next look.
    watcher.on("error", () => {
      watched = "";
    });
  };
  watchNearest();
  return {
    stop: () => {
      clearTimeout(timer);
      watcher?.close();
    },
  };
}

function nearestFolder(): string {
  let folder = pagesFolder();
  while (!existsSync(folder)) folder = dirname(folder);
  return folder;
}

/** Framework reads its configuration anew where that looks changed, and the navigation with it. */
function renewNavigation(): void {
  try {
    utimesSync(join(projectRoot, "observablehq.config.ts"), new Date(), new Date());
  } catch {
    // A package's folder may belong to somebody else; the next start has the navigation.
  }
}
