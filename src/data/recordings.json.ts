import { recordingList, shownRecordings } from "../../loaders/site/recordings-loader.ts";
import { printBytes, say } from "../../loaders/terminal/print.ts";

printBytes(recordingList(shownRecordings(say)));
