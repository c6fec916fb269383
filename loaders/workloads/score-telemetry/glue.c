/* Glue of score-telemetry: implements spec.md; twin of glue.ts and glue.py. ABI: ../glue.h. */
#include "glue.h"

#include <math.h>
#include <string.h>

#define SENSORS 8
#define WINDOW 16
#define ALPHA 0.25
#define ALARM_ON 0.65
#define ALARM_OFF 0.35

static const char HEADER[] = "timestamp,device,";

int32_t glue_init(const uint8_t *assets, int32_t bytes) {
  (void)assets;
  (void)bytes;
  return 0;
}

static const double POWERS[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

/* Reads one field up to ',' or '\n'; leaves *at on that separator. Returns 0 for an empty field, -1 for no number. */
static int parse_field(const uint8_t **at, const uint8_t *end, double *value) {
  const uint8_t *p = *at;
  int negative = p < end && *p == '-';
  p += negative;
  double digits = 0;
  int fraction = -1, seen = 0;
  for (; p < end && *p != ',' && *p != '\n'; p++) {
    if (*p == '.' && fraction < 0) {
      fraction = 0;
    } else if (*p < '0' || *p > '9') {
      return -1;
    } else {
      digits = digits * 10 + (*p - '0');
      seen = 1;
      if (fraction >= 0) fraction++;
    }
  }
  int empty = p == *at;
  *at = p;
  if (!seen) return empty ? 0 : -1;
  if (fraction > 9) return -1;
  double v = digits / POWERS[fraction > 0 ? fraction : 0];
  *value = negative ? -v : v;
  return 1;
}

int32_t glue_preprocess(const uint8_t *payload, int32_t bytes, void **inputs) {
  const uint8_t *p = payload, *end = payload + bytes;
  if (bytes < (int32_t)sizeof HEADER || memcmp(payload, HEADER, sizeof HEADER - 1) != 0) return GLUE_BAD_PAYLOAD;
  while (p < end && *p != '\n') p++;
  p++;
  float *features = inputs[0];
  double history[SENSORS][WINDOW] = {{0}};
  double sum[SENSORS] = {0}, squares[SENSORS] = {0}, last[SENSORS] = {0};
  for (int row = 0; p < end; row++) {
    for (int commas = 0; commas < 2; p++) {
      if (p >= end || *p == '\n') return GLUE_BAD_PAYLOAD;
      commas += *p == ',';
    }
    int n = row + 1 < WINDOW ? row + 1 : WINDOW;
    float *out = features + (int64_t)row * 3 * SENSORS;
    for (int s = 0; s < SENSORS; s++) {
      double v = last[s];
      if (parse_field(&p, end, &v) < 0) return GLUE_BAD_PAYLOAD;
      if (p < end ? *p != (s == SENSORS - 1 ? '\n' : ',') : s < SENSORS - 1) return GLUE_BAD_PAYLOAD;
      p++;
      last[s] = v;
      double old = history[s][row % WINDOW];
      history[s][row % WINDOW] = v;
      sum[s] += v;
      squares[s] += v * v;
      if (row >= WINDOW) {
        sum[s] -= old;
        squares[s] -= old * old;
      }
      double mean = sum[s] / n;
      double variance = squares[s] / n - mean * mean;
      double deviation = sqrt(variance > 0 ? variance : 0);
      out[s] = (float)v;
      out[SENSORS + s] = (float)mean;
      out[2 * SENSORS + s] = (float)((v - mean) / (deviation + 1e-3));
    }
  }
  return 0;
}

int32_t glue_postprocess(const float *const *outputs, const int32_t *lengths, float **result, int32_t capacity) {
  const float *score = outputs[0];
  float *alarms = *result;
  int rows = lengths[0], length = 2, start = -1;
  double smoothed = rows > 0 ? score[0] : 0, peak = 0;
  for (int row = 0; row <= rows; row++) {
    int finished = row == rows;
    if (!finished) smoothed += ALPHA * (score[row] - smoothed);
    if (start >= 0 && (finished || smoothed < ALARM_OFF)) {
      if (length + 3 > capacity) return GLUE_RESULT_TOO_LONG;
      alarms[length++] = (float)start;
      alarms[length++] = (float)(row - 1);
      alarms[length++] = (float)peak;
      start = -1;
    } else if (!finished && start < 0 && smoothed >= ALARM_ON) {
      start = row;
      peak = smoothed;
    } else if (start >= 0 && smoothed > peak) {
      peak = smoothed;
    }
  }
  alarms[0] = (float)rows;
  alarms[1] = (float)((length - 2) / 3);
  return length;
}
