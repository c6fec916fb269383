import { html } from "htl";

/**
 * Takes files that are dropped anywhere on the page: one that misses the zone would replace the page.
 *
 * @param invitation what lies over the page while files are dragged over it
 */
export function receiveDrops(
  zone: HTMLElement,
  invitation: string,
  take: (files: readonly File[]) => void,
): void {
  const overlay = html`<div class="drop-overlay" aria-hidden="true"><p>${invitation}</p></div>`;
  const end = () => {
    zone.classList.remove("dragged-over");
    overlay.remove();
  };
  const over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    zone.classList.add("dragged-over");
    if (!overlay.isConnected) document.body.append(overlay);
  };
  addEventListener("dragenter", over);
  addEventListener("dragover", over);
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) end();
  });
  addEventListener("drop", (event) => {
    end();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    take(files);
  });
}
