/**
 * Opens and closes the list of pages, which lies beside the page in a wide window and over it in a narrow one. Framework's own
 * toggle is a box without a name, outside of every landmark: it keeps the state, unseen, and this button speaks for it.
 */
const SCRIPT = `{
const button = document.querySelector("#pages-button");
const toggle = document.querySelector("#observablehq-sidebar-toggle");
const pages = document.querySelector("#observablehq-sidebar");
const isWide = () => matchMedia("(min-width: calc(640px + 6rem + 272px))").matches;
const isOpen = () => toggle.checked || (toggle.indeterminate && isWide());
const say = () => button.setAttribute("aria-expanded", isOpen());
const close = () => { if (!isWide() && isOpen()) toggle.click(); };
button.addEventListener("click", () => {
  toggle.click();
  if (isOpen() && !isWide()) pages.querySelector("[aria-current], a").focus();
});
// Framework's own answer to the click, and to Escape, comes first.
toggle.addEventListener("click", () => setTimeout(() => {
  say();
  if (!isOpen() && pages.contains(document.activeElement)) button.focus();
}));
pages.addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget && relatedTarget !== button && !pages.contains(relatedTarget)) close();
});
// The next page would open behind its list.
pages.addEventListener("click", ({ target }) => {
  if (target.closest("a") && !isWide()) sessionStorage.removeItem("observablehq-sidebar");
});
addEventListener("resize", say);
say();
}`;

export const PAGES_BUTTON = `<button id="pages-button" type="button" aria-expanded="false" aria-controls="observablehq-sidebar"><svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true"><path d="M1 3h14M1 8h14M1 13h14"/></svg>Pages</button>`;

/** After the button, as part of the page: it works from a disk, too, where a page's modules do not load. */
export const PAGES_SCRIPT = `<script>${SCRIPT}</script>`;
