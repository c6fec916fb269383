import { parseArgs } from "node:util";
import { recordingFile } from "../../../loaders/site/recordings-loader.ts";
import { printBytes } from "../../../loaders/terminal/print.ts";

const { values } = parseArgs({ options: { id: { type: "string" } } });
printBytes(recordingFile(values.id ?? ""));
