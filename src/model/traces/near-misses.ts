/** Files that people take for a profile that Portolan reads, each with what to do instead. */
import type { TraceHead } from "./format.js";

interface NearMiss {
  /** To follow "This is". */
  readonly what: string;
  readonly fix: string;
  matches(head: TraceHead, name: string): boolean;
}

const PY_SPY = "py-spy record --native --idle -f speedscope -o profile.json -- python pipeline.py";

/** Known by their first bytes, whatever a format might think of the rest. */
export const nearMisses: readonly NearMiss[] = [
  {
    what: "perf's binary recording (perf.data)",
    fix: "Turn it into text where it was recorded: perf script -i FILE > profile.txt",
    matches: ({ bytes }) => startsWith(bytes, "PERFILE2") || startsWith(bytes, "PERFFILE"),
  },
  {
    what: "Austin's binary file (MOJO)",
    fix: "Turn it into text with Austin's own tool: mojo2austin FILE profile.txt",
    matches: ({ bytes }) => startsWith(bytes, "MOJ"),
  },
  {
    what: "an SVG flame graph, a picture of a profile",
    fix: `Record the data itself: ${PY_SPY}`,
    matches: ({ text }) =>
      /^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)?(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i.test(text),
  },
  {
    what: "pyinstrument's HTML report",
    fix: "Record the session itself: pyinstrument -r session -o profile.pyisession pipeline.py",
    matches: ({ text }) => isHtml(text) && /pyinstrument/i.test(text),
  },
  {
    what: "an HTML page",
    fix: "Save the profile that the page shows (for Scalene: scalene run -o profile.json pipeline.py), or check that the download was not an error page.",
    matches: ({ text }) => isHtml(text),
  },
  {
    what: "an Nsight Systems report",
    fix: "Export it where Nsight Systems is installed: nsys export --type sqlite FILE",
    matches: ({ text }, name) => /\.(?:nsys-rep|qdrep|qdstrm)$/i.test(name) && !/^[{[]/.test(text),
  },
  {
    what: "an ONNX model, not a profile of one",
    fix: "Record a profile with SessionOptions.enable_profiling = True, or measure the model with: npx portolan measure --model embed-text=model.onnx",
    // Field 1, ir_version, from 1 to 31; then a string: field 2, producer_name, or field 7, the graph.
    matches: ({ bytes }) =>
      bytes[0] === 0x08 && bytes[1]! > 0 && bytes[1]! < 32 && (bytes[2] === 0x12 || bytes[2] === 0x3a),
  },
  {
    what: "a V8 heap profile or snapshot, which holds memory and no time",
    fix: "Record CPU time instead: node --cpu-prof pipeline.js",
    matches: ({ text }) =>
      /^\{\s*"(?:snapshot|head)"\s*:/.test(text) && /"(?:selfSize|node_fields)"\s*:/.test(text),
  },
  {
    what: "a zip archive",
    fix: "Unpack it and give the profile inside.",
    matches: ({ bytes }) => startsWith(bytes, "PK\u0003\u0004"),
  },
  {
    what: "a zstd-compressed file",
    fix: "Unpack it first: zstd -d FILE",
    matches: ({ bytes }) => bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd,
  },
];

function startsWith(bytes: Uint8Array, text: string): boolean {
  return [...text].every((character, i) => bytes[i] === character.charCodeAt(0));
}

function isHtml(text: string): boolean {
  return /^(?:<!--[\s\S]*?-->\s*)?<(?:!doctype html|html)[\s>]/i.test(text);
}
