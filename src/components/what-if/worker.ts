/** The analyses beside the page, so that it goes on moving. */
import { Analyses } from "./analyses.js";
import type { Request } from "./protocol.js";

const analyses = new Analyses(
  (reply) => postMessage(reply),
  () => new Promise((resolve) => setTimeout(resolve, 0)),
);

addEventListener("message", ({ data }: MessageEvent<Request>) => analyses.hear(data));
