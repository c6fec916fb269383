/** How the ids of workloads begin that are a chat: one with the usual weights, others with other weights or of another size. */
export const CHAT = "chat";

export const isChat = (workloadId: string): boolean =>
  workloadId === CHAT || workloadId.startsWith(`${CHAT}-`);
