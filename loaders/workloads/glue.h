/*
 * The ABI of a workload's C glue: one source, compiled to Wasm (WASI reactor) and to a native library.
 *
 *   glue_init        static assets (may be empty) -> 0, or a negative error; called once
 *   glue_preprocess  request bytes -> model inputs, back to back in the workload's declared order
 *   glue_postprocess model outputs, back to back in declared order -> number of floats written to `result`
 *
 * Buffers belong to the caller, are 16-byte aligned, and are as large as the workload declares.
 */
#ifndef PORTOLAN_GLUE_H
#define PORTOLAN_GLUE_H

#include <stdint.h>

#define GLUE_BAD_PAYLOAD (-1)
#define GLUE_RESULT_TOO_LONG (-2)
#define GLUE_BAD_ASSETS (-3)

#ifdef __wasm__
#define GLUE_EXPORT(name) __attribute__((export_name(#name)))
#else
#define GLUE_EXPORT(name) __attribute__((visibility("default")))
#endif

#endif
