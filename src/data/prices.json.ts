import { pricesFile } from "../../loaders/site/prices-loader.ts";
import { printBytes } from "../../loaders/terminal/print.ts";

printBytes(pricesFile());
