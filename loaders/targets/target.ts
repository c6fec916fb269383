import type { Course } from "../../src/model/course.ts";
import type { ReaderNeed } from "../../src/model/live/listing.ts";
import type {
  Adapter,
  EngineBuild,
  EngineSettings,
  Glue,
  Port,
  Precision,
  Reach,
  Standalone,
} from "../../src/model/run-file.ts";
import type { Job, JobModel } from "../worker/job.ts";
import type { WorkerParts } from "../worker/main.ts";
import type { ModelFormat } from "../workloads/workload.ts";

/** Can this target run here? If not: why, and the one command that would change it. */
export type Probe =
  | {
      readonly available: true;
      readonly engines: Readonly<Record<string, string>>;
      /** The GPU that it computes on; absent where it computes on the CPU. */
      readonly adapter?: Adapter;
    }
  | { readonly available: false; readonly reason: string; readonly enable: string };

/** How installing went. If it did not: why, and what would help. */
export type Setup =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string; readonly enable: string };

/**
 * A way to run a workload. One file under `loaders/targets/` exports `target` and, when Node hosts the
 * worker, `parts`; listing the file in `index.ts` registers it. `parts` runs in a worker process, in a
 * bundle of its own that holds nothing else.
 */
export interface Target {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly port: Port;
  readonly course: Course;
  readonly reach: readonly Reach[];
  readonly threads: number;
  readonly glue: Glue;
  /** The target that is the same program in Node, of one that a browser hosts. */
  readonly inBrowser?: string;
  /** Of an engine that is measured in several builds of one version: which of them this is. */
  readonly build?: EngineBuild;
  /** Without a browser and an interpreter: its runtime, and where the model's arithmetic lies. Measured by a set of its own. */
  readonly standalone?: Standalone;
  /** Of weights and arithmetic, where it is not that of the model's file. */
  readonly precision?: Precision;
  /** Its worker answers what a model's call takes with more than one request in it. */
  readonly batches?: boolean;
  /** A variant of another, which a first look does without. */
  readonly closerLook?: true;
  /** What kind of model file its engine reads. Absent: ONNX. */
  readonly reads?: ModelFormat;
  /** What a browser fetches to run it, besides the model; absent where none can. */
  readonly browser?: BrowserCode;
  /** The package that it decodes pictures with in Node, and what of that its worker is given as `artefacts.decoder`. */
  readonly decoder?: { readonly package: string; readonly file?: string };
  /** How its engine's settings may be searched for each workload; absent where the target says what they are. */
  readonly tuning?: Tuning;
  /** Of an engine of language models that is told how many threads to use: what of `loaders/` has a conversation on more and more of them. */
  readonly threadRounds?: string;
  /** What a kit (docs/kit.md) needs to know to run it under another machine's Python; absent where a kit cannot carry it. */
  readonly kit?: Kitted;
  /** Which process hosts the worker. "node": the bundle of `parts`; otherwise what `command` names. */
  readonly host: { readonly kind: "node"; readonly module: () => string } | ProcessHost | BrowserHost;
  /** Installs what the target runs on, unless it is there; targets that share an installation share the function. */
  setUp?(say: (line: string) => void): Promise<Setup>;
  probe(): Promise<Probe>;
  /** Why a workload is not measured on this target although it could be; null where it is. */
  skips?(workloadId: string): string | null;
  /** Builds what the worker needs, before any timing; returns paths for `Job.artefacts`. */
  prepare?(workloadId: string, staged: ModelsToPrepare): Promise<Record<string, string>>;
}

/** A target whose worker runs under any Python that has what it imports. */
export interface Kitted {
  /** Its worker: a file of `loaders/python/`, which a kit carries whole. Gets the job as its one argument. */
  readonly worker: string;
  /** What the worker imports, by module; and the package that brings each, for `pip install`. */
  readonly modules: Readonly<Record<string, string>>;
  /**
   * A program of `loaders/python/` that is given the target's id and prints a `Probe` as a line of JSON, where it takes more to
   * tell than that the modules are there: a GPU and its driver. It is asked once they are, and its engines join theirs.
   */
  readonly probe?: string;
}

/** What is compiled with a workload's models has to know them. */
export interface ModelsToPrepare {
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  /** In the same order, as a worker is told of them. */
  readonly models: readonly JobModel[];
}

/** What a search may try beside what the program has, by setting. */
export type Alternatives = {
  readonly [K in keyof EngineSettings]?: readonly NonNullable<EngineSettings[K]>[];
};

export interface Tuning {
  readonly alternatives: Alternatives;
  /** The engine's threads belong to the process, so that another number of them takes another process. */
  readonly threadsPerProcess: boolean;
  /** Settings as lines of a program; none where nothing is set. */
  code(settings: EngineSettings): string[];
}

export interface BrowserCode {
  /** Engine and runtime, as `package/path/in/it`. */
  readonly packageFiles: readonly string[];
  /** The workload's own code, as a site would serve it. */
  glue(workloadId: string): Promise<{ readonly name: string; readonly contents: Uint8Array }>;
}

/** A worker in another language: reads commands and writes replies as JSON lines on stdin and stdout. */
export interface ProcessHost {
  readonly kind: "process";
  /** What it is told in: `loaders/worker/plain-text.ts` where it has no reader of JSON. */
  readonly speaks?: "plain-text";
  command(job: Job): {
    readonly file: string;
    readonly args: readonly string[];
    /** Added to this process's own. */
    readonly env?: Readonly<Record<string, string>>;
  };
}

/**
 * A worker in a cross-origin isolated page of a browser that is started for it: a bundle of the module's `parts`. The module's address is asked
 * for by a call, so that a bundle may leave out the target itself: a property that is read may do something.
 */
export interface BrowserHost {
  readonly kind: "browser";
  readonly module: () => string;
  /** What a reader's own browser must have to run it on the page for that; absent where it is not offered there. */
  readonly readerNeeds?: ReaderNeed;
  /** Switches of the browser, if it needs any. */
  readonly args?: readonly string[];
}

export interface TargetModule {
  readonly target: Target;
  readonly parts?: WorkerParts;
}
