import type { Thread } from "../threads/thread.ts";
import { BATCHED_BYTES, batchesUpTo, type Crossing, filled, sizesUpTo } from "./crossing.ts";

/** Bytes, and whether their buffer changes hands; or a number alone. */
export type EchoMessage = { readonly bytes: ArrayBuffer; readonly transferred: boolean } | number;

/** A thread's program that sends back what it gets, in the same way. */
export const ECHO = `(message) => {
  if (typeof message === "object" && message.transferred) reply(message, [message.bytes]);
  else reply(message, []);
}`;

/** Messages of one byte are as dear as such of a kilobyte: more calls would only take longer. */
const MOST_MESSAGES = 1_000;

/** A thread on one side, another on the other: there and back. */
export function threadCrossings(echo: Thread<EchoMessage>, mostBytes: number): Crossing[] {
  const roundTrip = (message: EchoMessage, transfer: readonly ArrayBuffer[]) =>
    new Promise<EchoMessage>((resolve) => {
      echo.heard = resolve;
      echo.send(message, transfer);
    });
  const sharedBytes = typeof SharedArrayBuffer === "function" ? mostBytes : 0;
  const shared = sharedBytes > 0 ? new Uint8Array(new SharedArrayBuffer(sharedBytes)) : null;
  const own = filled(mostBytes);
  const clone = (bytes: number, calls: number): Crossing => {
    const part = filled(Math.max(1, Math.floor(bytes / calls))).buffer;
    return {
      way: "clone",
      bytes,
      calls,
      run: async (times) => {
        for (let i = 0; i < times * calls; i++) await roundTrip({ bytes: part, transferred: false }, []);
      },
    };
  };
  const sized = sizesUpTo(mostBytes).flatMap((bytes): Crossing[] => {
    let travelling = filled(bytes).buffer;
    return [
      clone(bytes, 1),
      {
        way: "transfer",
        bytes,
        calls: 1,
        run: async (times) => {
          for (let i = 0; i < times; i++) {
            const back = await roundTrip({ bytes: travelling, transferred: true }, [travelling]);
            if (typeof back === "object") travelling = back.bytes;
          }
        },
      },
      ...(shared === null ? [] : [sharedCrossing(own.subarray(0, bytes), shared, roundTrip)]),
    ];
  });
  const batched = Math.min(BATCHED_BYTES, mostBytes);
  return [...sized, ...batchesUpTo(MOST_MESSAGES).map((calls) => clone(batched, calls))];
}

function sharedCrossing(
  from: Uint8Array,
  to: Uint8Array,
  roundTrip: (message: number, transfer: readonly ArrayBuffer[]) => Promise<unknown>,
): Crossing {
  return {
    way: "shared",
    bytes: from.length,
    calls: 1,
    run: async (times) => {
      for (let i = 0; i < times; i++) {
        to.set(from);
        await roundTrip(from.length, []);
      }
    },
  };
}
