/**
 * Memory that is kept for requests of this length. An allocator starts large blocks 16 bytes into a page. The page
 * cache starts its copies at a page, and some CPUs (AMD Zen with FSRM) copy to a place a few bytes further into a
 * page at a third of the speed, so this starts half a page on.
 */
export function keptMemory(bytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new ArrayBuffer(bytes + 2_032), 2_032);
}
