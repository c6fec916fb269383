/** Frames that start a program or a thread, or turn its event loop: they say nothing of what it does. */
import type { Frame } from "./call-tree.js";

/** Of the C library and of CPython's own main, up to where it runs the first line of Python. */
const NATIVE =
  /^(?:_start|__libc_start(?:_call)?_main\w*|Py_(?:Bytes|Run)?Main|pymain_\w+|_?PyRun_\w+|pyrun_\w+|run_mod|run_eval_code_obj|PyEval_EvalCode|start_thread|_?_?clone3?|thread_start|_pthread_start|pythread_wrapper|thread_run)(?:@|$)/;
const C_LIBRARY = /(?:^|[/\\])(?:libc|libpthread|ld-linux[\w-]*)[.-][\w.-]*$/;
const PYTHON_MAIN = /(?:^|[/\\])(?:python[\d.]*|libpython[\w.]*|Programs[/\\]python\.c)$/;

const PYTHON: readonly (readonly [file: RegExp, name: RegExp])[] = [
  [/(?:^|[/\\])(?:<frozen )?runpy(?:\.py|>)$/, /./],
  [/(?:^|[/\\])threading\.py$/, /(?:^|\.)(?:_bootstrap(?:_inner)?|run)$/],
  [/(?:^|[/\\])concurrent[/\\]futures[/\\]thread\.py$/, /(?:^|\.)(?:_worker|run)$/],
  [/(?:^|[/\\])multiprocessing[/\\](?:process|spawn|forkserver|context|popen_\w+|pool)\.py$/, /./],
  [
    /(?:^|[/\\])asyncio[/\\](?:runners|base_events|events|unix_events)\.py$/,
    /(?:^|\.)(?:run|run_forever|run_until_complete|_run_once|_run)$/,
  ],
];

/** What a Python script does outside of its functions. */
export const SCRIPT = "<module>";

/** Whether a frame that has no other code above it only leads to the program's own. */
export function isRuntimeFrame({ name, file }: Frame): boolean {
  if (NATIVE.test(name) || /^thread \(/.test(name)) return true;
  if (file === null) return false;
  if (/^0x/.test(name)) return C_LIBRARY.test(file);
  if (name === "main" && PYTHON_MAIN.test(file)) return true;
  if (file.startsWith("node:")) return true;
  if (name === SCRIPT) return true;
  return PYTHON.some(([path, names]) => path.test(file) && names.test(name));
}
