/** Hands the reader a file that was made in the page. */
export function download(name: string, content: Blob | string, type = "text/plain"): void {
  const blob = typeof content === "string" ? new Blob([content], { type: `${type};charset=utf-8` }) : content;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has taken hold of it by the next turn at the latest; a minute is generous.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** "What-if: a title" as a file's name: what-if-a-title. */
export function fileStem(title: string): string {
  const plain = title
    .normalize("NFKD")
    .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase();
  return plain || "what-if";
}
