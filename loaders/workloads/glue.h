/*
 * The ABI of a workload's C glue: one source, compiled to Wasm (WASI reactor) and to a native library, which
 * koffi (Node) or ctypes (Python) calls.
 *
 *   glue_init        static assets (may be empty) -> 0, or a negative error; called once
 *   glue_preprocess  request bytes -> model inputs; 0, or a negative error
 *   glue_postprocess model outputs of `lengths` floats -> number of floats in the result, or a negative error
 *
 * Tensors are passed as arrays of pointers, in the workload's declared order. All buffers belong to the caller,
 * are 16-byte aligned and as large as the workload declares. Before each call the caller sets each of `inputs`,
 * and `*result`, to a buffer; the glue fills that, or spares a copy: it leaves the buffer alone and points the
 * entry into what it was given (an input into the payload, the result into an output), as `const` as that is.
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

GLUE_EXPORT(glue_init)
int32_t glue_init(const uint8_t *assets, int32_t bytes);

GLUE_EXPORT(glue_preprocess)
int32_t glue_preprocess(const uint8_t *payload, int32_t bytes, void **inputs);

GLUE_EXPORT(glue_postprocess)
int32_t glue_postprocess(const float *const *outputs, const int32_t *lengths, float **result, int32_t capacity);

#endif
