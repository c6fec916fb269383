export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 3 where it has no transparency and the decoder adds none, else 4. */
  readonly channels: number;
  readonly pixels: Uint8Array | Uint8ClampedArray;
}

/** Makes pixels of a PNG. @throws Error with the decoder's words */
export type Decode = (file: Uint8Array) => Picture | Promise<Picture>;
