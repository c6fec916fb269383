import { summaryFile } from "../../loaders/site/summary-loader.ts";
import { printBytes } from "../../loaders/terminal/print.ts";

printBytes(summaryFile());
