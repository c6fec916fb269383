/**
 * Memory that is kept for requests of this length. An allocator starts large blocks 16 bytes into a page; on some
 * CPUs (AMD Zen with FSRM) the kernel's copy from the page cache to such a place takes five times as long as to
 * any other, so this starts at a cache line.
 */
export function keptMemory(bytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new ArrayBuffer(bytes + 48), 48);
}
