/** Leaf frames in which a thread sleeps, waits or blocks: how a sampled thread that computes is told from one that does not. */
import type { Frame } from "./call-tree.js";

const WAITING_CALL =
  /^_*(?:(?:clock_)?nanosleep|(?:libc_)?(?:p?select|p?poll)(?:64)?|epoll_p?wait2?|kevent|pthread_cond_(?:clock|timed)?wait|sem_(?:clock|timed)?wait|futex\w*|do_futex_wait|sigtimedwait|sigwait|pause|wait4|waitpid|waitid|vfork|accept4?|PyThread_acquire_lock_timed|lll_lock_wait|time_sleep)$/;

/** They return when the other side has written. Reading a file may block as well, for as long as a disk takes. */
const BLOCKING_READ =
  /^_*(?:GI_+)?(?:libc_)?(?:p?readv?2?|recv(?:from|m?msg)?)(?:64)?(?:_nocancel)?$|^os_read(?:_impl)?$|^(?:nt|zw)?readfile(?:ex)?$/i;

/**
 * Where Python keeps its own modules; a path that is relative is taken for one, as py-spy shortens them. A module of the
 * program's own may have the same name.
 */
const STANDARD_LIBRARY = String.raw`^(?:|.*\blib(?:64)?/(?:python|pypy)[\d.]+t?(?:\.zip)?/|.*(?:python|conda|forge)[^/]*/(?:envs/[^/]+/)?lib/)`;

/** Stacks without native frames show the caller of the lock or of the system call. */
const WAITING_PYTHON: readonly (readonly [name: RegExp, file: RegExp])[] = (
  [
    ["wait|acquire|__enter__|_wait_for_tstate_lock", "threading"],
    ["select", "selectors"],
    ["wait|poll|_wait|_try_wait|_execute_child", String.raw`subprocess|multiprocessing/popen_\w+`],
    ["wait|poll|_poll|_recv|_recv_bytes", "multiprocessing/connection"],
    ["_handle_tasks|get", "multiprocessing/pool|multiprocessing/queues"],
    ["_worker", "concurrent/futures/thread"],
    ["get|put", "queue"],
    ["readinto|recv|recv_into", "socket|ssl"],
  ] as const
).map(([names, modules]) => [
  new RegExp(String.raw`(?:^|\.)(?:${names})$`),
  new RegExp(String.raw`${STANDARD_LIBRARY}(?:${modules})\.py$`, "i"),
]);

/** Frames whose symbol is stripped (an address in libc) may hide the call: so many frames are looked at from the leaf. */
const DEPTH = 3;

/** @param stack root first */
export function isWaiting(stack: readonly Frame[]): boolean {
  for (let depth = 1; depth <= Math.min(DEPTH, stack.length); depth++) {
    const { name, file, category } = stack[stack.length - depth]!;
    if (category === "idle" || category === "wait") return true;
    if (WAITING_CALL.test(name) || (BLOCKING_READ.test(name) && !isProgram(file))) return true;
    const path = file?.replaceAll("\\", "/");
    if (path !== undefined && WAITING_PYTHON.some(([n, f]) => n.test(name) && f.test(path))) return true;
    // Only a frame without a name of its own is looked through.
    if (!/^0x|^\[self\]$/.test(name)) return false;
  }
  return false;
}

/** Whether the file holds source text, whose functions may well be called `read`. */
function isProgram(file: string | null): boolean {
  return file !== null && /\.(?:pyw?|[cm]?[jt]sx?|rb|php)$/i.test(file);
}
