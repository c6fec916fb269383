import { writeStore } from "../../loaders/site/store-loader.ts";

await writeStore(process.stdout);
