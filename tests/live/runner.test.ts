import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runner } from "../../loaders/live/runner.ts";
import type { BrowserMessage, PageMessage } from "../../loaders/worker/browser.ts";
import { cellsToRun, targetHere } from "../../src/model/live/cells.ts";
import type { RunRow } from "../../src/model/run-file.ts";
import { DEVICE, LISTING } from "../fixtures/live.ts";

type Script = (message: PageMessage, reply: (message: BrowserMessage) => void, worker: FakeWorker) => void;

const result = new Float32Array([1, 2]);
const saved = (): Uint8Array => {
  const header = `${JSON.stringify([{ name: "result", type: "float32", length: 2 }])}\n`;
  return Buffer.concat([Buffer.from(header), new Uint8Array(result.buffer)]);
};

/** A worker that answers at once: a request takes 2 ms. */
const well: Script = (message, reply) => {
  if ("job" in message) {
    reply({ type: "started", at: "0" });
    reply({ type: "opened", importMs: 1, compileMs: 1, sessionMs: 1, firstInferenceMs: 3 });
  } else if (message.command === "warm") {
    const spanMs = Array.from({ length: 7 }, () => [0.2, 0.2]);
    reply({ type: "samples", firstIteration: 0, startMs: [0, 2], wallMs: [2, 2], spanMs });
    reply({ type: "warm-done", iterations: 2, cpuPerWall: null, overheadMs: 0.001, selfReportedBytes: null });
  } else if (message.command === "outputs") {
    reply({ type: "saved", place: "", bytes: saved() });
    reply({ type: "outputs" });
  } else reply({ type: "profile", files: [], calls: [1], runMs: [1, 1, 1], printed: "" });
};

let scripts: Record<string, Script> = {};
const living = new Set<FakeWorker>();

class FakeWorker extends EventTarget {
  readonly #script: Script;
  constructor(address: string) {
    super();
    this.#script = scripts[address.split("/").at(-1)!.replace(".js", "")] ?? well;
    living.add(this);
  }
  postMessage(message: PageMessage): void {
    const reply = (data: BrowserMessage) => this.dispatchEvent(Object.assign(new Event("message"), { data }));
    setTimeout(() => living.has(this) && this.#script(message, reply, this), 0);
  }
  terminate(): void {
    living.delete(this);
  }
}

const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
const show = (state: string) => {
  page.visibilityState = state;
  page.dispatchEvent(new Event("visibilitychange"));
};

const before = { ...globalThis };
beforeAll(() => {
  Object.assign(globalThis, {
    Worker: FakeWorker,
    document: page,
    fetch: async () => new Response(saved() as Uint8Array<ArrayBuffer>),
  });
});
afterAll(() => {
  Object.assign(globalThis, { Worker: undefined, document: undefined, fetch: before.fetch });
});
beforeEach(() => {
  scripts = {};
  show("visible");
});

async function run(timeoutMs = 60_000, stop = new AbortController()) {
  const targets = LISTING.targets.map((target) => targetHere(target, DEVICE));
  const chosen = targets.map(({ id }) => ({ workload: "score", target: id }));
  const made = runner.header({
    ...{ suiteVersion: LISTING.suiteVersion, device: DEVICE, targets, seed: 3 },
    workloads: LISTING.workloads.map(({ record }) => record),
    startedAt: "2026-01-02T03:04:05.000Z",
  });
  const header = { ...made, parameters: { ...made.parameters, timeoutMs } };
  let rows: RunRow[] = [];
  const lost: Record<string, string> = {};
  const cells = cellsToRun(LISTING, chosen, DEVICE, "http://host/_live/");
  const end = await runner.run(
    header,
    cells,
    {
      onProcess: () => {},
      onRow: (row) => rows.push(row),
      onLost: ({ target }, reason) => {
        lost[target] = reason;
        rows = rows.filter((row) => !("target" in row) || row.target !== target);
      },
      onHidden: (hidden) => hidden && setTimeout(show, 5, "visible"),
    },
    stop.signal,
  );
  rows.push({ kind: "end", reason: end, detail: "", elapsedMs: 1, at: header.startedAt });
  const cellsOf = runner.summary(header, rows).workloads[0]!.cells;
  return {
    end,
    lost,
    rows,
    header,
    state: Object.fromEntries(cellsOf.map((cell) => [cell.target, cell.state])),
  };
}

const ALL_MEASURED = { "page-wasm": "measured", "page-threads": "measured", "page-webgpu": "measured" };

describe("the queue of a page", () => {
  it("runs three workers for each row and the twin of one, each ended, and its file reads back", async () => {
    const { end, lost, state, rows, header } = await run();
    expect({ end, lost, state }).toEqual({ end: "complete", lost: {}, state: ALL_MEASURED });
    expect(rows.filter(({ kind }) => kind === "outcome")).toHaveLength(3 * 3 + 3);
    expect(living.size).toBe(0);
    const lines = runner.file(header, rows).trimEnd().split("\n");
    expect(lines).toHaveLength(rows.length + 1);
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({
      kind: "end",
      rows: rows.length,
      crc32: expect.any(String),
    });
  });

  it.each<[string, Script, string, number]>([
    [
      "that crashes",
      (_, __, worker) => worker.dispatchEvent(Object.assign(new Event("error"), { message: "boom" })),
      "boom",
      60_000,
    ],
    [
      "whose device is lost",
      (_, reply) => reply({ type: "error", message: "the device was lost" }),
      "the device was lost",
      60_000,
    ],
    ["that never answers", () => {}, "no end after 0.5 s", 500],
  ])("loses the row of a worker %s, and no other", async (_, script, reason, timeoutMs) => {
    scripts = { "page-webgpu": script };
    const { end, lost, state } = await run(timeoutMs);
    expect(end).toBe("complete");
    expect(lost).toEqual({ "page-webgpu": reason });
    expect(state).toEqual({ ...ALL_MEASURED, "page-webgpu": "failed" });
    expect(living.size).toBe(0);
  });

  it("bars a row whose output is another", async () => {
    const wrong: Script = (message, reply, worker) => {
      if ("command" in message && message.command === "outputs") {
        const bytes = saved();
        bytes[bytes.length - 1] = 0x7f;
        reply({ type: "saved", place: "", bytes });
        reply({ type: "outputs" });
      } else well(message, reply, worker);
    };
    scripts = { "page-webgpu": wrong };
    const { lost, state } = await run();
    expect(state["page-webgpu"]).toBe("mismatch");
    expect(lost["page-webgpu"]).toContain('"result"[1]');
  });

  it("loses what ran while the page was hidden, waits, and goes on with the rest", async () => {
    let isFirst = true;
    const hides: Script = (message, reply, worker) => {
      if (isFirst) show("hidden");
      else well(message, reply, worker);
      isFirst = false;
    };
    scripts = { "page-threads": hides };
    const { end, lost, state } = await run();
    expect(end).toBe("complete");
    expect(lost).toEqual({ "page-threads": expect.stringContaining("hidden") });
    expect(state).toEqual({ ...ALL_MEASURED, "page-threads": "cut" });
  });

  it("stops when it is told to, with what it has", async () => {
    const stop = new AbortController();
    scripts = { "page-webgpu": () => stop.abort() };
    const { end, lost } = await run(60_000, stop);
    expect({ end, lost }).toEqual({ end: "interrupted", lost: {} });
    expect(living.size).toBe(0);
  });
});
