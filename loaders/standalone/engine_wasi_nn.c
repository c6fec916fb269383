/*
 * The engine of the runtime that hosts this program, by WASI-NN: the module holds no model and no kernel. Calls and layouts are those
 * of the proposal's first form, wasi_ephemeral_nn (https://github.com/WebAssembly/wasi-nn, wit of 2022 and its witx before).
 */
#include "engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CALL(name) __attribute__((import_module("wasi_ephemeral_nn"), import_name(#name)))
#define CPU 0

enum encoding { OPENVINO = 0, ONNX = 1 };

struct bytes {
  const void *data;
  uint32_t length;
};

struct tensor {
  const uint32_t *dims;
  uint32_t rank;
  uint8_t type;
  const void *data;
  uint32_t length;
};

CALL(load) uint32_t nn_load(const struct bytes *parts, uint32_t count, uint32_t encoding, uint32_t device, uint32_t *graph);
CALL(init_execution_context) uint32_t nn_init_execution_context(uint32_t graph, uint32_t *context);
CALL(set_input) uint32_t nn_set_input(uint32_t context, uint32_t index, const struct tensor *tensor);
CALL(compute) uint32_t nn_compute(uint32_t context);
CALL(get_output) uint32_t nn_get_output(uint32_t context, uint32_t index, void *into, uint32_t capacity, uint32_t *written);

static uint32_t context;
static const struct model_spec *spec;
static uint32_t dims[MOST_TENSORS][MOST_RANK];
static struct tensor inputs_of_call[MOST_TENSORS];
static float *outputs_of_model[MOST_TENSORS];

static int checked(uint32_t failed, const char *call) {
  static const char *const WORDS[] = {"",     "invalid argument", "invalid encoding",      "no memory or time",
                                      "busy", "runtime error",    "unsupported operation", "too large", "not found"};
  if (!failed) return 0;
  return engine_fail("WASI-NN, %s: error %u (%s)", call, failed, failed < sizeof WORDS / sizeof *WORDS ? WORDS[failed] : "unknown");
}

/* By the proposal's numbers; -1 where it has none. */
static int32_t type_of(const char *name) {
  static const char *const NAMES[] = {"float16", "float32", "float64", "uint8", "int32", "int64"};
  for (int32_t i = 0; i < (int32_t)(sizeof NAMES / sizeof *NAMES); i++)
    if (strcmp(NAMES[i], name) == 0) return i;
  return -1;
}

int engine_import(void) { return 0; }

static int read_part(const char *path, struct bytes *part) {
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END)) return engine_fail("%s cannot be read", path);
  const long length = ftell(file);
  void *data = malloc(length > 0 ? (size_t)length : 1);
  rewind(file);
  if (!data || fread(data, 1, (size_t)length, file) != (size_t)length) return engine_fail("%s cannot be read whole", path);
  fclose(file);
  *part = (struct bytes){data, (uint32_t)length};
  return 0;
}

/* A graph of OpenVINO's has its weights in a second part; without one it is the model's own file. */
static int load(uint32_t *graph) {
  const char *description = job_value("artefacts.graph"), *weights = job_value("artefacts.weights");
  struct bytes parts[2] = {{0}};
  if (read_part(description ? description : spec->path, &parts[0]) || (weights && read_part(weights, &parts[1]))) return -1;
  const int failed = checked(nn_load(parts, weights ? 2 : 1, weights ? OPENVINO : ONNX, CPU, graph), "load");
  for (int32_t i = 0; i < 2; i++) free((void *)parts[i].data);
  return failed;
}

int engine_open(const struct model_spec *model, int32_t threads) {
  (void)threads;
  uint32_t graph;
  spec = model;
  for (int32_t i = 0; i < model->input_count; i++) {
    const struct tensor_spec *input = &model->inputs[i];
    const int32_t type = type_of(input->type);
    if (type < 0) return engine_fail("WASI-NN has no tensors of %s, as input \"%s\" is", input->type, input->name);
    for (int32_t k = 0; k < input->rank; k++) dims[i][k] = (uint32_t)input->dims[k];
    inputs_of_call[i] =
        (struct tensor){.dims = dims[i], .rank = (uint32_t)input->rank, .type = (uint8_t)type, .length = (uint32_t)input->bytes};
  }
  for (int32_t i = 0; i < model->output_count; i++) {
    const struct tensor_spec *output = &model->outputs[i];
    if (strcmp(output->type, "float32") != 0)
      return engine_fail("output \"%s\" is of %s, which is not measured here", output->name, output->type);
    outputs_of_model[i] = malloc(output->bytes);
    if (!outputs_of_model[i]) return engine_fail("there is no memory for output \"%s\"", output->name);
  }
  return load(&graph) || checked(nn_init_execution_context(graph, &context), "init_execution_context") ? -1 : 0;
}

int engine_run(void *const *inputs, float **outputs, int32_t *lengths) {
  const int64_t begin = monotonic_ns();
  for (int32_t i = 0; i < spec->input_count; i++) {
    inputs_of_call[i].data = inputs[i];
    if (checked(nn_set_input(context, (uint32_t)i, &inputs_of_call[i]), "set_input")) return -1;
  }
  const int64_t given = monotonic_ns();
  if (checked(nn_compute(context), "compute")) return -1;
  const int64_t computed = monotonic_ns();
  for (int32_t i = 0; i < spec->output_count; i++) {
    uint32_t written = 0;
    if (checked(nn_get_output(context, (uint32_t)i, outputs_of_model[i], (uint32_t)spec->outputs[i].bytes, &written), "get_output"))
      return -1;
    outputs[i] = outputs_of_model[i];
    lengths[i] = (int32_t)(written / 4);
  }
  engine_hand_over_ns = given - begin;
  engine_accept_ns = monotonic_ns() - computed;
  return 0;
}
