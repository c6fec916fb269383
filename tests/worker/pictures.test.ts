import { describe, expect, it } from "vitest";
import { withPictures } from "../../loaders/worker/pictures.ts";

const FILE = Uint8Array.of(1, 2, 3);

/** Requests of these files, one after the other, and what was made of them. */
function exchangeOf(files: readonly Uint8Array[], decode: Parameters<typeof withPictures>[1]) {
  const left = [...files];
  const memories: Uint8Array[] = [];
  const responses: unknown[] = [];
  const exchange = withPictures(
    {
      request: (memoryFor) => {
        const file = left.shift()!;
        memoryFor(file.length).set(file);
      },
      respond: (response) => void responses.push(response),
    },
    decode,
  );
  const next = async () => {
    await exchange.request((bytes) => {
      // Glue may keep its requests at any place.
      memories.push(new Uint8Array(new ArrayBuffer(bytes + 16), 4, bytes));
      return memories.at(-1)!;
    });
    return memories.at(-1)!;
  };
  return { exchange, next, responses };
}

describe("requests that are pictures", () => {
  it("reach glue as width, height and channels, and then pixels", async () => {
    const seen: number[][] = [];
    const { next } = exchangeOf([FILE, Uint8Array.of(9)], (file) => {
      seen.push([...file]);
      return { width: 2, height: 300, channels: 3, pixels: Uint8Array.of(7, 8, file.length) };
    });
    const header = [2, 0, 0, 0, 44, 1, 0, 0, 3, 0, 0, 0];
    expect([...(await next())]).toEqual([...header, 7, 8, 3]);
    expect([...(await next())]).toEqual([...header, 7, 8, 1]);
    expect(seen).toEqual([[1, 2, 3], [9]]);
  });

  it("fail with the decoder's words", async () => {
    const { next } = exchangeOf([FILE], async () => {
      throw new Error("no PNG");
    });
    await expect(next()).rejects.toThrow("no PNG");
  });

  it("are answered as others are", () => {
    const { exchange, responses } = exchangeOf([], () => {
      throw new Error("there is nothing to decode");
    });
    exchange.respond(FILE);
    expect(responses).toEqual([FILE]);
  });
});
