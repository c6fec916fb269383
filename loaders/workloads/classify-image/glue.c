/* Glue of classify-image: implements spec.md; twin of glue.ts and glue.py. ABI: ../glue.h. */
#include "glue.h"

#include <math.h>

#define SIDE 224
#define TOP 5

static const float MEAN[3] = {0.485f, 0.456f, 0.406f};
static const float STD[3] = {0.229f, 0.224f, 0.225f};

int32_t glue_init(const uint8_t *assets, int32_t bytes) {
  (void)assets;
  (void)bytes;
  return 0;
}

static int is_space(uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

/* Reads white space, comments, and a number of one to five digits; returns -1 for anything else. */
static int32_t parse_number(const uint8_t **at, const uint8_t *end) {
  const uint8_t *p = *at;
  while (p < end && (is_space(*p) || *p == '#')) {
    if (*p == '#') {
      while (p < end && *p != '\n') p++;
      if (p == end) return -1;
    }
    p++;
  }
  const uint8_t *digits = p;
  int32_t value = 0;
  while (p < end && p - digits < 6 && *p >= '0' && *p <= '9') value = value * 10 + (*p++ - '0');
  if (digits == *at || p == digits || p - digits > 5) return -1;
  *at = p;
  return value;
}

/* Returns the first pixel, or a null pointer for a malformed picture. */
static const uint8_t *parse_ppm(const uint8_t *payload, int32_t bytes, int32_t *width, int32_t *height) {
  const uint8_t *p = payload + 2, *end = payload + bytes;
  if (bytes < 2 || payload[0] != 'P' || payload[1] != '6') return 0;
  *width = parse_number(&p, end);
  if (*width < 1) return 0;
  *height = parse_number(&p, end);
  if (*height < 1 || parse_number(&p, end) != 255) return 0;
  if (p == end || !is_space(*p)) return 0;
  p++;
  return end - p == (int64_t)*width * *height * 3 ? p : 0;
}

/* Byte offsets of the two source pixels of each output along an axis, and the weight of the second. */
struct taps {
  int32_t first[SIDE], second[SIDE];
  float fraction[SIDE];
};

static void bilinear_taps(int32_t from, int32_t to, int32_t stride, struct taps *taps) {
  for (int32_t i = 0; i < to; i++) {
    double s = (i + 0.5) * from / to - 0.5;
    if (s < 0) s = 0;
    if (s > from - 1) s = from - 1;
    int32_t first = (int32_t)s;
    taps->first[i] = first * stride;
    taps->second[i] = (first + 1 < from ? first + 1 : first) * stride;
    taps->fraction[i] = (float)(s - first);
  }
}

int32_t glue_preprocess(const uint8_t *payload, int32_t bytes, void **inputs) {
  int32_t width, height;
  const uint8_t *pixels = parse_ppm(payload, bytes, &width, &height);
  if (!pixels) return GLUE_BAD_PAYLOAD;
  struct taps columns, rows;
  bilinear_taps(width, SIDE, 3, &columns);
  bilinear_taps(height, SIDE, 3 * width, &rows);
  for (int c = 0; c < 3; c++) {
    /* (v / 255 - mean) / std in one multiplication and one addition. */
    const float gain = 1 / (255 * STD[c]), offset = -MEAN[c] / STD[c];
    float *out = (float *)inputs[0] + c * SIDE * SIDE;
    for (int y = 0; y < SIDE; y++, out += SIDE) {
      const uint8_t *above = pixels + rows.first[y] + c, *below = pixels + rows.second[y] + c;
      const float fy = rows.fraction[y];
      for (int x = 0; x < SIDE; x++) {
        const int32_t left = columns.first[x], right = columns.second[x];
        const float fx = columns.fraction[x];
        const float top = above[left] + (above[right] - above[left]) * fx;
        const float bottom = below[left] + (below[right] - below[left]) * fx;
        out[x] = (top + (bottom - top) * fy) * gain + offset;
      }
    }
  }
  return 0;
}

int32_t glue_postprocess(const float *const *outputs, const int32_t *lengths, float **result, int32_t capacity) {
  const float *logits = outputs[0];
  const int32_t classes = lengths[0];
  int32_t best[TOP], found = 0;
  for (int32_t k = 0; k < classes; k++) {
    if (found == TOP && logits[k] <= logits[best[TOP - 1]]) continue;
    int32_t at = found < TOP ? found++ : TOP - 1;
    for (; at > 0 && logits[k] > logits[best[at - 1]]; at--) best[at] = best[at - 1];
    best[at] = k;
  }
  if (2 * found > capacity) return GLUE_RESULT_TOO_LONG;
  const double largest = found > 0 ? logits[best[0]] : 0;
  double sum = 0;
  for (int32_t k = 0; k < classes; k++) sum += exp(logits[k] - largest);
  for (int32_t i = 0; i < found; i++) {
    (*result)[2 * i] = (float)best[i];
    (*result)[2 * i + 1] = (float)(exp(logits[best[i]] - largest) / sum);
  }
  return 2 * found;
}
