/** What the driver is told: a page, the files that it may fetch, and what its worker gets first. */
export interface DriverJob {
  readonly page: {
    readonly workerPath: string;
    /** Where npm packages may lie, the nearest first. */
    readonly packageFolders: readonly string[];
    readonly isolated: boolean;
    readonly args: readonly string[] | undefined;
  };
  /** Address on the page's server → path. */
  readonly files: Readonly<Record<string, string>>;
  /** With addresses for paths. */
  readonly job: object;
}
