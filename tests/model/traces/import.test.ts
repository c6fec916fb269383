import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { sourceOf } from "../../../src/model/traces/byte-source.ts";
import { TraceError } from "../../../src/model/traces/format.ts";
import { traceFormats } from "../../../src/model/traces/formats/index.ts";
import { gunzip, LARGE_LIMITS, USUAL_LIMITS } from "../../../src/model/traces/gunzip.ts";
import { importTrace } from "../../../src/model/traces/import.ts";
import { asBytes, readSample } from "../../fixtures/trace-samples.ts";

const bytes = (...parts: readonly (number | string)[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "number" ? [part] : [...Buffer.from(part, "latin1")])),
  );

function messageOf(content: Uint8Array, name?: string): string {
  try {
    importTrace(content, name);
  } catch (error) {
    expect(error).toBeInstanceOf(TraceError);
    return (error as Error).message;
  }
  throw new Error("imported");
}

describe("what is accepted", () => {
  it("a byte-order mark of UTF-8, and blank lines before the start", () => {
    const sample = readSample("scalene.1.5.json");
    const padded = Uint8Array.from([0xef, 0xbb, 0xbf, 10, 32, 10, ...sample]);
    expect(importTrace(padded)).toEqual(importTrace(sample));
  });

  it("is known by content, whatever the name says", () => {
    expect(importTrace(readSample("pstats.cprofile.pstats"), "trace.cpuprofile").format).toBe("pstats");
  });

  it("a gzip file of several members", () => {
    const sample = readSample("collapsed.py-spy-native-threads.txt");
    const half = sample.length >> 1;
    const members = Buffer.concat([gzipSync(sample.subarray(0, half)), gzipSync(sample.subarray(half))]);
    expect(importTrace(new Uint8Array(members))).toEqual(importTrace(sample));
  });

  it("every format says how to make a file", () => {
    for (const { id, title, madeBy } of traceFormats) {
      expect(id).toMatch(/^[a-z-]+$/);
      expect(title).not.toBe("");
      expect(madeBy).not.toBe("");
    }
  });
});

describe("what lies beyond the first 64 KiB", () => {
  const long = "x".repeat(100_000);
  const nodes = [
    { id: 1, callFrame: { functionName: "(root)", url: "", lineNumber: -1 }, children: [2] },
    { id: 2, callFrame: { functionName: "infer", url: "file:///app.js", lineNumber: 3 } },
  ];
  const ids = Array.from({ length: 40_000 }, () => 2);
  const event = { ph: "X", pid: 1, tid: 1, cat: "app", name: "main", ts: 0, dur: 10 };
  const ort = { cat: "Session", pid: 1, tid: 1, ph: "X", name: "model_run", ts: 0, dur: 10, args: {} };

  it.each([
    ["the events of a trace", "chrome-trace", { metadata: { source: long }, traceEvents: [event] }],
    [
      "what PyTorch adds to one",
      "kineto",
      { note: long, traceEvents: [{ ...event, cat: "cpu_op" }], deviceProperties: [] },
    ],
    [
      "the nodes of a CPU profile",
      "cpuprofile",
      { samples: ids, timeDeltas: ids.map(() => 100), nodes, startTime: 0, endTime: 4e6 },
    ],
    [
      "the profiles of a speedscope file",
      "speedscope",
      {
        shared: { frames: [{ name: long }] },
        profiles: [
          {
            type: "sampled",
            name: "a",
            unit: "none",
            startValue: 0,
            endValue: 1,
            samples: [[0]],
            weights: [1],
          },
        ],
      },
    ],
  ])("%s", (_, format, file) => {
    expect(importTrace(asBytes(file)).format).toBe(format);
    expect(importTrace(asBytes(JSON.stringify(file, null, 2))).format).toBe(format);
  });

  it("an ONNX Runtime profile after what else the program printed", () => {
    const log = "loading [ok] {done}\n".repeat(5_000);
    expect(importTrace(asBytes(`${log}[\n${JSON.stringify(ort)}\n]\n`))).toMatchObject({
      format: "onnxruntime",
      wallMs: 0.01,
    });
  });

  it("what tells a profile of Firefox, and another tool's file that people take for a profile", () => {
    const threads = [{ name: long, samples: { time: [0, 1], stack: [0, 0] } }];
    expect(importTrace(asBytes({ threads, meta: { preprocessedProfileVersion: 57 } })).format).toBe(
      "firefox",
    );
    expect(messageOf(asBytes({ snapshot: { strings: long }, node_fields: [] }))).toMatch(
      /memory and no time/,
    );
  });

  it("nothing, in a file of brackets and braces, is found out soon", () => {
    const started = performance.now();
    for (const piece of ["[\n{", '[\n{"a":', "[", "{", '{"a":[', "[ ", '"', "[{}\n"]) {
      expect(messageOf(asBytes(piece.repeat(100_000)))).toContain("no profile that Portolan knows");
    }
    // Generous: a loaded machine is slow, and what is not linear takes hours.
    expect(performance.now() - started).toBeLessThan(60_000);
  });
});

