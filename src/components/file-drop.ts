/** The whole window takes the drop: a file that misses the zone would replace the page. */
export function receiveDrops(zone: HTMLElement, take: (file: File) => void): void {
  const over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    zone.classList.add("dragged-over");
  };
  addEventListener("dragenter", over);
  addEventListener("dragover", over);
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) zone.classList.remove("dragged-over");
  });
  addEventListener("drop", (event) => {
    zone.classList.remove("dragged-over");
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    take(file);
  });
}
