import { requestsZip } from "../../loaders/site/requests-loader.ts";
import { printBytes } from "../../loaders/terminal/print.ts";

printBytes(requestsZip());
