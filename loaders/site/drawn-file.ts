import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { markUsed, sweepKept } from "../files/kept.ts";
import { writeWhole } from "../files/whole-file.ts";
import { homeFolder } from "../paths.ts";
import type { DrawnPage } from "./draw-pages.ts";

const KEPT_DAYS = 30;

/**
 * What a page displays, kept from one build to the next: drawing takes a second, and a project's earlier recordings are the
 * same each time. A page names its scripts and data by their content, so that it stands for all that it is drawn from.
 */
export class DrawnFile {
  readonly #path: string;
  #drawn: DrawnPage | null = null;

  /** @param program the one that draws, by a name of its content */
  constructor(page: string, html: string, program: string) {
    const hash = createHash("sha256").update(page).update(html).update(program).digest("hex");
    this.#path = join(homeFolder("cache", "drawn"), `${hash.slice(0, 32)}.json`);
  }

  /** Null where it was not drawn before, or what was kept is damaged. */
  read(): DrawnPage | null {
    try {
      this.#drawn ??= JSON.parse(readFileSync(this.#path, "utf8")) as DrawnPage;
      markUsed(this.#path);
    } catch {
      // It is drawn anew.
    }
    return this.#drawn;
  }

  write(drawn: DrawnPage): void {
    this.#drawn = drawn;
    writeWhole(this.#path, JSON.stringify(drawn));
  }
}

/** Removes what no build has used for a month. */
export const sweepDrawn = (): void => sweepKept("drawn", { days: KEPT_DAYS });
