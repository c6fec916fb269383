/*
 * onnxruntime by its C API, from a shared library that another package ships: neither headers nor a link to it are needed. The
 * API is a table of functions that only ever grows at its end (onnxruntime_c_api.h: "the order of functions is fixed"), so that
 * a place in it means the same function in every later version.
 */
#include "engine.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

/* The first version whose table holds all that is called here. */
#define API_VERSION 14
#define LOG_ERRORS 3
#define ARENA_ALLOCATOR 1
#define DEFAULT_MEMORY 0
#define FLOAT32 1

typedef void *status;

enum place {
  GET_ERROR_MESSAGE = 2,
  CREATE_ENV = 3,
  CREATE_SESSION = 7,
  RUN = 9,
  CREATE_SESSION_OPTIONS = 10,
  SET_INTRA_OP_THREADS = 24,
  SET_INTER_OP_THREADS = 25,
  GET_INPUT_COUNT = 30,
  GET_OUTPUT_COUNT = 31,
  GET_INPUT_NAME = 36,
  GET_OUTPUT_NAME = 37,
  CREATE_TENSOR_WITH_DATA = 49,
  GET_TENSOR_DATA = 51,
  GET_ELEMENT_TYPE = 60,
  GET_ELEMENT_COUNT = 64,
  GET_TYPE_AND_SHAPE = 65,
  CREATE_CPU_MEMORY = 69,
  GET_ALLOCATOR = 78,
  RELEASE_STATUS = 93,
  RELEASE_VALUE = 96,
  RELEASE_TYPE_AND_SHAPE = 99,
};

static void *const *api;
static void *session, *memory;
static const struct model_spec *spec;
static char *input_names[MOST_TENSORS], *output_names[MOST_TENSORS];
static void *given[MOST_TENSORS], *got[MOST_TENSORS];
static float *converted[MOST_TENSORS];

#define CALL(place, ...) ((status(*)(__VA_ARGS__))api[place])

static int checked(status failed, const char *call) {
  if (!failed) return 0;
  engine_fail("onnxruntime, %s: %s", call, ((const char *(*)(status))api[GET_ERROR_MESSAGE])(failed));
  ((void (*)(status))api[RELEASE_STATUS])(failed);
  return -1;
}

static int32_t type_of(const char *name) {
  static const char *const NAMES[] = {"", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "", "bool", "float16"};
  for (int32_t i = 0; i < (int32_t)(sizeof NAMES / sizeof *NAMES); i++)
    if (*NAMES[i] && strcmp(NAMES[i], name) == 0) return i;
  return 0;
}

int engine_import(void) {
  const char *path = job_value("artefacts.onnxruntime");
  if (!path) return engine_fail("the job names no library of onnxruntime");
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) return engine_fail("onnxruntime cannot be loaded: %s", dlerror());
  void *const *(*base)(void) = (void *const *(*)(void))dlsym(library, "OrtGetApiBase");
  if (!base) return engine_fail("%s has no OrtGetApiBase", path);
  api = ((void *const *(*)(uint32_t))base()[0])(API_VERSION);
  return api ? 0 : engine_fail("%s does not know version %d of its C API", path, API_VERSION);
}

static int name_tensors(size_t count, enum place count_of, enum place name_of, char **names, const char *what) {
  size_t found = 0;
  void *allocator;
  if (checked(CALL(count_of, void *, size_t *)(session, &found), "counting tensors")) return -1;
  if (found < count) return engine_fail("the model has %zu %ss; the workload needs %zu", found, what, count);
  if (checked(CALL(GET_ALLOCATOR, void **)(&allocator), "GetAllocatorWithDefaultOptions")) return -1;
  for (size_t i = 0; i < count; i++)
    if (checked(CALL(name_of, void *, size_t, void *, char **)(session, i, allocator, &names[i]), "naming a tensor"))
      return -1;
  return 0;
}

