import type { Decode } from "../decode/decode.ts";
import type { Job } from "./job.ts";

/** What a worker needs of what it runs in, which is Node or a browser. */
export interface Surroundings {
  /** A file that the job names, whole: the model, the assets, what the target prepared. */
  read(place: string): Promise<Uint8Array>;
  /** Where a request comes from and its response goes to, again and again. */
  exchange(job: Job): Exchange | Promise<Exchange>;
  /** Decodes pictures where it is what one would use there, whatever else a target has. */
  decoder?(): Decode;
  /** Puts bytes where the harness finds them. */
  save(place: string, bytes: Uint8Array): Promise<void>;
  /** The finest step of the clock, milliseconds; absent where that is finer than a reading of it takes. */
  clockStepMs?(): number;
  /** CPU time of the process so far, milliseconds, and its resident set, bytes; null where neither can be seen from inside. */
  usage(): { readonly cpuMs: number; readonly residentBytes: number } | null;
}

export interface Exchange {
  /**
   * Brings the next request into memory that is there already.
   *
   * @param memoryFor gives memory of exactly so many bytes
   */
  request(memoryFor: (bytes: number) => Uint8Array): void | Promise<void>;
  respond(response: Float32Array | Uint8Array): void;
}
