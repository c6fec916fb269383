/** The ways in which data or control cross from one side of a boundary to another, as they are measured. */

export const CROSSING_HOSTS = ["node", "browser"] as const;
export type CrossingHost = (typeof CROSSING_HOSTS)[number];

export const CROSSING_WAYS = [
  "copy-in",
  "copy-out",
  "slice",
  "view",
  "call-in",
  "call-out",
  "clone",
  "transfer",
  "shared",
  "python-call",
  "python-buffer",
  "native-call",
  "native-pointer",
  "gpu-upload",
  "gpu-read-back",
  "gpu-dispatch",
] as const;
export type CrossingWay = (typeof CROSSING_WAYS)[number];

/** What lies on the other side. */
export const CROSSING_SIDES = ["memory", "thread", "python", "native", "gpu"] as const;
export type CrossingSide = (typeof CROSSING_SIDES)[number];

interface WayTraits {
  readonly title: string;
  readonly side: CrossingSide;
  /** What one crossing does. */
  readonly does: string;
  readonly hosts: readonly CrossingHost[];
}

const BOTH = CROSSING_HOSTS;
const NODE = ["node"] as const;
const PAGE = ["browser"] as const;

export const WAYS: Readonly<Record<CrossingWay, WayTraits>> = {
  "copy-in": {
    title: "copy in",
    side: "memory",
    does: "JavaScript bytes are set into linear memory",
    hosts: BOTH,
  },
  "copy-out": {
    title: "copy out",
    side: "memory",
    does: "linear memory is set into a JavaScript array that is kept",
    hosts: BOTH,
  },
  slice: {
    title: "slice",
    side: "memory",
    does: "a new JavaScript array is made of linear memory",
    hosts: BOTH,
  },
  view: {
    title: "view",
    side: "memory",
    does: "a typed array over linear memory is made, and nothing is moved",
    hosts: BOTH,
  },
  "call-in": {
    title: "call into Wasm",
    side: "memory",
    does: "JavaScript calls a Wasm function with a number",
    hosts: BOTH,
  },
  "call-out": {
    title: "call out of Wasm",
    side: "memory",
    does: "Wasm calls a JavaScript function with a number",
    hosts: BOTH,
  },
  clone: {
    title: "message, cloned",
    side: "thread",
    does: "a worker gets the bytes by postMessage and sends them back",
    hosts: BOTH,
  },
  transfer: {
    title: "message, transferred",
    side: "thread",
    does: "the same, but the buffer changes hands",
    hosts: BOTH,
  },
  shared: {
    title: "shared memory",
    side: "thread",
    does: "the bytes are set into a SharedArrayBuffer, and a worker is told and answers",
    hosts: BOTH,
  },
  "python-call": {
    title: "call into Pyodide",
    side: "python",
    does: "JavaScript calls a Python function with a number through its proxy",
    hosts: BOTH,
  },
  "python-buffer": {
    title: "buffer of Pyodide",
    side: "python",
    does: "a bytearray's buffer is asked for, filled and released",
    hosts: BOTH,
  },
  "native-call": {
    title: "native call",
    side: "native",
    does: "koffi calls a C function with a number",
    hosts: NODE,
  },
  "native-pointer": {
    title: "native call with a buffer",
    side: "native",
    does: "koffi calls a C function with the address of an array",
    hosts: NODE,
  },
  "gpu-upload": {
    title: "upload to the GPU",
    side: "gpu",
    does: "bytes are written into a buffer of the GPU, and its end is waited for",
    hosts: PAGE,
  },
  "gpu-read-back": {
    title: "read back from the GPU",
    side: "gpu",
    does: "a buffer of the GPU is copied to one that can be mapped, and from there",
    hosts: PAGE,
  },
  "gpu-dispatch": {
    title: "dispatch on the GPU",
    side: "gpu",
    does: "kernels that compute next to nothing are dispatched, one after the other, and the end of the last is waited for",
    hosts: PAGE,
  },
};

export const waysIn = (host: CrossingHost): CrossingWay[] =>
  CROSSING_WAYS.filter((way) => WAYS[way].hosts.includes(host));
