/** Leaf frames in which a thread sleeps or waits: how a sampled thread that works is told from one that does not. */
import type { Frame } from "./call-tree.js";

const WAITING_CALL =
  /^_*(?:(?:clock_)?nanosleep|(?:libc_)?(?:p?select|p?poll)(?:64)?|epoll_p?wait2?|kevent|pthread_cond_(?:clock|timed)?wait|sem_(?:clock|timed)?wait|futex\w*|do_futex_wait|sigtimedwait|sigwait|pause|wait4|waitpid|accept4?|PyThread_acquire_lock_timed|lll_lock_wait|time_sleep)$/;

/** Pure-Python stacks show the caller of the lock or of the system call. */
const WAITING_PYTHON: readonly (readonly [name: RegExp, file: RegExp])[] = [
  [/(?:^|\.)(?:wait|_wait_for_tstate_lock)$/, /(?:^|\/)threading\.py$/],
  [/(?:^|\.)select$/, /(?:^|\/)selectors\.py$/],
  [/(?:^|\.)(?:_wait|_try_wait|wait)$/, /(?:^|\/)(?:subprocess|connection|popen_\w+)\.py$/],
  [/(?:^|\.)get$/, /(?:^|\/)queue\.py$/],
];

/** Frames whose symbol is stripped (an address in libc) may hide the call: so many frames are looked at from the leaf. */
const DEPTH = 3;

/** @param stack root first */
export function isWaiting(stack: readonly Frame[]): boolean {
  for (let depth = 1; depth <= Math.min(DEPTH, stack.length); depth++) {
    const { name, file, category } = stack[stack.length - depth]!;
    if (category === "idle" || category === "wait" || WAITING_CALL.test(name)) return true;
    if (file !== null && WAITING_PYTHON.some(([n, f]) => n.test(name) && f.test(file))) return true;
    // Only a nameless frame is looked through.
    if (!/^0x/.test(name)) return false;
  }
  return false;
}
