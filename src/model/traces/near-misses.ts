/** Files that people take for a profile that Portolan reads, each with what to do instead. */
import type { TraceHead } from "./format.js";

interface NearMiss {
  /** To follow "This is". */
  readonly what: string;
  readonly fix: string;
  matches(head: TraceHead, name: string): boolean;
}

const NSYS =
  "nsys profile -t cuda,nvtx,osrt -o report python pipeline.py, then nsys export --type sqlite report.nsys-rep";
const PY_SPY = "py-spy record --native --idle -f speedscope -o profile.json -- python pipeline.py";

const OTLP = "the OpenTelemetry collector receives jaeger and zipkin, and its file exporter writes OTLP.";

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
    what: "an Nsight Compute report, which replays single kernels and holds no timeline",
    fix: `Record the run with Nsight Systems: ${NSYS}`,
    matches: ({ text }, name) => /\.ncu-rep$/i.test(name) && !/^[{[]/.test(text),
  },
  {
    what: "nvprof's output, of a tool that NVIDIA no longer develops",
    fix: `Record the same run with Nsight Systems: ${NSYS}`,
    matches: ({ text }) =>
      /^(?:.*\n){0,40}==\d+== (?:NVPROF is profiling|Profiling (?:application|result))/.test(text),
  },
  {
    what: "a table of nsys stats for reading",
    fix: "Print it as values: nsys stats --format csv --report cuda_gpu_kern_sum --report cuda_gpu_mem_time_sum report.nsys-rep > stats.csv",
    matches: ({ text }) =>
      /^ ?\*\* [^\n]*\((?:cuda|nvtx|osrt|gpu)\w*sum\w*\):/m.test(text) && !/^"?Time ?\(%\)"?,/m.test(text),
  },
  {
    what: "memray's recording, which counts memory and no time",
    fix: `Record time instead: ${PY_SPY}`,
    matches: ({ bytes }) =>
      startsWith(bytes, "memray\0") || (startsWith(bytes, LZ4) && startsWith(bytes.subarray(12), "memray\0")),
  },
  {
    what: "a Python pickle, such as a snapshot of tracemalloc or of PyTorch's memory, or line_profiler's times",
    fix: `Record the time of the whole program instead: python -m cProfile -o profile.pstats pipeline.py, or ${PY_SPY}`,
    matches: ({ bytes }) => bytes[0] === 0x80 && bytes[1]! >= 2 && bytes[1]! <= 5,
  },
  {
    what: "the stacks of one moment, as py-spy dump prints them",
    fix: `Record many moments: ${PY_SPY}`,
    matches: ({ text }) => /^Process \d+: .*\nPython v[\d.]+/.test(text),
  },
  {
    what: "a recording of Java's Flight Recorder (JFR)",
    fix: "Turn it into pprof or collapsed stacks with async-profiler's converter: jfrconv -o collapsed FILE profile.txt",
    matches: ({ bytes }) => startsWith(bytes, "FLR\0"),
  },
  {
    what: "a recording of Windows' event tracing (ETW)",
    fix: "Open it in PerfView and save its CPU stacks as speedscope, or record with samply: samply record --save-only -o profile.json.gz python pipeline.py",
    matches: ({ text }, name) => /\.etlx?$/i.test(name) && !/^[{[]/.test(text),
  },
  {
    what: "a Perfetto trace (protobuf)",
    fix: "Turn it into JSON with Perfetto's own tool: traceconv json FILE trace.json",
    matches: ({ text }, name) => /\.(?:pftrace|perfetto-trace)$/i.test(name) && !/^[{[]/.test(text),
  },
  {
    what: "XLA's own trace (XPlane) of JAX or TensorFlow",
    fix: "Give the trace that the profiler wrote beside it: *.trace.json.gz in the same folder.",
    matches: (_, name) => /\.xplane\.pb$/i.test(name),
  },
  {
    what: "a gperftools CPU profile without symbols",
    fix: "Turn it into pprof's protobuf, with the program that ran: pprof -proto PROGRAM FILE > cpu.pb.gz",
    // Words of 4 or 8 bytes: 0, 3, 0, then the period.
    matches: ({ bytes }) => [4, 8].some((word) => isHeader(bytes, word, [0, 3, 0])),
  },
  {
    what: "gprof's gmon.out, which counts functions without their callers' stacks",
    fix: "Record stacks: perf record -g -o perf.data PROGRAM, then perf script -i perf.data > profile.txt",
    matches: ({ bytes }) => startsWith(bytes, "gmon"),
  },
  {
    what: "callgrind's output, which counts instructions and no time",
    fix: "Record time instead: perf record -g -o perf.data PROGRAM, then perf script -i perf.data > profile.txt",
    matches: ({ text }) => /^# callgrind format|^(?:version: .*\n)?creator: (?:callgrind|xdebug)/.test(text),
  },
  {
    what: "massif's output, which counts memory and no time",
    fix: "Record time instead: perf record -g -o perf.data PROGRAM, then perf script -i perf.data > profile.txt",
    matches: ({ text }) => /^desc: .*\ncmd: .*\ntime_unit: /.test(text),
  },
  {
    what: "the report of macOS's sample command",
    fix: "Turn it into collapsed stacks: stackcollapse-sample.awk FILE > profile.txt",
    matches: ({ text }) => text.startsWith("Analysis of sampling "),
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
    what: "Jaeger's or Zipkin's own JSON of a trace",
    fix: `Export the spans as OTLP's JSON: ${OTLP}`,
    matches: ({ text }) =>
      /^\{\s*"data"\s*:\s*\[\s*\{[^{}[\]]*"traceID"\s*:/.test(text) ||
      /^\[\s*(?:\[\s*)?\{(?=[^{}[\]]*"traceId"\s*:)[^{}[\]]*"(?:timestamp|duration)"\s*:/.test(text),
  },
  {
    what: "a zip archive",
    fix: "Unpack it and give the profile inside.",
    matches: ({ bytes }) => startsWith(bytes, "PK\u0003\u0004"),
  },
  {
    what: "a zstd-compressed file",
    fix: "Unpack it first: zstd -d FILE",
    matches: ({ bytes }) => startsWith(bytes, "(\u00b5/\u00fd"),
  },
  {
    what: "an xz-compressed file",
    fix: "Unpack it first: xz -d FILE",
    matches: ({ bytes }) => startsWith(bytes, "\u00fd7zXZ\0"),
  },
  {
    what: "a bzip2-compressed file",
    fix: "Unpack it first: bunzip2 FILE",
    matches: ({ bytes }) => startsWith(bytes, "BZh") && startsWith(bytes.subarray(4), "1AY&SY"),
  },
  {
    what: "an lz4-compressed file",
    fix: "Unpack it first: lz4 -d FILE",
    matches: ({ bytes }) => startsWith(bytes, LZ4),
  },
];

/** As LZ4's frames begin. */
const LZ4 = '\u0004"M\u0018';

function startsWith(bytes: Uint8Array, text: string): boolean {
  return [...text].every((character, i) => bytes[i] === character.charCodeAt(0));
}

/** Whether a file begins with words of so many bytes, the lowest first, and another that is no 0. */
function isHeader(bytes: Uint8Array, wordBytes: number, words: readonly number[]): boolean {
  const wordAt = (at: number) =>
    bytes.subarray(at * wordBytes, (at + 1) * wordBytes).reduceRight((value, byte) => value * 256 + byte, 0);
  return (
    bytes.length > (words.length + 1) * wordBytes &&
    words.every((word, at) => wordAt(at) === word) &&
    wordAt(words.length) > 0
  );
}

function isHtml(text: string): boolean {
  return /^(?:<!--[\s\S]*?-->\s*)?<(?:!doctype html|html)[\s>]/i.test(text);
}
