import type { Feature } from "../../src/model/features/variants.ts";

const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** A module with one function, nothing → nothing, and a memory of one page with such flags, if any. */
function moduleWith(body: readonly number[], memoryFlags?: number): Uint8Array<ArrayBuffer> {
  const limits = memoryFlags === 0x03 ? [0x01, 0x01] : [0x01];
  const memory = memoryFlags === undefined ? [] : [0x05, 2 + limits.length, 0x01, memoryFlags, ...limits];
  const code = [0x00, ...body, 0x0b];
  return Uint8Array.from([
    ...MAGIC,
    ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
    ...[0x03, 0x02, 0x01, 0x00],
    ...memory,
    ...[0x0a, code.length + 2, 0x01, code.length, ...code],
  ]);
}

const ZERO = [0x41, 0x00];
const ZEROS = [...ZERO, 0xfd, 0x0f];
const DROP = 0x1a;

/** The least module that needs each, or the name that JavaScript has for it. */
const NEEDS: Readonly<Record<Feature, Uint8Array<ArrayBuffer> | (() => boolean)>> = {
  simd: moduleWith([...ZEROS, DROP]),
  // i8x16.relaxed_swizzle
  "relaxed-simd": moduleWith([...ZEROS, ...ZEROS, 0xfd, 0x80, 0x02, DROP]),
  // i32.atomic.load in a shared memory
  threads: moduleWith([...ZERO, 0xfe, 0x10, 0x02, 0x00, DROP], 0x03),
  memory64: moduleWith([], 0x04),
  // memory.fill
  "bulk-memory": moduleWith([...ZERO, ...ZERO, ...ZERO, 0xfc, 0x0b, 0x00], 0x00),
  // ref.null extern
  "reference-types": moduleWith([0xd0, 0x6f, DROP]),
  // return_call of itself
  "tail-calls": moduleWith([0x12, 0x00]),
  // try, catch_all, end
  exceptions: moduleWith([0x06, 0x40, 0x19, 0x0b]),
  // ref.i31
  gc: moduleWith([...ZERO, 0xfb, 0x1c, DROP]),
  "js-promise-integration": () => "Suspending" in WebAssembly,
  "shared-memory": () => typeof SharedArrayBuffer === "function",
};

/** What the engine that this runs in accepts. */
export function detectFeatures(): Record<Feature, boolean> {
  const found = Object.entries(NEEDS).map(([feature, needs]) => [
    feature,
    typeof needs === "function" ? needs() : WebAssembly.validate(needs),
  ]);
  return Object.fromEntries(found) as Record<Feature, boolean>;
}
