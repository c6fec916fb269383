/** Turns Ctrl-C into an abort that lets what is running end in order; a second Ctrl-C ends at once. */
export function interruptSignal(): { readonly signal: AbortSignal; wasInterrupted(): boolean } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    process.stderr.write("\nStopping; what was measured is kept. (Ctrl-C again to quit at once.)\n");
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return { signal: controller.signal, wasInterrupted: () => controller.signal.aborted };
}
