import { writeRequests } from "../../loaders/site/requests-loader.ts";

writeRequests(process.stdout);
