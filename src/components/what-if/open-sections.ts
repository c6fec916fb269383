/** Which sections a reader has opened or folded, for as long as the window is open. */
const KEY = "portolan.what-if.sections";

type Remembered = Readonly<Record<string, boolean>>;

/** Whether a section is open; null where the reader has left it as it was. */
export function rememberedOpen(section: string): boolean | null {
  return read()[section] ?? null;
}

export function rememberOpen(section: string, open: boolean): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...read(), [section]: open }));
  } catch {
    // A browser may keep nothing; the page works all the same.
  }
}

function read(): Remembered {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    return typeof kept === "object" && kept !== null ? (kept as Remembered) : {};
  } catch {
    return {};
  }
}
