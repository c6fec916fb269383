/* Glue of detect-objects: implements spec.md; twin of glue.ts and glue.py. ABI: ../glue.h. */
#include "glue.h"

#include <math.h>
#include <stdlib.h>

#define SIDE 320
#define LEVELS 3
#define CANDIDATES 2100
#define BOX_VALUES 4
#define CLASSES 80
#define SCORE_LOGIT (-1.0986122886681098) /* a score of 0.25 */
#define MAX_OVERLAP 0.45
#define MAX_DETECTIONS 300
#define DETECTION_FLOATS 6

static const int STRIDES[LEVELS] = {8, 16, 32};

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

/* Where a picture lies in the square, and its own size: what maps boxes back. */
static struct {
  int32_t width, height, w, h, left, top;
} box = {SIDE, SIDE, SIDE, SIDE, 0, 0};

static int32_t scaled(int32_t length, int32_t longest) {
  int32_t side = (int32_t)((double)length * SIDE / longest + 0.5);
  return side < 1 ? 1 : side;
}

int32_t glue_preprocess(const uint8_t *payload, int32_t bytes, void **inputs) {
  int32_t width, height;
  const uint8_t *pixels = parse_ppm(payload, bytes, &width, &height);
  if (!pixels) return GLUE_BAD_PAYLOAD;
  const int32_t longest = width > height ? width : height;
  box.width = width;
  box.height = height;
  box.w = scaled(width, longest);
  box.h = scaled(height, longest);
  box.left = (SIDE - box.w) / 2;
  box.top = (SIDE - box.h) / 2;

  float *image = inputs[0];
  for (int i = 0; i < 3 * SIDE * SIDE; i++) image[i] = 114.0f / 255;
  struct taps columns, rows;
  bilinear_taps(width, box.w, 3, &columns);
  bilinear_taps(height, box.h, 3 * width, &rows);
  for (int c = 0; c < 3; c++) {
    for (int y = 0; y < box.h; y++) {
      const uint8_t *above = pixels + rows.first[y] + c, *below = pixels + rows.second[y] + c;
      const float fy = rows.fraction[y];
      float *out = image + (c * SIDE + box.top + y) * SIDE + box.left;
      for (int x = 0; x < box.w; x++) {
        const int32_t left = columns.first[x], right = columns.second[x];
        const float fx = columns.fraction[x];
        const float top = above[left] + (above[right] - above[left]) * fx;
        const float bottom = below[left] + (below[right] - below[left]) * fx;
        out[x] = (top + (bottom - top) * fy) * (1.0f / 255);
      }
    }
  }
  return 0;
}

struct candidate {
  double x1, y1, x2, y2;
  float logit;
  int32_t index, category;
};

static int best_first(const void *left, const void *right) {
  const struct candidate *a = left, *b = right;
  if (a->logit != b->logit) return a->logit > b->logit ? -1 : 1;
  return a->index - b->index;
}

static int32_t candidates_over_threshold(const float *predictions, struct candidate *found) {
  /* Class by class, so that memory is read in order and the loop vectorises. */
  static float largest[CANDIDATES];
  static int32_t category[CANDIDATES];
  const float *logits = predictions + BOX_VALUES * CANDIDATES;
  for (int i = 0; i < CANDIDATES; i++) {
    largest[i] = -INFINITY;
    category[i] = 0;
  }
  for (int k = 0; k < CLASSES; k++, logits += CANDIDATES) {
    for (int i = 0; i < CANDIDATES; i++) {
      const int larger = logits[i] > largest[i];
      category[i] = larger ? k : category[i];
      largest[i] = larger ? logits[i] : largest[i];
    }
  }
  int32_t count = 0, index = 0;
  for (int level = 0; level < LEVELS; level++) {
    const int stride = STRIDES[level], cells = SIDE / stride;
    for (int row = 0; row < cells; row++) {
      for (int column = 0; column < cells; column++, index++) {
        if (!(largest[index] >= SCORE_LOGIT)) continue;
        struct candidate *c = &found[count++];
        c->x1 = (column + 0.5 - predictions[index]) * stride;
        c->y1 = (row + 0.5 - predictions[CANDIDATES + index]) * stride;
        c->x2 = (column + 0.5 + predictions[2 * CANDIDATES + index]) * stride;
        c->y2 = (row + 0.5 + predictions[3 * CANDIDATES + index]) * stride;
        c->logit = largest[index];
        c->index = index;
        c->category = category[index];
      }
    }
  }
  return count;
}

static double area(const struct candidate *c) { return (c->x2 - c->x1) * (c->y2 - c->y1); }

static int overlaps(const struct candidate *a, const struct candidate *b) {
  const double width = (a->x2 < b->x2 ? a->x2 : b->x2) - (a->x1 > b->x1 ? a->x1 : b->x1);
  const double height = (a->y2 < b->y2 ? a->y2 : b->y2) - (a->y1 > b->y1 ? a->y1 : b->y1);
  if (width <= 0 || height <= 0) return 0;
  const double intersection = width * height;
  return intersection > MAX_OVERLAP * (area(a) + area(b) - intersection);
}

static float clamp(double value, double limit) {
  return (float)(value < 0 ? 0 : value > limit ? limit : value);
}

int32_t glue_postprocess(const float *const *outputs, const int32_t *lengths, float **result, int32_t capacity) {
  if (lengths[0] != (BOX_VALUES + CLASSES) * CANDIDATES) return GLUE_BAD_PAYLOAD;
  static struct candidate candidates[CANDIDATES];
  const int32_t count = candidates_over_threshold(outputs[0], candidates);
  qsort(candidates, count, sizeof *candidates, best_first);

  float *detections = *result;
  int32_t kept = 0, length = 1;
  for (int32_t i = 0; i < count && kept < MAX_DETECTIONS; i++) {
    /* Kept candidates move to the front, where later ones are held against them. */
    const struct candidate c = candidates[i];
    int suppressed = 0;
    for (int32_t k = 0; k < kept && !suppressed; k++) {
      suppressed = candidates[k].category == c.category && overlaps(&candidates[k], &c);
    }
    if (suppressed) continue;
    candidates[kept++] = c;
    if (length + DETECTION_FLOATS > capacity) return GLUE_RESULT_TOO_LONG;
    detections[length++] = clamp((c.x1 - box.left) * box.width / box.w, box.width);
    detections[length++] = clamp((c.y1 - box.top) * box.height / box.h, box.height);
    detections[length++] = clamp((c.x2 - box.left) * box.width / box.w, box.width);
    detections[length++] = clamp((c.y2 - box.top) * box.height / box.h, box.height);
    detections[length++] = (float)(1 / (1 + exp(-c.logit)));
    detections[length++] = (float)c.category;
  }
  detections[0] = (float)kept;
  return length;
}
