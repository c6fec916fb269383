import { type Crossing, filled, kept, sizesUpTo } from "./crossing.ts";

/** JavaScript on one side, the C library that Node runs on on the other: no compiler is needed for it. */
export async function nativeCrossings(mostBytes: number): Promise<Crossing[]> {
  const koffi = (await import("koffi")).default;
  const library = koffi.load(null);
  const abs = library.func("int abs(int value)");
  const memcmp = library.func("int memcmp(const uint8_t *a, const uint8_t *b, size_t bytes)");
  const own = filled(mostBytes);
  return [
    {
      way: "native-call",
      bytes: 0,
      calls: 1,
      run: (times) => {
        for (let i = 0; i < times; i++) kept.value = abs(i);
      },
    },
    ...sizesUpTo(mostBytes).map((bytes): Crossing => {
      const passed = own.subarray(0, bytes);
      return {
        way: "native-pointer",
        bytes,
        calls: 1,
        // Told to compare nothing: what is timed is handing over.
        run: (times) => {
          for (let i = 0; i < times; i++) kept.value = memcmp(passed, passed, 0);
        },
      };
    }),
  ];
}
