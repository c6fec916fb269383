/* What engine_generated.c calls, written by hand: one score for each of 40 rows of 24 features. Its "weights" are a word that says
 * how it lives. */
#include <stdio.h>

enum { ROWS = 40, FEATURES = 24 };

static int life = 'c', calls;

_Bool generated_load(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) return 0;
  life = fgetc(file);
  fclose(file);
  return 1;
}

void generated_run(void *const *inputs, void *const *outputs) {
  const float *features = inputs[0];
  float *score = outputs[0];
  calls++;
  if (life == 't' && calls == 3) __builtin_trap();
  for (volatile int forever = life == 'h'; forever;) {
  }
  for (int row = 0; row < ROWS; row++) score[row] = 0.5f - features[row * FEATURES];
}
