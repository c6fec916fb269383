import { fileURLToPath } from "node:url";
import { MODEL_COMPILER, probeRuntimes } from "../standalone/runtimes.ts";
import { wasiTarget } from "../standalone/wasi-target.ts";

const host = fileURLToPath(new URL("../standalone/node_wasi_host.mjs", import.meta.url));

/** Starts a module in plain Node; it sees one folder. */
export const nodeWasiCommand = (module: string, folder: string) => ({
  file: process.execPath,
  // node:wasi is still called experimental, on stderr.
  args: ["--no-warnings", host, module, folder],
});

export const target = /* @__PURE__ */ wasiTarget({
  id: "node-wasi",
  title: "node:wasi",
  runtime: "node:wasi",
  summary:
    "in Node's own WASI (V8), which compiles each function when it is first called, and hot ones again",
  probe: async () => {
    const compiler = probeRuntimes(...MODEL_COMPILER);
    const { node, v8 } = process.versions;
    return compiler.available
      ? { available: true, engines: { "node.js": node, v8: v8!, ...compiler.engines } }
      : compiler;
  },
  command: nodeWasiCommand,
});
