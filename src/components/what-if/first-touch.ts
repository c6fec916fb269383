const SIGNS = ["pointermove", "pointerdown", "touchstart", "wheel", "keydown", "focusin"] as const;

/** Calls once, when a hand first comes near the page: what only a hand needs waits for it. */
export function onFirstTouch(call: () => void): void {
  const signs = new AbortController();
  for (const sign of SIGNS)
    addEventListener(
      sign,
      () => {
        if (signs.signal.aborted) return;
        signs.abort();
        call();
      },
      { signal: signs.signal, passive: true },
    );
}
