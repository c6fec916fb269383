import { type RequestKind, requestKind } from "../../model/request-file.js";

/** A request that this site has, and an address in the page that shows it. */
export type ShownRequest = RequestKind & { readonly bytes: Uint8Array; readonly url: string };

/** Null for what is no picture and no sound, such as the nothing that stands for a request that is not here. */
export function shownRequest(buffer: ArrayBuffer): ShownRequest | null {
  const bytes = new Uint8Array(buffer);
  const kind = requestKind(bytes);
  return kind && { ...kind, bytes, url: URL.createObjectURL(new Blob([buffer], { type: kind.type })) };
}
