/** Entries of a program that is asked once, in a Node process or in a page's worker: what the bundles call first thing. */
import type { Reply } from "./protocol.ts";

type Program<Job> = (job: Job) => Promise<unknown>;

export async function answerInNode<Job>(run: Program<Job>): Promise<void> {
  const reply = await replyOf(run, JSON.parse(process.argv[2]!) as Job);
  // What was sent is out before the process ends.
  process.send?.(reply, () => process.exit());
}

export function answerInPage<Job>(run: Program<Job>): void {
  addEventListener("message", async ({ data }: MessageEvent<{ readonly job: Job }>) =>
    postMessage(await replyOf(run, data.job)),
  );
}

async function replyOf<Job>(run: Program<Job>, job: Job): Promise<Reply> {
  try {
    return { type: "result", value: await run(job) };
  } catch (error) {
    return { type: "error", message: error instanceof Error ? error.message : String(error) };
  }
}
