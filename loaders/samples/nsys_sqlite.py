"""Writes a database as `nsys export --type sqlite` does, for machines without a GPU: requests to a model on one.

    python nsys_sqlite.py report.sqlite REQUESTS

The tables and columns are those of NVIDIA's schema reference, as far as a reader needs them.
"""

import sqlite3
import sys

PROCESS, MAIN, HELPER = 4100, 4100, 4123
GLOBAL_PROCESS = PROCESS << 24
TABLES = """
CREATE TABLE StringIds (id INTEGER NOT NULL PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE ThreadNames (nameId INTEGER NOT NULL REFERENCES StringIds(id), priority INTEGER, globalTid INTEGER);
CREATE TABLE CUPTI_ACTIVITY_KIND_KERNEL (start INTEGER NOT NULL, end INTEGER NOT NULL, deviceId INTEGER NOT NULL,
  contextId INTEGER NOT NULL, streamId INTEGER NOT NULL, correlationId INTEGER, globalPid INTEGER,
  demangledName INTEGER NOT NULL, shortName INTEGER NOT NULL, mangledName INTEGER);
CREATE TABLE CUPTI_ACTIVITY_KIND_MEMCPY (start INTEGER NOT NULL, end INTEGER NOT NULL, deviceId INTEGER NOT NULL,
  contextId INTEGER NOT NULL, streamId INTEGER NOT NULL, correlationId INTEGER, globalPid INTEGER,
  bytes INTEGER NOT NULL, copyKind INTEGER NOT NULL);
CREATE TABLE CUPTI_ACTIVITY_KIND_MEMSET (start INTEGER NOT NULL, end INTEGER NOT NULL, deviceId INTEGER NOT NULL,
  contextId INTEGER NOT NULL, streamId INTEGER NOT NULL, correlationId INTEGER, globalPid INTEGER,
  value INTEGER NOT NULL, bytes INTEGER NOT NULL);
CREATE TABLE CUPTI_ACTIVITY_KIND_RUNTIME (start INTEGER NOT NULL, end INTEGER NOT NULL, eventClass INTEGER NOT NULL,
  globalTid INTEGER, correlationId INTEGER, nameId INTEGER NOT NULL REFERENCES StringIds(id),
  returnValue INTEGER NOT NULL, callchainId INTEGER);
CREATE TABLE CUPTI_ACTIVITY_KIND_SYNCHRONIZATION (start INTEGER NOT NULL, end INTEGER NOT NULL,
  deviceId INTEGER NOT NULL, contextId INTEGER NOT NULL, streamId INTEGER NOT NULL, correlationId INTEGER,
  globalPid INTEGER, syncType INTEGER NOT NULL, eventId INTEGER NOT NULL);
CREATE TABLE NVTX_EVENTS (start INTEGER NOT NULL, end INTEGER, eventType INTEGER NOT NULL, rangeId INTEGER,
  category INTEGER, color INTEGER, text TEXT, globalTid INTEGER, endGlobalTid INTEGER, textId INTEGER,
  domainId INTEGER);
CREATE TABLE OSRT_API (start INTEGER NOT NULL, end INTEGER NOT NULL, eventClass INTEGER NOT NULL, globalTid INTEGER,
  correlationId INTEGER, nameId INTEGER NOT NULL REFERENCES StringIds(id), returnValue INTEGER NOT NULL,
  nestingLevel INTEGER, callchainId INTEGER NOT NULL);
"""
GEMM = (
    "void cutlass::Kernel2<cutlass_80_tensorop_f16_s16816gemm_relu_f16_256x128_32x3_tn_align8>"
    "(cutlass_80_tensorop_f16_s16816gemm_relu_f16_256x128_32x3_tn_align8::Params)"
)
SOFTMAX = "void at::native::vectorized_elementwise_kernel<(int)4, at::native::SoftMaxForwardEpilogue>(int)"


class Report:
    def __init__(self, path):
        self.db = sqlite3.connect(path)
        self.db.execute("PRAGMA page_size = 512")
        self.db.executescript(TABLES)
        self.strings = {}
        self.calls = 0

    def text(self, value):
        if value not in self.strings:
            self.strings[value] = len(self.strings) + 1
            self.add("StringIds", self.strings[value], value)
        return self.strings[value]

    def add(self, table, *values):
        self.db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)

    def call(self, name, start, end):
        """Of CUDA, by the main thread; times are microseconds. Returns what ties it to the device's work."""
        self.calls += 1
        values = (start * 1000, end * 1000, 0, GLOBAL_PROCESS + MAIN, self.calls, self.text(name), 0, None)
        self.add("CUPTI_ACTIVITY_KIND_RUNTIME", *values)
        return self.calls

    def system(self, name, start, end, thread=MAIN):
        values = (start * 1000, end * 1000, 27, GLOBAL_PROCESS + thread, None, self.text(name), 0, 0, 0)
        self.add("OSRT_API", *values)

    def kernel(self, name, start, end, call):
        names = (self.text(name), self.text(name.split("<")[0]), None)
        self.add("CUPTI_ACTIVITY_KIND_KERNEL", start * 1000, end * 1000, 0, 1, 7, call, GLOBAL_PROCESS, *names)

    def copy(self, kind, size, start, end, call):
        self.add("CUPTI_ACTIVITY_KIND_MEMCPY", start * 1000, end * 1000, 0, 1, 7, call, GLOBAL_PROCESS, size, kind)

    def mark(self, text, start, end, kind=59):
        values = (start * 1000, end and end * 1000, kind, None, None, None, text, GLOBAL_PROCESS + MAIN, None, None, 0)
        self.add("NVTX_EVENTS", *values)


def request(report, number, at):
    """10 ms: 1 ms is read, 0.9 ms is Python, 0.3 ms are copies, 6.4 ms kernels, 0.5 ms a collective, the rest is calls."""
    report.mark(f"request {number}", at, at + 9900)
    report.system("read", at + 100, at + 1100)
    copied = report.call("cudaMemcpyAsync_v3020", at + 1900, at + 2100)
    report.copy(1, 786432, at + 2000, at + 2200, copied)
    for start, end, name in ((2300, 6700, GEMM), (6700, 8700, SOFTMAX), (8700, 9200, "ncclDevKernel_AllReduce_Sum_f16")):
        launched = report.call("cudaLaunchKernel_v7000", at + 2100, at + 2120)
        report.kernel(name, at + start, at + end, launched)
    copied = report.call("cudaMemcpyAsync_v3020", at + 2200, at + 2250)
    report.copy(2, 4096, at + 9200, at + 9300, copied)
    waited = report.call("cudaStreamSynchronize_v3020", at + 2300, at + 9400)
    report.system("poll", at + 2400, at + 9300)
    ends = (at + 2310) * 1000, (at + 9390) * 1000
    report.add("CUPTI_ACTIVITY_KIND_SYNCHRONIZATION", *ends, 0, 1, 7, waited, GLOBAL_PROCESS, 3, 0)
    report.mark("answered", at + 9500, None, kind=34)


def main():
    path, count = sys.argv[1], int(sys.argv[2])
    report = Report(path)
    report.add("ThreadNames", report.text("python"), 20, GLOBAL_PROCESS + MAIN)
    report.call("cudaFree_v3020", 0, 180_000)
    report.system("pthread_cond_wait", 0, 200_000 + count * 10_000, thread=HELPER)
    for number in range(count):
        request(report, number, 200_000 + number * 10_000)
    report.db.commit()
    report.db.execute("VACUUM")


if __name__ == "__main__":
    main()
