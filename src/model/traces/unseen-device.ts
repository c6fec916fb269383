/** Whether a program may have waited for a device whose own work its profile does not show. */
import { formatShare } from "../format.js";
import type { CallTree } from "./call-tree.js";
import { isOnDevice } from "./on-device.js";

/** PyTorch's calls that return when a device has computed the tensor, as cProfile and pyinstrument name them. */
const WAITS =
  /^[<{](?:built-in )?method .?(?:item|to|cpu|synchronize|__bool__|__int__|__float__|tolist).? of (?:.torch\._C\.|Tensor\b)|^[<{]built-in method torch\._C\._\w*synchronize|^_?Tensor(?:Base)?\.(?:item|to|cpu|__bool__|__int__|__float__|tolist)$/i;

/** Less than this share of the wall time changes no reading. */
const NOTEWORTHY_SHARE = 0.05;

/** A warning where PyTorch's calls that wait for a device have much of the time, and no device is in the profile. */
export function unseenDevice({ frames, frame, selfMs }: CallTree, wallMs: number): string[] {
  if (frames.some(isOnDevice)) return [];
  const waits = frames.map(({ name }) => WAITS.test(name));
  let ms = 0;
  for (let node = 1; node < frame.length; node++) if (waits[frame[node]!]) ms += selfMs[node]!;
  if (ms <= NOTEWORTHY_SHARE * wallMs) return [];
  return [
    `PyTorch's calls that copy a tensor (item, to, cpu) have ${formatShare(ms / wallMs)} of the time. On a GPU they wait for all that was queued before, and this profile does not show the device: that time is neither IO nor known to be compute. Record the run with torch.profiler to see it.`,
  ];
}
