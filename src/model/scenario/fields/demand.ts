import { countText, formatMs } from "../../format.js";
import { type Field, rangeIn, within } from "../field.js";
import { exactly, triangle } from "../range.js";

const range = rangeIn("demand");

export const DEMAND = [
  range("requestsPerMonth", "Requests", within(1, 1e12, "requests a month", "log"), {
    byDefault: triangle(2e6, 3e6, 6e6),
    phrase: (x) => `${countText(x)} requests a month`,
    help: "Mean traffic over the horizon; every bill but the reserved ones grows with it.",
    howToMeasure: "count last month’s requests in the access log",
  }),
  range("peakToMean", "Peak", within(1, 1000, "× the mean rate", "log"), {
    byDefault: triangle(2, 3, 5),
    phrase: (x) => `a peak of ${countText(x)} times the mean rate`,
    help: "Rate at the peak over the mean rate; reserved servers are counted for the peak.",
    howToMeasure: "take the busiest hour over the mean hour from the access log",
  }),
  {
    id: "arrivals",
    kind: "choice",
    group: "demand",
    unit: null,
    byDefault: "diurnal",
    choices: [
      ["poisson", "steady, at random (Poisson)", "If requests came steadily, at random"],
      ["diurnal", "by day and night", "If requests came by day and night"],
      ["bursty", "in bursts", "If requests came in bursts"],
      ["flat", "a flat share of cold starts", "If the cold share were the flat one"],
    ],
    label: "Arrivals",
    help: "How requests come; with the keep-alive it decides how many meet a cold instance.",
    source: "assumption",
  },
  range("coldSharePercent", "Flat cold share", within(0, 100, "% of requests"), {
    byDefault: exactly(10),
    phrase: (x) => `a cold share of ${countText(x)} %`,
    help: "Used only where arrivals are a flat share.",
    howToMeasure: "count cold starts in the platform’s log (Lambda writes “Init Duration” for each)",
    source: "the cost script of “The Hidden Cost of debunked WebAssembly”: 10 % of invocations are cold",
  }),
  range("keepAliveMinutes", "Keep-alive", within(0.1, 1440, "min", "log"), {
    byDefault: triangle(5, 10, 30),
    phrase: (x) => `a keep-alive of ${countText(x)} minutes`,
    help: "How long an idle instance stays warm. Serverless platforms do not promise one.",
    howToMeasure: "send requests at growing gaps to the platform and note at which gap cold starts begin",
  }),
  range("promptTokens", "Prompt", within(1, 1e6, "tokens", "log"), {
    integer: true,
    byDefault: exactly(128),
    phrase: (x) => `a prompt of ${countText(x)} tokens`,
    help: "Of a language model: tokens of a prompt. What more or fewer of them add to an own engine’s time follows from its measurement; an API bills them as tokens in.",
    howToMeasure: "count the tokens of a day’s prompts with your model’s tokeniser",
    source: "what the built-in chat is measured with",
  }),
  range("answerTokens", "Answer", within(1, 1e5, "tokens", "log"), {
    integer: true,
    byDefault: exactly(32),
    phrase: (x) => `an answer of ${countText(x)} tokens`,
    help: "Of a language model: tokens that it says. Each takes a step of an own engine; an API bills them as tokens out.",
    howToMeasure: "count the tokens of a day’s answers with your model’s tokeniser",
    source: "what the built-in chat is measured with",
  }),
  range("upstreamWaitMs", "Waiting on others", within(0, 600_000, "ms per request"), {
    byDefault: exactly(0),
    phrase: (x) => `${formatMs(x)} of waiting on others per request`,
    help: "Time a request waits for a database or another service: billed by wall-clock platforms, free on CPU-time ones.",
    howToMeasure:
      "trace the calls to other services: `npx portolan attribute` on a profile shows their waiting",
  }),
  range("batchSize", "Batch", within(1, 1024, "requests per call", "log"), {
    integer: true,
    byDefault: exactly(1),
    phrase: (x) => `${countText(x)} requests per call`,
    help: "Requests answered by one call. It saves the part of a call that is paid once, and makes every request wait for its batch.",
    howToMeasure: "settle how many requests a call may wait for",
  }),
  range("oncePerCallPercent", "Paid once per call", within(0, 100, "% of a call"), {
    byDefault: triangle(5, 20, 50),
    phrase: (x) => `${countText(x)} % of a call being paid once`,
    help: "Share of a single request's time that a batch pays once. It counts only where the batch is larger than 1.",
    howToMeasure: "measure a batch of 1 and a batch of 8",
  }),
  range("batchWindowMs", "Batch window", within(0, 10_000, "ms"), {
    byDefault: exactly(0),
    phrase: (x) => (x === 0 ? "no batch window" : `a batch window of ${formatMs(x)}`),
    help: "How long a reserved server may hold a request for others to come, so that its model answers them in one call. 0 takes requests one by one. It counts where batches were measured, for CPUs and GPUs alike, and where requests do not come in batches already.",
    howToMeasure: "settle how long a request may wait for company, within your p99 limit",
  }),
] as const satisfies readonly Field[];
