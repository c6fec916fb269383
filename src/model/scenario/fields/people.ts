import { countText, usdText } from "../../format.js";
import { type Field, rangeIn, within } from "../field.js";
import { exactly, triangle } from "../range.js";

const range = rangeIn("people");

export const PEOPLE = [
  range("hourUsd", "An engineer’s hour", within(0, 10_000, "$ an hour"), {
    byDefault: triangle(70, 100, 150),
    phrase: (x) => `${usdText(x)} for an engineer’s hour`,
    help: "Fully loaded.",
    howToMeasure: "ask finance for the loaded rate",
  }),
  range("settingHours", "Change a setting", within(0, 1e6, "h, once"), {
    byDefault: triangle(0.5, 1.5, 6),
    phrase: (x) => `${countText(x)} hours for a change of settings`,
    help: "One line in the program, its review, a load test and the roll-out.",
    howToMeasure: "change the setting in a trial, and note the hours",
  }),
  range("portHoursSlice", "Compile the hot slice", within(0, 1e6, "h, once"), {
    byDefault: triangle(16, 40, 120),
    phrase: (x) => `${countText(x)} hours for compiling the hot slice`,
    help: "The program’s own hot code written anew in C, built, called from the same Python and tested against it; pipeline, engine and deployment stay.",
    howToMeasure: "compile one function as a trial, and note the hours",
    source: "assumption: a quarter of a native port, whose host and deployment it leaves as they are",
  }),
  range("apiHours", "Call an API instead", within(0, 1e6, "h, once"), {
    byDefault: triangle(8, 24, 80),
    phrase: (x) => `${countText(x)} hours for the integration of an API`,
    help: "Of a language model: calling a seller’s API in place of an own engine, with its keys, limits, retries, prompts that fit its model, and a comparison of its answers with yours.",
    howToMeasure: "call the API from one place as a trial, and note the hours",
  }),
  range("portHoursNative", "Port to native code", within(0, 1e6, "h, once"), {
    byDefault: triangle(60, 160, 400),
    phrase: (x) => `${countText(x)} hours for the port to native code`,
    help: "Writing, reviewing, testing and rolling out the port.",
    howToMeasure: "port one stage to native code as a trial, and note the hours",
  }),
  range("portHoursWasm", "Port to compiled Wasm", within(0, 1e6, "h, once"), {
    byDefault: triangle(80, 200, 600),
    phrase: (x) => `${countText(x)} hours for the port to compiled Wasm`,
    help: "The same for code that is compiled to Wasm, with the tool chain and the host’s side of the boundary. Pyodide keeps its Python and pays none.",
    howToMeasure: "port one stage to Wasm as a trial, and note the hours",
  }),
  range("portHoursJs", "Port to JavaScript", within(0, 1e6, "h, once"), {
    byDefault: triangle(40, 120, 300),
    phrase: (x) => `${countText(x)} hours for the port to JavaScript`,
    help: "The same for JavaScript around an engine that is installed as a package: no tool chain, no boundary of your own.",
    howToMeasure: "port one stage to JavaScript as a trial, and note the hours",
  }),
  range("moveHours", "Move to another platform", within(0, 1e6, "h, once"), {
    byDefault: triangle(8, 40, 120),
    phrase: (x) => `${countText(x)} hours for the move to another platform`,
    help: "Deployment, observability and roll-out where the platform is not today’s, or where today’s Python goes into Pyodide.",
    howToMeasure: "deploy a trial service to the new platform, and note the hours",
  }),
  range("debugHoursPerMonth", "Debugging today", within(0, 1e5, "h a month"), {
    byDefault: triangle(2, 6, 15),
    phrase: (x) => `${countText(x)} hours of debugging a month today`,
    help: "Hours a month that inference in production takes now.",
    howToMeasure: "add up the last quarter’s hours on incidents and defects of this workload",
  }),
  range("sliceDebugFactor", "Debugging with a compiled slice", within(0.1, 20, "× today’s"), {
    byDefault: triangle(1, 1.1, 1.5),
    phrase: (x) => `debugging with a compiled slice at ${countText(x)} times today’s hours`,
    help: "Debugging hours where only the hot code is compiled and all else stays Python, over today’s.",
    howToMeasure: "ask a team that has compiled extensions in production for its hours",
  }),
  range("wasmDebugFactor", "Debugging in Wasm", within(0.1, 20, "× today’s"), {
    byDefault: triangle(1, 2, 3.2),
    phrase: (x) => `debugging in Wasm at ${countText(x)} times today’s hours`,
    help: "Debugging hours of code compiled to Wasm, or of Python in Pyodide, over today’s.",
    howToMeasure: "ask a team that runs Wasm in production for its hours",
    source:
      "its upper end: the survey in “The Hidden Cost of debunked WebAssembly”, 3.2 times (claim 000-p); a survey, not a measurement",
  }),
  range("nativeDebugFactor", "Debugging native code", within(0.1, 20, "× today’s"), {
    byDefault: triangle(0.8, 1.2, 2),
    phrase: (x) => `debugging in native code at ${countText(x)} times today’s hours`,
    help: "The same for a native port.",
    howToMeasure: "ask a team that runs native code in production for its hours",
  }),
  range("jsDebugFactor", "Debugging JavaScript", within(0.1, 20, "× today’s"), {
    byDefault: triangle(0.8, 1, 1.5),
    phrase: (x) => `debugging in JavaScript at ${countText(x)} times today’s hours`,
    help: "The same for a port to JavaScript.",
    howToMeasure: "ask a team that runs JavaScript in production for its hours",
  }),
  range("wasmOnceUsd", "Hiring and audits for Wasm", within(0, 1e8, "$, once"), {
    byDefault: exactly(0),
    phrase: (x) => `${usdText(x)}, once, for Wasm’s hiring and audits`,
    help: "Recruiting, training and compliance work that only a port to compiled Wasm needs; JavaScript and Pyodide pay none of it.",
    howToMeasure: "ask for quotes for training, recruiting and audits",
    source:
      "the survey in “The Hidden Cost of debunked WebAssembly” speaks of 4 to 6 weeks, 22 % pay and audits for 34 % (claim 000-p); 0 until you know yours",
  }),
  range("reviewHoursPerMonth", "Security reviews", within(0, 1e5, "h a month"), {
    byDefault: triangle(2, 8, 24),
    phrase: (x) => `${countText(x)} hours of security reviews a month`,
    help: "What it takes to vouch for the releases of a month that run outside of any sandbox and container. Paid only where tenants share the host.",
    howToMeasure: "multiply the hours of the last review by the releases of a month",
  }),
  range("maintenancePercentPerYear", "Maintenance", within(0, 200, "% of the port a year"), {
    byDefault: triangle(5, 15, 30),
    phrase: (x) => `a yearly upkeep of ${countText(x)} % of the port`,
    help: "Yearly upkeep of a port as a share of what it took.",
    howToMeasure: "add up last year’s upkeep of a comparable port",
  }),
] as const satisfies readonly Field[];
