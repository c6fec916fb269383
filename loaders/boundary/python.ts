import type { PyodideInterface } from "pyodide";
import { BATCHED_BYTES, batchesUpTo, type Crossing, filled, kept, sizesUpTo } from "./crossing.ts";

interface PyBytes {
  getBuffer(type: "u8"): { readonly data: Uint8Array; release(): void };
}

/** JavaScript on one side, CPython in Wasm on the other. */
export async function pythonCrossings(mostBytes: number): Promise<Crossing[]> {
  const { loadPyodide } = await import("pyodide");
  const pyodide: PyodideInterface = await loadPyodide();
  const same = pyodide.runPython("lambda value: value") as (value: number) => number;
  const bytesOf = pyodide.runPython("lambda size: bytearray(size)") as (size: number) => PyBytes;
  const own = filled(mostBytes);
  const buffer = (bytes: number, calls: number): Crossing => {
    const from = own.subarray(0, Math.max(1, Math.floor(bytes / calls)));
    const to = bytesOf(from.length);
    return {
      way: "python-buffer",
      bytes,
      calls,
      run: (times) => {
        for (let i = 0; i < times * calls; i++) {
          const view = to.getBuffer("u8");
          view.data.set(from);
          view.release();
        }
      },
    };
  };
  return [
    {
      way: "python-call",
      bytes: 0,
      calls: 1,
      run: (times) => {
        for (let i = 0; i < times; i++) kept.value = same(i);
      },
    },
    ...sizesUpTo(mostBytes).map((bytes) => buffer(bytes, 1)),
    ...batchesUpTo(1_000).map((calls) => buffer(Math.min(BATCHED_BYTES, mostBytes), calls)),
  ];
}
