/** A process that opens a browser, has a page run a target's worker, and answers for that worker. */
import { writeFileSync } from "node:fs";
import type { Browser, CDPSession, Page } from "playwright-core";
import { readPeakRss } from "../platform/memory.ts";
import type { Command, PeakMemory, Reply } from "../worker/protocol.ts";
import { launchBrowser } from "./chromium.ts";
import type { DriverJob } from "./driver-job.ts";
import { servePage } from "./page-server.ts";

interface Process {
  readonly type: string;
  readonly id: number;
  /** Seconds. */
  readonly cpuTime: number;
}

/** What the page's script offers. */
interface PageGlobals {
  portolanAsk(message: Command | { readonly job: object }): void;
}

class Driver {
  readonly #job: DriverJob;
  readonly #saved = { place: "" };
  #page!: Page;
  #session!: CDPSession;
  #cpuMs = 0;
  #startMs = 0;

  constructor(job: DriverJob) {
    this.#job = job;
  }

  async open(): Promise<void> {
    const { page, job } = this.#job;
    const url = await servePage(this.#job, (bytes) => writeFileSync(this.#saved.place, bytes));
    const browser: Browser = await launchBrowser(page.args);
    browser.on("disconnected", () => fail(new Error("the browser ended")));
    this.#session = await browser.newBrowserCDPSession();
    this.#page = await browser.newPage();
    this.#page.on("crash", () => fail(new Error("the page crashed, as where its memory is used up")));
    await this.#page.exposeBinding("portolanReply", (_, reply: Reply) => this.#reply(reply));
    await this.#page.goto(url);
    await this.#tell({ job });
  }

  async ask(command: Command): Promise<void> {
    if (command.command === "outputs") this.#saved.place = command.path;
    if (command.command === "warm") {
      this.#cpuMs = await this.#cpuTimeMs();
      this.#startMs = performance.now();
    }
    await this.#tell(command);
  }

  async #tell(message: Command | { job: object }): Promise<void> {
    await this.#page.evaluate((told) => (globalThis as unknown as PageGlobals).portolanAsk(told), message);
  }

  async #reply(reply: Reply): Promise<void> {
    if (reply.type !== "warm-done") {
      send(reply);
      return;
    }
    const wallMs = performance.now() - this.#startMs;
    const cpuPerWall = ((await this.#cpuTimeMs()) - this.#cpuMs) / wallMs;
    send({ ...reply, cpuPerWall, peak: await this.#peak() });
  }

  /** Of the page and the GPU process. */
  async #processes(): Promise<Process[]> {
    const { processInfo } = (await this.#session.send("SystemInfo.getProcessInfo")) as {
      processInfo: Process[];
    };
    return processInfo.filter(({ type }) => type === "renderer" || type === "GPU");
  }

  async #cpuTimeMs(): Promise<number> {
    return (await this.#processes()).reduce((sum, { cpuTime }) => sum + cpuTime * 1e3, 0);
  }

  /** The browser keeps renderers in store, which are small: the page's is the largest. */
  async #peak(): Promise<PeakMemory | null> {
    const processes = await this.#processes();
    const peakOf = async (type: string) => {
      const peaks = await Promise.all(
        processes.filter((process) => process.type === type).map(({ id }) => readPeakRss(id)),
      );
      return peaks.flatMap((peak) => peak ?? []).sort((a, b) => b.peakRssBytes - a.peakRssBytes)[0];
    };
    const [page, gpu] = await Promise.all([peakOf("renderer"), peakOf("GPU")]);
    if (!page) return null;
    return {
      peakRssBytes: page.peakRssBytes + (gpu?.peakRssBytes ?? 0),
      method: `${page.method} of the page's process and the GPU process`,
    };
  }
}

function send(reply: Reply): void {
  process.send?.(reply);
}

function fail(error: unknown): void {
  send({ type: "error", message: error instanceof Error ? error.message : String(error) });
}

/** The bundle calls it first thing. */
export function drive(): void {
  const driver = new Driver(JSON.parse(process.argv[2]!) as DriverJob);
  driver
    .open()
    .then(() => process.on("message", (command: Command) => driver.ask(command).catch(fail)), fail);
  // The harness ends this process; the browser ends with the pipe to it.
  process.on("disconnect", () => process.exit());
}
