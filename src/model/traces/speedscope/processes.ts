/** The processes in what `py-spy record --subprocesses` writes: a frame of each begins the stacks, down to the one that runs. */
import { asArray, asText, isObject, type JsonObject } from "../json-file.js";

export interface ProfiledProcess {
  readonly pid: number;
  /** Its words as they were when py-spy found it, joined by blanks; empty where it could not read them. */
  readonly command: string;
}

const PROCESS = /^process (\d+):"(.*)"$/s;
const THREAD = /^Process (\d+) (Thread \w+ ".*")$/s;

/** Whether a frame stands for a process, and for no code. */
export const isProcessFrame = (name: string): boolean => PROCESS.test(name);

/** A thread's process, and its own name; null where py-spy followed one process only. */
export function processOfThread(thread: string): { readonly pid: number; readonly thread: string } | null {
  const [, pid, name] = THREAD.exec(thread) ?? [];
  return pid === undefined ? null : { pid: Number(pid), thread: name! };
}

/** In the order of their ids; those alone of which something was sampled. */
export function processesOf(file: JsonObject): ProfiledProcess[] {
  const commands = new Map<number, string>();
  const frames = isObject(file.shared) ? (asArray(file.shared.frames) ?? []) : [];
  for (const frame of frames) {
    const [, pid, command] = PROCESS.exec(isObject(frame) ? (asText(frame.name) ?? "") : "") ?? [];
    if (pid !== undefined) commands.set(Number(pid), command!);
  }
  const threads = (asArray(file.profiles) ?? []).flatMap((profile) =>
    isObject(profile) ? (processOfThread(asText(profile.name) ?? "") ?? []) : [],
  );
  const pids = [...new Set(threads.map(({ pid }) => pid))].sort((a, b) => a - b);
  return pids.map((pid) => ({ pid, command: commands.get(pid) ?? "" }));
}
