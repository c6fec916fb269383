/* Glue of enhance-frame: implements spec.md; twin of glue.ts and glue.py. ABI: ../glue.h. */
#include "glue.h"

#include <math.h>
#include <string.h>

#define HEADER_BYTES 16
#define MAX_SIDE 16384
#define STRIDE 16

int32_t glue_init(const uint8_t *assets, int32_t bytes) {
  (void)assets;
  (void)bytes;
  return 0;
}

int32_t glue_preprocess(const uint8_t *payload, int32_t bytes, void **inputs) {
  if (bytes < HEADER_BYTES || memcmp(payload, "PFRM", 4) != 0) return GLUE_BAD_PAYLOAD;
  uint32_t field[3];
  memcpy(field, payload + 4, sizeof field);
  uint32_t width = field[0], height = field[1], channels = field[2];
  if (channels != 3 || width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) return GLUE_BAD_PAYLOAD;
  int64_t pixels = (int64_t)width * height;
  if (bytes != HEADER_BYTES + 12 * pixels) return GLUE_BAD_PAYLOAD;

  const float *green = (const float *)(payload + HEADER_BYTES) + pixels;
  double sum = 0;
  for (uint32_t y = 0; y < height; y += STRIDE) {
    double row_sum = 0;
    for (uint32_t x = 0; x < width; x += STRIDE) row_sum += green[(int64_t)y * width + x];
    sum += row_sum;
  }
  double samples = (double)((width + STRIDE - 1) / STRIDE) * (double)((height + STRIDE - 1) / STRIDE);
  double mean = sum / samples;
  if (!isfinite(mean)) return GLUE_BAD_PAYLOAD;
  float gain = (float)(mean <= 0.25 ? 2 : mean >= 1 ? 0.5 : 0.5 / mean);

  inputs[0] = (void *)(payload + HEADER_BYTES);
  *(float *)inputs[1] = gain;
  return 0;
}

int32_t glue_postprocess(const float *const *outputs, const int32_t *lengths, float **result, int32_t capacity) {
  const float *enhanced = outputs[0];
  const int32_t length = lengths[0];
  if (length > capacity) return GLUE_RESULT_TOO_LONG;
  if (length == 0 || !isfinite(enhanced[0]) || !isfinite(enhanced[length - 1])) return GLUE_BAD_PAYLOAD;
  *result = (float *)enhanced;
  return length;
}
