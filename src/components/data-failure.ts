/** What a page says where its data cannot be loaded: one notice, over what was drawn when the report was built. */

import { AbstractFile } from "observablehq:stdlib";
import { html } from "htl";
import { dataNotLoaded } from "../report/not-loaded.js";

function say(sentence: string): void {
  if (document.querySelector(".not-loaded")) return;
  document.querySelector("main")?.prepend(html`<p class="not-loaded" role="alert">${sentence}</p>`);
}

/** Ends never where it fails: cells that wait for it keep what was drawn, and none shows an error of its own. */
function orNotice<Arguments extends unknown[], Value>(
  read: (this: AbstractFile, ...of: Arguments) => Promise<Value>,
) {
  return function (this: AbstractFile, ...of: Arguments): Promise<Value> {
    return read.apply(this, of).catch((error: Error) => {
      // What is drawn for the site itself must be whole.
      if ("isDrawnAhead" in globalThis) throw error;
      say(dataNotLoaded(this.name, error.message));
      return new Promise<never>(() => {});
    });
  };
}

// Before any cell asks for a file: a page's modules are there first.
const files = AbstractFile.prototype;
Object.assign(files, {
  json: orNotice(files.json),
  text: orNotice(files.text),
  arrayBuffer: orNotice(files.arrayBuffer),
});
