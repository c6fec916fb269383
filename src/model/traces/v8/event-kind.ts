/** What Chrome's and Node's trace events tell of the code that V8 samples meanwhile. */
import type { Frame } from "../call-tree.js";

/**
 * `script`: V8 runs code within, which samples tell apart. `task`: the loop's call of something, which may be a script.
 * `native`: work of the browser's or of Node's own, even where a script called it.
 */
export type EventKind = "script" | "task" | "native";

const SCRIPT =
  /^(?:FunctionCall|Evaluate(?:Script|Module)|RunMicrotasks|TimerFire|EventDispatch|FireAnimationFrame|FireIdleCallback|XHR(?:Load|ReadyStateChange)|v8\.|V8\.(?!GC))/i;

/** In V8, but before or beside the running of code. */
const NO_SCRIPT = /^v8\.\w*(?:compile|parse|cache|deserialize)/i;

const TASK =
  /^(?:(?:ThreadControllerImpl::|MessageLoop::)?RunTask|ThreadPool_RunTask|TaskQueueManager::ProcessTaskFromWorkQueue|Task|Program|JSRoot)$/;

/** Node's loop: timers, immediates and callbacks. */
const NODE_LOOP = /(?:^|,)node\.environment(?:,|$)/;

export function eventKind({ name, category }: Frame): EventKind {
  if (TASK.test(name)) return "task";
  if (NO_SCRIPT.test(name)) return "native";
  return SCRIPT.test(name) || NODE_LOOP.test(category ?? "") ? "script" : "native";
}
