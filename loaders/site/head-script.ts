/** The script in the head of every page: what must work before, and without, the page's own scripts. */
import { noSuchFigure, openedFromDisk, scriptsNotLoaded } from "../../src/report/not-loaded.ts";

/** Paper shows what is folded, and says where it came from: an address is known when it is printed. */
const PRINT = `let opened = [], place = null;
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open], .take-along, form details, .conditions details, .about-field)")];
  for (const one of opened) one.open = true;
  if (!location.protocol.startsWith("http")) return;
  const address = (location.origin + location.pathname).replace(/["\\\\\\n]/g, "");
  place = document.head.appendChild(document.createElement("style"));
  place.textContent = '@media print { @page { @top-right { content: "' + address + '" } } }';
});
addEventListener("afterprint", () => {
  for (const one of opened) one.open = false;
  place?.remove();
});`;

const FAILURE = `addEventListener("error", ({ target }) => {
  if (target.tagName !== "SCRIPT") return;
  const say = () => {
    if (document.querySelector(".not-loaded")) return;
    const notice = document.createElement("p");
    notice.className = "not-loaded";
    notice.setAttribute("role", "alert");
    notice.textContent = location.protocol === "file:" ? ${JSON.stringify(openedFromDisk())} : ${JSON.stringify(scriptsNotLoaded())};
    document.querySelector("main").prepend(notice);
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", say);
  else say();
}, true);`;

/** `page.html#figure=latency`, as in a frame on another page: `src/styles/figures.css` shows that figure and nothing else. */
const ONE_FIGURE = `const showOne = () => {
  const [, id] = location.hash.match(/^#figure=([\\w-]+)$/) ?? [];
  document.documentElement.classList.toggle("one-figure", id !== undefined);
  document.querySelector("style.one-figure")?.remove();
  if (id === undefined) return;
  const style = document.head.appendChild(document.createElement("style"));
  style.className = "one-figure";
  const said = ${JSON.stringify(noSuchFigure("*"))}.replaceAll("*", id);
  style.textContent = ":root.one-figure #figure-" + id + "{visibility:visible;position:fixed}" +
    ":root.one-figure:not(:has(#figure-" + id + ")) body::after{content:" + JSON.stringify(said) + "}";
};
showOne();
addEventListener("hashchange", showOne);`;

export const HEAD_SCRIPT = `{
${PRINT}
${FAILURE}
${ONE_FIGURE}
}`;
