import type { Job } from "../worker/job.ts";

/** What `launchFor` tells the driver beside the job. */
export interface DriverJob extends Job {
  readonly page: {
    readonly workerPath: string;
    /** Where npm packages may lie, the nearest first. */
    readonly packageFolders: readonly string[];
    readonly isolated: boolean;
    readonly args: readonly string[] | undefined;
  };
}
