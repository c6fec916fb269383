/**
 * Hosts the worker in C (`worker.c`), as a WASI module, in Node's own `node:wasi`: V8 compiles it. Run by plain Node, without Portolan's
 * code. argv: the module, the one folder that it may see, and the job as plain text. PORTOLAN_LENDS may name a module whose `lend` has
 * more to import than WASI.
 */
import { readFileSync, writeSync } from "node:fs";
import { setFlagsFromString } from "node:v8";

const started = process.hrtime.bigint();
writeSync(1, `{"type":"started","at":"${started}"}\n`);

// Compiled calls skip V8's bookkeeping, and WASI's allocate: a collection of garbage in one of them ends Node 20 with a crash.
setFlagsFromString("--no-turbo-fast-api-calls");

const [, , modulePath, folder, ...job] = process.argv;
const msSince = (start) => Number(process.hrtime.bigint() - start) / 1e6;

const { WASI } = await import("node:wasi");
const lender = process.env.PORTOLAN_LENDS ? await import(process.env.PORTOLAN_LENDS) : null;
const importMs = msSince(started);

const compiling = process.hrtime.bigint();
const module = new WebAssembly.Module(readFileSync(modulePath));
const compileMs = msSince(compiling);

const instantiating = process.hrtime.bigint();
const wasi = new WASI({
  version: "preview1",
  args: [modulePath, ...job],
  // What the module cannot know of its own start: it hands on the first two, and its clock is the same as this one.
  env: { PORTOLAN_HOST_TIMES: `${importMs} ${compileMs} ${instantiating}` },
  preopens: { [folder]: folder },
  returnOnExit: true,
});
const lent = lender?.lend(() => instance.exports.memory);
const instance = new WebAssembly.Instance(module, { ...wasi.getImportObject(), ...lent });
try {
  process.exitCode = wasi.start(instance);
} catch (error) {
  // A trap, such as "unreachable" or memory that is out of bounds; or what was lent failed.
  writeSync(1, `${JSON.stringify({ type: "error", message: `the module stopped: ${error.message}` })}\n`);
  process.exitCode = 1;
}
