import { currentStore } from "../../loaders/store/current-store.ts";
import { printBytes, say } from "../../loaders/terminal/print.ts";

printBytes((await currentStore(say)).store);
