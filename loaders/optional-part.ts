import type { Setup } from "./targets/target.ts";

/** What `portolan setup` installs, each into a folder of the project's own. */
export interface OptionalPart {
  readonly id: string;
  /** What is in it, for messages. */
  readonly holds: string;
  /** Of disk and time, about. */
  readonly takes: string;
  folder(): string;
  isReady(): boolean;
  /** @param again replaces it even if it is there */
  setUp(say: (line: string) => void, again?: boolean): Promise<Setup>;
}
