/** A search asks for the same values again and again; each is answered once. The answer must be the same every time. */
export function remembered<Answer>(answer: (value: number) => Answer): (value: number) => Answer {
  const known = new Map<number, Answer>();
  return (value) => {
    if (!known.has(value)) known.set(value, answer(value));
    return known.get(value)!;
  };
}
