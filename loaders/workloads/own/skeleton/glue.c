/*
 * Glue of this workload, as spec.md says: compiled to a library and to Wasm. A request goes step by step: glue_start and
 * glue_resume return the number of the model to call, counted from 1 in workload.yaml's order, or GLUE_ANSWER.
 */
#include "glue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS 4
#define CLASSES 3
#define SCORE 1
#define MOST_ROWS 256

static const char *at, *end;
static float row[COLUMNS];
static int32_t best[MOST_ROWS], rows;
static float scores[MOST_ROWS];
static char answer[64 * MOST_ROWS];

int32_t glue_init(const uint8_t *assets, int32_t bytes) {
  (void)assets;
  (void)bytes;
  return 0;
}

/* The next row as a call of the model, or the answer where there is none. */
static int32_t next(const void **inputs, int32_t *dims) {
  while (at < end && (*at == ' ' || *at == '\n' || *at == '\r')) at++;
  if (at == end) return GLUE_ANSWER;
  if (rows == MOST_ROWS) return GLUE_RESULT_TOO_LONG;
  for (int i = 0; i < COLUMNS; i++) {
    /* A number is copied, since the payload does not end with a zero. */
    char text[32];
    int length = 0;
    while (at < end && *at == ' ') at++;
    while (at < end && *at != ' ' && *at != '\n' && *at != '\r' && length < 31) text[length++] = *at++;
    text[length] = 0;
    char *rest;
    row[i] = strtof(text, &rest);
    if (length == 0 || *rest != 0) return GLUE_BAD_PAYLOAD;
  }
  inputs[0] = row;
  const int32_t shape[] = {2, 1, COLUMNS};
  memcpy(dims, shape, sizeof shape);
  return SCORE;
}

int32_t glue_start(const uint8_t *payload, int32_t bytes, const void **inputs, int32_t *dims) {
  at = (const char *)payload;
  end = at + bytes;
  rows = 0;
  return next(inputs, dims);
}

int32_t glue_resume(const float *const *outputs, const int32_t *lengths, const void **inputs, int32_t *dims) {
  if (lengths[0] != CLASSES) return GLUE_BAD_OUTPUTS;
  int32_t largest = 0;
  for (int32_t i = 1; i < CLASSES; i++)
    if (outputs[0][i] > outputs[0][largest]) largest = i;
  best[rows] = largest;
  scores[rows++] = outputs[0][largest];
  return next(inputs, dims);
}

int32_t glue_result(const uint8_t **result) {
  int length = sprintf(answer, "{\"best\":[");
  for (int32_t i = 0; i < rows; i++) length += sprintf(answer + length, i ? ",%d" : "%d", (int)best[i]);
  length += sprintf(answer + length, "],\"scores\":[");
  for (int32_t i = 0; i < rows; i++) length += sprintf(answer + length, i ? ",%.7g" : "%.7g", (double)scores[i]);
  length += sprintf(answer + length, "]}");
  *result = (const uint8_t *)answer;
  return length;
}
