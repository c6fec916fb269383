/** What of a site's listing a reader's browser can run, and how. */
import type { TargetRecord } from "../run-file.js";
import type { Device } from "./device.js";
import type { LiveListing, LiveTarget } from "./listing.js";
import type { CellName, CellToRun } from "./runner.js";

/** As the harness has it on a machine: these models stop scaling at four. */
export const readerThreads = ({ cores }: Pick<Device, "cores">): number => Math.max(2, Math.min(4, cores));

/** What the others in a page are compared with: no threads, no GPU. */
export const isPlainPage = (target: TargetRecord): boolean =>
  target.glue === "compiled" && target.threads === 1 && target.available && target.adapter === undefined;

/** A target as this browser has it: with its number of threads and its adapter, or why it cannot run here. */
export function targetHere({ record, needs }: LiveTarget, device: Device): TargetRecord {
  const { available: _, engines, browserFiles, ...what } = record;
  const not = (reason: string, enable: string): TargetRecord => ({
    ...what,
    available: false,
    reason,
    enable,
  });
  const files = browserFiles ? { browserFiles } : {};
  const versions = { ...engines, [device.browser.split(" ")[0]!.toLowerCase()]: versionOf(device.browser) };
  switch (needs) {
    case "nothing":
      return { ...what, ...files, available: true, engines: versions };
    case "isolation": {
      if (!device.isolated)
        return not(
          "this page is not cross-origin isolated, so that the browser gives it no shared memory and no threads",
          "open it from `npm start`, or have your host send Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp",
        );
      if (device.cores < 2)
        return not("this device offers one core; a second thread would only share it", "a device with more");
      const threads = readerThreads(device);
      const said = (text: string) => text.replace(/\d+ threads/, `${threads} threads`);
      const { title, summary } = what;
      return {
        ...what,
        ...files,
        ...{ threads, title: said(title), summary: said(summary) },
        available: true,
        engines: versions,
      };
    }
    case "webgpu":
      if (device.gpu.state === "none")
        return not(
          device.gpu.reason,
          "a browser of this year on a device with a GPU; chrome://gpu says what it lacks",
        );
      return { ...what, ...files, available: true, engines: versions, adapter: device.gpu.adapter };
  }
}

const versionOf = (browser: string): string => browser.split(" ")[1] ?? "unknown";

/**
 * The chosen cells with whole addresses, in the listing's order.
 *
 * @param folder address of the listing's folder, with a slash at its end
 */
export function cellsToRun(
  { workloads }: LiveListing,
  chosen: readonly CellName[],
  device: Device,
  folder: string,
): CellToRun[] {
  const whole = (place: string) => new URL(place, folder).href;
  return workloads.flatMap(({ record: { id: workload }, tolerance, reference, cells }) =>
    cells
      .filter(({ target }) => chosen.some((one) => one.workload === workload && one.target === target))
      .map(({ target, worker, job }) => ({
        workload,
        target,
        tolerance,
        reference: reference === null ? null : whole(reference),
        worker: whole(worker),
        job: {
          ...job,
          threads: job.threads > 1 ? readerThreads(device) : job.threads,
          payloadPath: whole(job.payloadPath),
          assetsPath: whole(job.assetsPath),
          models: job.models.map((model) => ({ ...model, path: whole(model.path) })),
          artefacts: Object.fromEntries(
            Object.entries(job.artefacts).map(([name, place]) => [name, whole(place)]),
          ),
        },
      })),
  );
}
