import { countText } from "../../format.js";
import { type Field, rangeIn, within } from "../field.js";
import { exactly, triangle } from "../range.js";

const range = rangeIn("platform");

export const PLATFORM = [
  {
    id: "platforms",
    kind: "list",
    group: "platform",
    unit: null,
    byDefault: ["lambda-x86", "ec2-c7i.large"],
    label: "Platforms",
    help: "Where an option may be deployed; the first is where the workload runs today.",
    source: "assumption",
  },
  {
    id: "region",
    kind: "text",
    group: "platform",
    unit: null,
    byDefault: "us-east-1",
    label: "Region",
    help: "Region of the price book.",
    source: "assumption",
  },
  {
    id: "priceDate",
    kind: "text",
    group: "platform",
    unit: null,
    byDefault: "",
    label: "Prices as of",
    help: "A date, YYYY-MM-DD; empty for the newest in the book.",
    source: "assumption",
  },
  {
    id: "freeTier",
    kind: "flag",
    group: "platform",
    unit: null,
    byDefault: false,
    label: "Free tier",
    supposed: { yes: "If the free tier counted", no: "If the free tier did not count" },
    help: "Count the free allowances; only one workload of an account can have them.",
    source: "assumption",
  },
  range("serverTimeFactor", "Server core", within(0.05, 100, "× the time here", "log"), {
    byDefault: triangle(0.7, 1, 1.5),
    phrase: (x) => `a server core that takes ${countText(x)} times as long as the one measured here`,
    help: "Time of one request on a core of the platform over its time on the machine that was measured.",
    howToMeasure: "run `npx portolan measure` on the platform itself",
    source: "assumption; measure there to narrow it",
  }),
  range("deviceTimeFactor", "User’s or edge device", within(0.05, 1000, "× the time here", "log"), {
    byDefault: triangle(1, 2, 6),
    phrase: (x) => `a device that takes ${countText(x)} times as long as the machine measured here`,
    help: "The same for a browser’s or an edge device’s core.",
    howToMeasure: "run `npx portolan measure` on a typical device of your users",
    source: "assumption; measure there to narrow it",
  }),
  range("newClientsPerMonth", "New clients", within(0, 1e10, "downloads a month", "log"), {
    byDefault: triangle(5e3, 2e4, 1e5),
    phrase: (x) => `${countText(x)} new clients a month`,
    help: "Browsers or devices that download afresh: the CDN bills their bytes, and their first request waits for the download and the start. Where these are more than 1 % of the requests, the p99 is a first request’s.",
    howToMeasure: "count first visits in the web analytics",
  }),
  range("downloadMbitPerSecond", "Download speed", within(0.01, 100_000, "Mbit/s", "log"), {
    byDefault: triangle(5, 20, 100),
    phrase: (x) => `a download speed of ${countText(x)} Mbit/s`,
    help: "Speed at which a new client fetches model and code, before its first request is answered.",
    howToMeasure: "time the download of a large file on real visits, and note the spread",
    source:
      "WebPageTest’s connection profiles: 5 for cable, 20 for fibre; the upper end is an assumption, and so is that yours are like these",
  }),
  range("webGpuClientsPercent", "Clients with WebGPU", within(0, 100, "% of the clients"), {
    byDefault: exactly(86),
    phrase: (x) => `WebGPU on ${countText(x)} % of the clients`,
    help: "Share of your users whose browser has WebGPU switched on. Whether the GPU behind it is worth anything is another question.",
    howToMeasure: "ask navigator.gpu?.requestAdapter() in the web analytics",
    source: "caniuse-db 1.0.30001813 of 2026-09-28: full support in browsers of 85.72 % of global usage",
  }),
  range("threadsClientsPercent", "Clients with threads", within(0, 100, "% of the clients"), {
    byDefault: exactly(96),
    phrase: (x) => `Wasm threads on ${countText(x)} % of the clients`,
    help: "Share of your users whose browser runs Wasm on several threads. The page must be cross-origin isolated as well, which your own headers decide.",
    howToMeasure: "count crossOriginIsolated in the web analytics, once your headers are set",
    source: "caniuse-db 1.0.30001813 of 2026-09-28: supported in browsers of 96.17 % of global usage",
  }),
  range("devices", "Edge devices", within(0, 1e9, "devices", "log"), {
    integer: true,
    byDefault: exactly(0),
    phrase: (x) => `${countText(x)} edge devices`,
    help: "Size of the fleet; each takes an equal share of the requests.",
    howToMeasure: "count the fleet",
  }),
  range("deviceWatts", "Device power", within(0, 2000, "W while busy"), {
    byDefault: triangle(3, 6, 15),
    phrase: (x) => `${countText(x)} W per busy device`,
    help: "Power drawn while a request is worked on, above idle.",
    howToMeasure: "put a power meter on one device",
  }),
  range("edgeAnsweredPercent", "Answered by a small model", within(0, 100, "% of requests"), {
    byDefault: exactly(0),
    phrase: (x) => `${countText(x)} % of the requests answered by a small model`,
    help: "Hybrid tiering: this share is answered by a small model on the client and never reaches the platform; the rest is tried there first and then escalated. 0 turns it off.",
    howToMeasure: "run the small model over a day of logged requests, and count what it may answer",
  }),
  range("smallModelTimePercent", "Time of the small model", within(0.1, 100, "% of the full time", "log"), {
    byDefault: triangle(10, 25, 50),
    phrase: (x) => `a small model that takes ${countText(x)} % of the full one’s time`,
    help: "Compute time of the small model over the full one’s, on the client.",
    howToMeasure: "measure the small model: `npx portolan measure --model <workload>=<file>`",
  }),
] as const satisfies readonly Field[];
