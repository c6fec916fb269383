/* Glue of a model alone; twin of glue.ts and glue.py. ABI: ../glue.h. */
#include "glue.h"

#include <string.h>

#define MOST_INPUTS 256
#define WORDS 4

/* Of each input: where it lies in the request, and its bytes. */
static uint32_t at[MOST_INPUTS], size[MOST_INPUTS];
static int32_t inputs_count;

int32_t glue_init(const uint8_t *assets, int32_t bytes) {
  if (bytes < 0 || bytes % (4 * WORDS) != 0 || bytes / (4 * WORDS) > MOST_INPUTS) return GLUE_BAD_ASSETS;
  inputs_count = bytes / (4 * WORDS);
  for (int32_t i = 0; i < inputs_count; i++) {
    memcpy(at + i, assets + 4 * WORDS * i, 4);
    memcpy(size + i, assets + 4 * WORDS * i + 4, 4);
  }
  return 0;
}

int32_t glue_preprocess(const uint8_t *payload, int32_t bytes, void **inputs) {
  for (int32_t i = 0; i < inputs_count; i++) {
    if ((int64_t)at[i] + size[i] > bytes) return GLUE_BAD_PAYLOAD;
    inputs[i] = (void *)(payload + at[i]);
  }
  return 0;
}

/* The number of outputs is not told: lengths beyond the last are 0, as the result's capacity is their sum. */
int32_t glue_postprocess(const float *const *outputs, const int32_t *lengths, float **result, int32_t capacity) {
  if (lengths[0] == capacity) {
    *result = (float *)outputs[0];
    return capacity;
  }
  int32_t length = 0;
  for (int32_t i = 0; length < capacity; i++) {
    if (length + lengths[i] > capacity) return GLUE_RESULT_TOO_LONG;
    memcpy(*result + length, outputs[i], 4 * (size_t)lengths[i]);
    length += lengths[i];
  }
  return length;
}
