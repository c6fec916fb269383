/** What one option asks of a platform in a month. Plain numbers, so that a draw of a simulation fills it in place. */
export interface MonthlyUsage {
  /** Per month. */
  requests: number;
  /** Per warm request, waiting included. */
  wallMs: number;
  /** Per warm request: CPU time only, without waiting, over all threads. */
  cpuMs: number;
  /** Share of the requests that meet a cold instance, 0 to 1. */
  coldShare: number;
  /** Share of requests, 0 to 1, that find every reserved instance busy and run on demand; 0 where they wait. */
  onDemandShare: number;
  /** What a cold request takes longer than a warm one. */
  initMs: number;
  /** Memory that the option needs. */
  memoryMb: number;
  /** Busy threads. */
  vcpus: number;
  /** Reserved instances (or provisioned concurrency); 0 where nothing is reserved. */
  servers: number;
  /** Requests that an instance has at once while it has any, on average; 1 where none shares it, and never less. */
  sharing: number;
  /** Seconds of instances that wait for their next request, started as requests came; 0 where nobody counts them. */
  idleSeconds: number;
  /** Of a language model, per request: its prompt and its answer; 0 where it is none. */
  promptTokens: number;
  answerTokens: number;
  /** Per request. */
  requestBytes: number;
  responseBytes: number;
  /** Model and code, fetched once by a new client. */
  downloadBytes: number;
  /** Of these, the code's, and its files besides the model's one; 0 where code is not counted. */
  codeBytes: number;
  codeFiles: number;
  /** Clients a month that download. */
  newClients: number;
  /** Edge devices in the fleet. */
  devices: number;
  /** Energy of one request on a device. */
  joulesPerRequest: number;
}

/** Nothing at all: a start for callers that name what they use. */
export const NO_USAGE: Readonly<MonthlyUsage> = {
  requests: 0,
  wallMs: 0,
  cpuMs: 0,
  coldShare: 0,
  onDemandShare: 0,
  initMs: 0,
  memoryMb: 0,
  vcpus: 1,
  servers: 0,
  sharing: 1,
  idleSeconds: 0,
  promptTokens: 0,
  answerTokens: 0,
  requestBytes: 0,
  responseBytes: 0,
  downloadBytes: 0,
  codeBytes: 0,
  codeFiles: 0,
  newClients: 0,
  devices: 0,
  joulesPerRequest: 0,
};

const FIX: Readonly<Record<keyof MonthlyUsage, string>> = {
  requests: "give the requests of a month",
  wallMs: "give the time of one warm request in ms",
  cpuMs: "give the CPU time of one warm request in ms",
  coldShare: "give a share, such as 0.01 for 1 %",
  onDemandShare: "give a share, such as 0.05 for 5 %",
  initMs: "give the extra time of a cold request in ms, or 0",
  memoryMb: "give the memory in MB",
  vcpus: "give the number of busy threads",
  servers: "give the number of reserved instances, or 0",
  sharing: "give the requests that an instance has at once, or 1",
  idleSeconds: "give the seconds for which instances wait, or 0",
  promptTokens: "give the tokens of a prompt, or 0",
  answerTokens: "give the tokens of an answer, or 0",
  requestBytes: "give the bytes of a request, or 0",
  responseBytes: "give the bytes of a response, or 0",
  downloadBytes: "give the bytes that a new client fetches, or 0",
  codeBytes: "give the bytes of code among them, or 0",
  codeFiles: "give the files of code that a new client fetches, or 0",
  newClients: "give the clients a month that download, or 0",
  devices: "give the number of devices, or 0",
  joulesPerRequest: "give the energy of one request in joules, or 0",
};

/** Everything that is wrong with a usage: value, what is allowed, and the fix. Empty where nothing is. */
export function usageFaults(usage: Readonly<MonthlyUsage>): string[] {
  return (Object.keys(FIX) as (keyof MonthlyUsage)[]).flatMap((name) => {
    const share = name === "coldShare" || name === "onDemandShare";
    const [least, most] = share ? [0, 1] : [name === "sharing" ? 1 : 0, Number.MAX_VALUE];
    const value = usage[name];
    if (value >= least && value <= most) return [];
    const allowed = share ? "0 to 1" : `${least} or more`;
    return [`${name} is ${value}: allowed is ${allowed}; ${FIX[name]}`];
  });
}
