/**
 * Hosts the worker in C (`worker.c`), as a WASI module, in Node's own `node:wasi`: V8 compiles it. Run by plain Node, without Portolan's
 * code. argv: the module, the one folder that it may see, and the job as plain text.
 */
import { readFileSync, writeSync } from "node:fs";

const started = process.hrtime.bigint();
writeSync(1, `{"type":"started","at":"${started}"}\n`);

const [, , modulePath, folder, ...job] = process.argv;
const msSince = (start) => Number(process.hrtime.bigint() - start) / 1e6;

const { WASI } = await import("node:wasi");
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
const instance = new WebAssembly.Instance(module, wasi.getImportObject());
process.exitCode = wasi.start(instance);
