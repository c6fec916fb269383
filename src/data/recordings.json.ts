import { writeRecordingList } from "../../loaders/site/recordings-loader.ts";

writeRecordingList(process.stdout);
