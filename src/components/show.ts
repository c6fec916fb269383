/** What a page may display: the section, or nothing when there is nothing to show it of. */
export function show<View>(view: View | null, section: (view: View) => Node): Node {
  return view === null ? document.createDocumentFragment() : section(view);
}