describe("what is refused", () => {
  it("an empty file, listing what is accepted and how to make it", () => {
    const message = messageOf(new Uint8Array(), "run.json");
    expect(message).toMatch(/^run\.json: The file is empty \(0 bytes\)\./);
    for (const { title, madeBy } of traceFormats) expect(message).toContain(`${title}: ${madeBy}`);
  });

  it("an unknown text, with its start", () => {
    const message = messageOf(asBytes(`import numpy as np\n${"x = 1\n".repeat(50)}`));
    expect(message).toContain('It starts with "import numpy as np\\nx = 1');
    expect(message).toContain("Accepted, as they are or gzipped:");
  });

  it("unknown bytes, with the first sixteen", () => {
    expect(messageOf(bytes(0x7f, "ELF", 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0))).toContain(
      "It starts with the bytes 7f 45 4c 46 02 01 01 00 00 00 00 00 00 00 00 00.",
    );
  });

  it("white space alone", () => {
    expect(messageOf(asBytes(" \n\n"))).toContain("nothing but white space (3 bytes");
  });

  it.each([
    ["with its mark", bytes(0xff, 0xfe, "{", 0, '"', 0)],
    ["big-endian", bytes(0xfe, 0xff, 0, "{")],
    ["without a mark", bytes("{", 0, '"', 0)],
  ])("UTF-16 %s", (_, content) => {
    expect(messageOf(content)).toMatch(/UTF-16.*iconv -f UTF-16 -t UTF-8/);
  });
});

