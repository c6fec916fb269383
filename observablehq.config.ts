import { readdirSync } from "node:fs";

// One page per workload folder; the page itself says so when a run does not hold that workload.
const workloads = readdirSync(new URL("loaders/workloads", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

export default {
  root: "src",
  output: "dist",
  title: "Portolan",
};
