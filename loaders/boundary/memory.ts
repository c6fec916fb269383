import { keptMemory } from "../glue/kept-memory.ts";
import { BATCHED_BYTES, batchesUpTo, type Crossing, kept, sizesUpTo } from "./crossing.ts";

/**
 * (module
 *   (import "js" "f" (func $f (param i32) (result i32)))
 *   (memory (export "memory") 1)
 *   (func (export "same") (param i32) (result i32) local.get 0)
 *   (func (export "call") (param i32)                      ;; calls $f so many times
 *     (loop local.get 0 call $f drop  local.get 0 i32.const 1 i32.sub local.tee 0  br_if 0)))
 *
 * By hand, so that no compiler is needed for it.
 */
const MODULE = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  // Types: i32 → i32, i32 → nothing.
  ...[0x01, 0x0a, 0x02, 0x60, 0x01, 0x7f, 0x01, 0x7f, 0x60, 0x01, 0x7f, 0x00],
  // Import: "js" "f", a function of the first type.
  ...[0x02, 0x08, 0x01, 0x02, 0x6a, 0x73, 0x01, 0x66, 0x00, 0x00],
  // Two functions, one memory of a page.
  ...[0x03, 0x03, 0x02, 0x00, 0x01],
  ...[0x05, 0x03, 0x01, 0x00, 0x01],
  // Exports: "memory", "same", "call".
  ...[0x07, 0x18, 0x03],
  ...[0x06, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 0x02, 0x00],
  ...[0x04, 0x73, 0x61, 0x6d, 0x65, 0x00, 0x01],
  ...[0x04, 0x63, 0x61, 0x6c, 0x6c, 0x00, 0x02],
  // Code.
  ...[0x0a, 0x1a, 0x02],
  ...[0x04, 0x00, 0x20, 0x00, 0x0b],
  ...[0x13, 0x00, 0x03, 0x40, 0x20, 0x00, 0x10, 0x00, 0x1a],
  ...[0x20, 0x00, 0x41, 0x01, 0x6b, 0x22, 0x00, 0x0d, 0x00, 0x0b, 0x0b],
]);

const PAGE_BYTES = 65_536;

interface Exports {
  readonly memory: WebAssembly.Memory;
  same(value: number): number;
  call(times: number): void;
}

/** JavaScript on one side, the linear memory and the functions of a Wasm module on the other. */
export async function memoryCrossings(mostBytes: number): Promise<Crossing[]> {
  let seen = 0;
  const f = (value: number): number => {
    seen = value;
    return value;
  };
  const { instance } = await WebAssembly.instantiate(MODULE, { js: { f } });
  const { memory, same, call } = instance.exports as unknown as Exports;
  memory.grow(Math.ceil(mostBytes / PAGE_BYTES));
  // Beyond the first page, as an allocator's memory is.
  const linear = new Uint8Array(memory.buffer, PAGE_BYTES, mostBytes).fill(0x5a);
  const own = keptMemory(mostBytes).fill(0x5a);
  const sized = sizesUpTo(mostBytes).flatMap((bytes): Crossing[] => {
    const from = own.subarray(0, bytes);
    const to = linear.subarray(0, bytes);
    const one = (way: Crossing["way"], step: () => void): Crossing => ({
      way,
      bytes,
      calls: 1,
      run: (times) => {
        for (let i = 0; i < times; i++) step();
      },
    });
    return [
      one("copy-in", () => to.set(from)),
      one("copy-out", () => from.set(to)),
      one("slice", () => {
        kept.value = to.slice();
      }),
      one("view", () => {
        kept.value = new Uint8Array(memory.buffer, PAGE_BYTES, bytes);
      }),
    ];
  });
  return [
    ...sized,
    ...batchesUpTo(Math.min(10_000, mostBytes)).map((calls) => batchedCopy(own, linear, calls, same)),
    {
      way: "call-in",
      bytes: 0,
      calls: 1,
      run: (times) => {
        let sum = 0;
        for (let i = 0; i < times; i++) sum += same(i);
        kept.value = sum;
      },
    },
    {
      way: "call-out",
      bytes: 0,
      calls: 1,
      run: (times) => {
        call(times);
        kept.value = seen;
      },
    },
  ];
}

/** The same bytes in so many calls: each makes its views, copies its part and has the module told of it. */
function batchedCopy(
  own: Uint8Array,
  linear: Uint8Array,
  calls: number,
  told: (bytes: number) => number,
): Crossing {
  const total = Math.min(BATCHED_BYTES, own.length);
  const part = Math.floor(total / calls);
  return {
    way: "copy-in",
    bytes: total,
    calls,
    run: (times) => {
      let sum = 0;
      for (let i = 0; i < times; i++) {
        for (let call = 0; call < calls; call++) {
          const at = call * part;
          linear.set(own.subarray(at, at + part), at);
          sum += told(part);
        }
      }
      kept.value = sum;
    },
  };
}
