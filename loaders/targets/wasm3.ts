import { probeOnPath } from "../standalone/runtimes.ts";
import { wasiTarget } from "../standalone/wasi-target.ts";

export const target = /* @__PURE__ */ wasiTarget({
  id: "wasm3",
  title: "wasm3",
  runtime: "wasm3",
  summary: "on wasm3, which interprets it",
  scalar: true,
  probe: () =>
    probeOnPath(
      "wasm3",
      ["--version"],
      "brew install wasm3 (https://github.com/wasm3/wasm3/blob/main/docs/Installation.md)",
    ),
  // It knows no option for a folder: a module sees the one that wasm3 is started in, as "/".
  command: (module) => ({ file: "sh", args: ["-c", 'cd / && exec "$0" "$@"', "wasm3", module] }),
});
