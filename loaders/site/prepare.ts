import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectRoot } from "../paths.ts";

// Framework looks the versions of its recommended libraries up on the npm registry at every build, unless
// its cache has a folder for them. Portolan imports from node_modules only, so empty folders do.
const RECOMMENDED_LIBRARIES = [
  ...["lodash", "arquero", "apache-arrow", "d3", "echarts", "htl", "leaflet", "mapbox-gl"],
  ...["@observablehq/plot", "react", "react-dom", "topojson-client", "@observablehq/sample-datasets"],
  ...["d3-dsv", "parquet-wasm"],
];

/** Where Framework keeps what the loaders in `src/data` printed. */
export const loaderCache = join(projectRoot, "src", ".observablehq", "cache", "data");

/** Makes Framework build and preview without the network, and run every loader anew. */
export function prepareSite(): void {
  const cache = dirname(loaderCache);
  // Framework never re-runs a loader whose output is cached, whatever changed behind it.
  rmSync(loaderCache, { recursive: true, force: true });
  for (const name of RECOMMENDED_LIBRARIES)
    mkdirSync(join(cache, "_npm", `${name}@0.0.0`), { recursive: true });
}
