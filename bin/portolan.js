#!/usr/bin/env node
// Node runs the TypeScript sources through tsx; everything else is in loaders/cli.ts.
import { register } from "tsx/esm/api";

register();
const { main } = await import("../loaders/cli.ts");
await main(process.argv);
