import { writeSummary } from "../../loaders/site/summary-loader.ts";

writeSummary(process.stdout);