describe("near misses", () => {
  const svg =
    '<?xml version="1.0" standalone="no"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg version="1.1">';
  it.each([
    ["perf.data", bytes("PERFILE2", 0x68, 0, 0, 0), /perf script -i FILE > profile\.txt/],
    ["py-spy's SVG", asBytes(svg), /SVG flame graph.*-f speedscope/],
    [
      "pyinstrument's HTML",
      asBytes("<!DOCTYPE html>\n<html><script>var pyinstrumentHTMLRenderer"),
      /pyinstrument -r session/,
    ],
    ["a page", asBytes("<html lang=en><h1>404"), /HTML page.*error page/],
    ["an ONNX model", bytes(0x08, 8, 0x12, 7, "pytorch"), /ONNX model.*enable_profiling/],
    [
      "a heap snapshot",
      asBytes({ snapshot: { meta: { node_fields: ["type"] } } }),
      /memory and no time.*--cpu-prof/,
    ],
    [
      "a heap profile",
      asBytes({ head: { callFrame: { functionName: "(root)" }, selfSize: 0 }, samples: [] }),
      /memory and no time/,
    ],
    ["memray's", bytes("memray\0", 13, 0, 0, 0), /memray's recording.*no time.*py-spy record/],
    [
      "memray's, compressed",
      bytes(4, 0x22, 0x4d, 0x18, 0x40, 0x40, 0xc0, 0xad, 0x3a, 0, 0, 0xf9, "memray\0", 13),
      /memray's recording/,
    ],
    [
      "nvprof's text",
      asBytes("hello\n==812== NVPROF is profiling process 812\n"),
      /nvprof.*no longer develops.*nsys profile/,
    ],
    [
      "nvprof's CSV",
      asBytes('==812== Profiling result:\n"Type","Time(%)"\n'),
      /nvprof.*nsys export --type sqlite/,
    ],
    [
      "nsys stats for reading",
      asBytes(
        "Processing [report.sqlite] with …\n\n ** CUDA GPU Kernel Summary (cuda_gpu_kern_sum):\n\n Time (%)  Total",
      ),
      /nsys stats --format csv/,
    ],
    ["tracemalloc's snapshot", bytes(0x80, 5, 0x95, 0x80, 0, 0), /Python pickle.*tracemalloc.*cProfile/],
    [
      "py-spy's dump",
      asBytes("Process 12: python a.py\nPython v3.11.7 (/usr/bin/python3)\n"),
      /one moment.*py-spy record/,
    ],
    ["Java's", bytes("FLR\0", 0, 2), /Flight Recorder.*jfrconv/],
    [
      "gperftools'",
      bytes(...[0, 3, 0, 10_000 & 255].flatMap((word) => [word, 0, 0, 0, 0, 0, 0, 0]), 0),
      /gperftools.*pprof -proto/,
    ],
    ["gprof's", bytes("gmon", 1, 0, 0, 0), /gmon\.out.*perf record/],
    ["callgrind's", asBytes("# callgrind format\nversion: 1\n"), /instructions and no time/],
    ["massif's", asBytes("desc: --time-unit=ms\ncmd: ./a\ntime_unit: ms\n"), /massif.*no time/],
    [
      "macOS's sample",
      asBytes("Analysis of sampling python (pid 7) every 1 millisecond\n"),
      /stackcollapse-sample/,
    ],
    ["xz", bytes(0xfd, "7zXZ\0"), /xz -d/],
    ["bzip2", bytes("BZh9", "1AY&SY"), /bunzip2/],
    ["lz4", bytes(4, 0x22, 0x4d, 0x18, 0x40, 0x40), /lz4 -d/],
    [
      "a trace of Jaeger's",
      asBytes({ data: [{ traceID: "1", spans: [], processes: {} }] }),
      /OTLP.*file exporter/,
    ],
    [
      "a trace of Zipkin's",
      asBytes([{ traceId: "1", id: "2", name: "get", timestamp: 1, duration: 2, localEndpoint: {} }]),
      /OTLP.*file exporter/,
    ],
    ["a zip", bytes("PK", 3, 4, 20, 0), /zip archive/],
    ["zstd", bytes(0x28, 0xb5, 0x2f, 0xfd, 4), /zstd -d/],
  ])("%s", (_, content, message) => {
    const text = messageOf(new Uint8Array(content));
    expect(text).toMatch(message);
    expect(text).toMatch(/^This is /);
  });

  it.each([
    ["run.nsys-rep", /Nsight Systems report.*nsys export --type sqlite/],
    ["run.qdrep", /Nsight Systems report/],
    ["run.ncu-rep", /Nsight Compute report.*nsys profile/],
    ["run.etl", /ETW.*PerfView.*samply record/],
    ["run.pftrace", /Perfetto.*traceconv json/],
    ["vm.xplane.pb", /XPlane.*trace\.json\.gz/],
  ])("%s, by its name", (name, message) => {
    expect(messageOf(bytes(1, 2, 3, 4), name)).toMatch(message);
  });
});

describe("gzip", () => {
  const sample = readSample("speedscope.py-spy-python.json");
  const zipped = new Uint8Array(gzipSync(sample));

  it.each([
    ["cut off", zipped.slice(0, zipped.length >> 1)],
    ["cut within its header", zipped.slice(0, 7)],
    [
      "with a flipped byte in the middle",
      zipped.map((byte, i) => (i === zipped.length >> 1 ? byte ^ 0x40 : byte)),
    ],
    ["with a wrong check sum", zipped.map((byte, i) => (i === zipped.length - 8 ? byte ^ 1 : byte))],
    ["with a wrong size", zipped.map((byte, i) => (i === zipped.length - 4 ? byte ^ 1 : byte))],
  ])("%s is damaged, and the message says how to check", (_, content) => {
    expect(messageOf(content)).toMatch(
      new RegExp(`gzip file \\(${content.length} bytes\\) is damaged or cut off: .*gzip -t`),
    );
  });

  it("that holds nothing is empty", () => {
    expect(messageOf(new Uint8Array(gzipSync(Buffer.alloc(0))))).toMatch(/holds nothing \(0 bytes\)/);
  });

  it("that unzips to more than the limit is refused", () => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(3 * 2 ** 20)));
    expect(bomb.length).toBeLessThan(10_000);
    expect(() => gunzip(sourceOf(bomb), { ...LARGE_LIMITS, bytes: 2 ** 20 })).toThrow(
      /unzips to more than 1 MiB/,
    );
    expect(gunzip(sourceOf(bomb), LARGE_LIMITS)).toHaveLength(3 * 2 ** 20);
    expect(USUAL_LIMITS.bytes).toBe(512 * 2 ** 20);
  });

  it("that unzips to more than 200 times its size is refused early, unless somebody vouches for it", () => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(2 ** 24)));
    expect(messageOf(bomb)).toMatch(
      /unzips to more than 200 times its size\. Record a shorter run; or, if you trust the file .* --large to npx portolan attribute/,
    );
    expect(() => importTrace(bomb, "bomb", { limits: LARGE_LIMITS })).toThrow(
      /no profile that Portolan knows/,
    );
    // What follows is not even looked at: damage there goes unseen.
    const damaged = bomb.map((byte, i) => (i > bomb.length - 100 ? byte ^ 0xff : byte));
    expect(messageOf(damaged)).toMatch(/200 times its size/);
  });

  it("that lies about its size is not believed", () => {
    // Deflate reaches 1,032 : 1 at most: a trailer that names more must not reserve it.
    const liar = new Uint8Array(gzipSync(Buffer.from("a;b 1\n")));
    liar.set([0xff, 0xff, 0xff, 0x7f], liar.length - 4);
    expect(messageOf(liar)).toMatch(/check sum/);
  });
});
