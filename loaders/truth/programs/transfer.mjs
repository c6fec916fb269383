/** IO and marshalling work: files, copies (one into Wasm memory), and serialisation. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const BATCH = 16;

/** The kinds of io work. */
export function makeTransfer(folder, kernel) {
  const path = join(folder, "payload.bin");
  const payload = Buffer.alloc(1 << 20, "portolan");
  const target = Buffer.alloc(payload.length);
  const tensor = new Float32Array(128 * 128).fill(0.5);
  const results = [];
  const records = Array.from({ length: 200 }, (_, i) => ({
    id: i,
    name: `sensor ${i}`,
    values: [i / 7, i / 3, -i],
    ok: i % 3 === 0,
  }));

  return {
    file() {
      writeFileSync(path, payload);
      return readFileSync(path);
    },
    copy() {
      payload.copy(target);
      return target;
    },
    /** A batch of tensors, one by one, as a kernel would get them. */
    toWasm() {
      for (let i = 0; i < BATCH; i++) {
        new Float32Array(kernel.memory.buffer, kernel.left(), tensor.length).set(tensor);
        results[i] = new Float32Array(kernel.memory.buffer, kernel.result(), tensor.length).slice();
      }
      return results;
    },
    json: () => JSON.parse(JSON.stringify(records)),
    clone: () => structuredClone(records),
  };
}
