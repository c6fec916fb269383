/** The bias of profiles that sample what runs on a CPU, and nothing else. */
export const CPU_ONLY_BIAS =
  "Only time on a CPU was sampled: sleeping, blocking reads and waiting for locks or a device are not in the file, so it is biased against io and waiting.";
