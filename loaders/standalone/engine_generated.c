/* The model as C that was generated from it: no engine, and no kernel but plain loops. */
#include "engine.h"

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Of the generated file: reads the weights that lie beside it, and calls the model with pointers to its tensors. */
_Bool generated_load(const char *path);
void generated_run(void *const *inputs, void *const *outputs);

static float *outputs_of_model[MOST_TENSORS];
static const struct model_spec *spec;

/*
 * The generated code takes its temporaries anew at each call. glibc would give large ones back to the system each time, and a
 * model of pictures would spend most of a call on pages that are mapped again; in Wasm, memory once had is kept.
 */
int engine_import(void) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 0x7fffffff);
#endif
  return 0;
}

int engine_open(const struct model_spec *model, int32_t threads) {
  (void)threads;
  spec = model;
  const char *weights = job_value("artefacts.weights");
  if (!generated_load(weights ? weights : "")) return engine_fail("the weights cannot be read from %s", weights ? weights : "(none)");
  for (int32_t i = 0; i < model->output_count; i++) {
    outputs_of_model[i] = malloc(model->outputs[i].bytes);
    if (!outputs_of_model[i]) return engine_fail("there is no memory for output \"%s\"", model->outputs[i].name);
  }
  return 0;
}

int engine_run(void *const *inputs, float **outputs, int32_t *lengths) {
  generated_run(inputs, (void *const *)outputs_of_model);
  for (int32_t i = 0; i < spec->output_count; i++) {
    outputs[i] = outputs_of_model[i];
    lengths[i] = (int32_t)spec->outputs[i].elements;
  }
  return 0;
}
