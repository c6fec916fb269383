import { parseArgs } from "node:util";
import { writeRecording } from "../../../loaders/site/recordings-loader.ts";

const { values } = parseArgs({ options: { id: { type: "string" } } });
writeRecording(values.id ?? "", process.stdout);
