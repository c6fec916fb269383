/*
 * What runs a model in a worker written in C (worker.c): one of engine_*.c is linked with it and a workload's glue.
 * Calls return 0, or a negative number after engine_fail.
 */
#ifndef PORTOLAN_ENGINE_H
#define PORTOLAN_ENGINE_H

#include <stdint.h>
#include <stddef.h>

#define MOST_TENSORS 16
#define MOST_RANK 8

struct tensor_spec {
  const char *name, *type;
  int32_t rank;
  int64_t dims[MOST_RANK];
  int64_t elements;
  size_t bytes;
};

struct model_spec {
  const char *name, *path;
  int32_t input_count, output_count;
  struct tensor_spec inputs[MOST_TENSORS], outputs[MOST_TENSORS];
};

/* A value of the job by its path, `models.0.path`; null where there is none. */
const char *job_value(const char *path);

/* Loads code that has to be there before a session: an engine's library. */
int engine_import(void);

/* Loads the model; `threads` of it work on a call. */
int engine_open(const struct model_spec *model, int32_t threads);

/*
 * One call. `inputs` are as the model declares them. The engine points each of `outputs` to float32 memory of its own, valid until
 * the next call, and says in `lengths` how many there are. What moves tensors in and out is told by engine_laps.
 */
int engine_run(void *const *inputs, float **outputs, int32_t *lengths);

/* Nanoseconds of the last call that went into handing tensors over and into taking them back. */
extern int64_t engine_hand_over_ns, engine_accept_ns;

/* The words of what failed. Returns -1. */
int engine_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

int64_t monotonic_ns(void);

#endif