int engine_open(const struct model_spec *model, int32_t threads) {
  void *env, *options;
  spec = model;
  if (checked(CALL(CREATE_ENV, int, const char *, void **)(LOG_ERRORS, "portolan", &env), "CreateEnv") ||
      checked(CALL(CREATE_SESSION_OPTIONS, void **)(&options), "CreateSessionOptions") ||
      checked(CALL(SET_INTRA_OP_THREADS, void *, int)(options, threads), "SetIntraOpNumThreads") ||
      checked(CALL(SET_INTER_OP_THREADS, void *, int)(options, 1), "SetInterOpNumThreads") ||
      checked(CALL(CREATE_SESSION, void *, const char *, void *, void **)(env, model->path, options, &session),
              "CreateSession") ||
      checked(CALL(CREATE_CPU_MEMORY, int, int, void **)(ARENA_ALLOCATOR, DEFAULT_MEMORY, &memory), "CreateCpuMemoryInfo"))
    return -1;
  return name_tensors((size_t)model->input_count, GET_INPUT_COUNT, GET_INPUT_NAME, input_names, "input") ||
                 name_tensors((size_t)model->output_count, GET_OUTPUT_COUNT, GET_OUTPUT_NAME, output_names, "output")
             ? -1
             : 0;
}

static int hand_over(void *const *inputs) {
  for (int32_t i = 0; i < spec->input_count; i++) {
    const struct tensor_spec *tensor = &spec->inputs[i];
    const int32_t type = type_of(tensor->type);
    if (checked(CALL(CREATE_TENSOR_WITH_DATA, void *, void *, size_t, const int64_t *, size_t, int, void **)(
                    memory, inputs[i], tensor->bytes, tensor->dims, (size_t)tensor->rank, type, &given[i]),
                "CreateTensorWithDataAsOrtValue"))
      return -1;
  }
  return 0;
}

/* Whatever its type, an output reaches the glue as float32. */
static float *as_floats(const void *data, int32_t type, size_t count, float **into) {
  *into = realloc(*into, 4 * count);
  for (size_t k = 0; *into && k < count; k++) switch (type) {
      case 2:
      case 9: (*into)[k] = ((const uint8_t *)data)[k]; break;
      case 6: (*into)[k] = (float)((const int32_t *)data)[k]; break;
      case 7: (*into)[k] = (float)((const int64_t *)data)[k]; break;
      default: return NULL;
    }
  return *into;
}

static int accept(float **outputs, int32_t *lengths) {
  for (int32_t i = 0; i < spec->output_count; i++) {
    void *facts, *data;
    size_t count;
    int32_t type;
    if (checked(CALL(GET_TENSOR_DATA, void *, void **)(got[i], &data), "GetTensorMutableData") ||
        checked(CALL(GET_TYPE_AND_SHAPE, void *, void **)(got[i], &facts), "GetTensorTypeAndShape") ||
        checked(CALL(GET_ELEMENT_COUNT, void *, size_t *)(facts, &count), "GetTensorShapeElementCount") ||
        checked(CALL(GET_ELEMENT_TYPE, void *, int32_t *)(facts, &type), "GetTensorElementType"))
      return -1;
    ((void (*)(void *))api[RELEASE_TYPE_AND_SHAPE])(facts);
    outputs[i] = type == FLOAT32 ? data : as_floats(data, type, count, &converted[i]);
    if (!outputs[i]) return engine_fail("output \"%s\" has an element type (%d) that is not measured", output_names[i], type);
    lengths[i] = (int32_t)count;
  }
  return 0;
}

int engine_run(void *const *inputs, float **outputs, int32_t *lengths) {
  void (*release)(void *) = (void (*)(void *))api[RELEASE_VALUE];
  const int64_t begin = monotonic_ns();
  for (int32_t i = 0; i < spec->output_count; i++) {
    if (got[i]) release(got[i]);
    got[i] = NULL;
  }
  if (hand_over(inputs)) return -1;
  const int64_t called = monotonic_ns();
  const status failed = CALL(RUN, void *, const void *, const char *const *, const void *const *, size_t, const char *const *,
                             size_t, void **)(session, NULL, (const char *const *)input_names, (const void *const *)given,
                                              (size_t)spec->input_count, (const char *const *)output_names,
                                              (size_t)spec->output_count, got);
  const int64_t answered = monotonic_ns();
  for (int32_t i = 0; i < spec->input_count; i++) release(given[i]);
  if (checked(failed, "Run") || accept(outputs, lengths)) return -1;
  engine_hand_over_ns = called - begin;
  engine_accept_ns = monotonic_ns() - answered;
  return 0;
}
