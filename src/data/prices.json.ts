import { writePrices } from "../../loaders/site/prices-loader.ts";

writePrices(process.stdout);
