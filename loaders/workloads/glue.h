/*
 * The ABI of a workload's C glue: one source, compiled to Wasm (WASI reactor) and to a native library, which
 * koffi (Node) or ctypes (Python) calls.
 *
 *   glue_init        static assets (may be empty) -> 0, or a negative error; called once
 *   glue_preprocess  request bytes -> model inputs; 0, or a negative error
 *   glue_postprocess model outputs of `lengths` floats -> number of floats in the result, or a negative error
 *
 * A request that calls its models as often as it needs has in place of the last two:
 *
 *   glue_start       request bytes -> its first step
 *   glue_resume      outputs of the call that was asked for, of `lengths` floats -> the next step
 *   glue_result      after the last step -> bytes of the answer, which is JSON in UTF-8, and where it lies
 *
 * A step is the number of the model to call, counted from 1 in the workload's order; 0 where the answer is there; or a negative
 * error. Of a call, the glue sets each of `inputs` to memory of its own, valid until the next step, in the order in which the
 * model declares its inputs, and `dims` to the shapes: of each input how many dimensions it has, then those. There is room for
 * GLUE_MOST_INPUTS inputs and GLUE_MOST_DIMS numbers. The payload stays as it is until the answer was taken.
 *
 * In the first case tensors are passed as arrays of pointers, in the workload's declared order. All buffers belong to the caller,
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
#define GLUE_NO_MEMORY (-4)
#define GLUE_BAD_OUTPUTS (-5)

#define GLUE_MOST_INPUTS 16
#define GLUE_MOST_DIMS 128
#define GLUE_ANSWER 0

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

GLUE_EXPORT(glue_start)
int32_t glue_start(const uint8_t *payload, int32_t bytes, const void **inputs, int32_t *dims);

GLUE_EXPORT(glue_resume)
int32_t glue_resume(const float *const *outputs, const int32_t *lengths, const void **inputs, int32_t *dims);

GLUE_EXPORT(glue_result)
int32_t glue_result(const uint8_t **result);

#endif
