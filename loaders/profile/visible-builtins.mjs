/**
 * Gives V8's built-in functions that move or serialise data, or wait, a frame of their own. A .cpuprofile bills a built-in to the
 * function that calls it, so that JSON.parse in a handler looks like the handler's own JavaScript. Loaded before the
 * program (`node --import …/visible-builtins.mjs --cpu-prof app.js`), each of these built-ins is called through a
 * function of this file, which the profile then names.
 */

const { apply } = Reflect;

/** Replaces methods by those that `wrap` returns, keyed as "Owner.method"; it gets the built-in ones, to call. */
function replace(owner, wrap) {
  const properties = Object.getOwnPropertyDescriptors(owner);
  const builtIn = Object.fromEntries(Object.entries(properties).map(([name, { value }]) => [name, value]));
  for (const [title, value] of Object.entries(wrap(builtIn))) {
    const name = title.split(".").at(-1);
    if (typeof builtIn[name] !== "function") continue;
    Object.defineProperty(value, "name", { value: name, configurable: true });
    Object.defineProperty(value, "length", { value: builtIn[name].length, configurable: true });
    Object.defineProperty(owner, name, { ...properties[name], value });
  }
}

// Written out one by one: a profile shows a function's name as it stands in the source.
replace(JSON, (builtIn) => ({
  "JSON.parse"(...args) {
    return apply(builtIn.parse, this, args);
  },
  "JSON.stringify"(...args) {
    return apply(builtIn.stringify, this, args);
  },
}));

replace(globalThis, (builtIn) => ({
  structuredClone(...args) {
    return apply(builtIn.structuredClone, this, args);
  },
}));

replace(Object.getPrototypeOf(Uint8Array.prototype), (builtIn) => ({
  "TypedArray.set"(...args) {
    return apply(builtIn.set, this, args);
  },
  "TypedArray.slice"(...args) {
    return apply(builtIn.slice, this, args);
  },
  "TypedArray.copyWithin"(...args) {
    return apply(builtIn.copyWithin, this, args);
  },
}));

replace(ArrayBuffer.prototype, (builtIn) => ({
  "ArrayBuffer.slice"(...args) {
    return apply(builtIn.slice, this, args);
  },
}));

// Waits for another thread.
replace(Atomics, (builtIn) => ({
  "Atomics.wait"(...args) {
    return apply(builtIn.wait, this, args);
  },
}));

replace(TextEncoder.prototype, (builtIn) => ({
  "TextEncoder.encode"(...args) {
    return apply(builtIn.encode, this, args);
  },
  "TextEncoder.encodeInto"(...args) {
    return apply(builtIn.encodeInto, this, args);
  },
}));

replace(TextDecoder.prototype, (builtIn) => ({
  "TextDecoder.decode"(...args) {
    return apply(builtIn.decode, this, args);
  },
}));
