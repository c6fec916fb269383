import { writeRunsFile } from "../../loaders/site/runs-loader.ts";

writeRunsFile(process.stdout);
