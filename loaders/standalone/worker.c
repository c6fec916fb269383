/*
 * A worker in C: the phases, segments and protocol of loaders/worker/main.ts, without an interpreter beneath it. One source for a
 * native program and for a WASI command, which any runtime of Wasm can host: the runtime's instance lives as long as the process.
 *
 * argv[1] is the job, and each line of stdin a command, as plain text: `path=value` fields, separated by tabs (loaders/worker/
 * plain-text.ts), since C has no reader of JSON. Replies are JSON lines.
 */
#include "engine.h"
#include "glue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* As in loaders/worker/laps.ts. */
enum { LOAD, START, HAND_OVER, MODEL_CALL, ACCEPT, RESUME, RESPOND, SEGMENTS };

#define MOST_FIELDS 1024
#define FLUSH_EVERY_NS 1000000000LL
#define PAGE 4096

struct fields {
  int32_t count;
  const char *keys[MOST_FIELDS], *values[MOST_FIELDS];
};

static struct fields job;
static char failure[1024];
int64_t engine_hand_over_ns, engine_accept_ns;

int engine_fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(failure, sizeof failure, format, arguments);
  va_end(arguments);
  return -1;
}

int64_t monotonic_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* Splits in place. */
static void read_fields(char *text, struct fields *into) {
  into->count = 0;
  for (char *field = strtok(text, "\t\n"); field && into->count < MOST_FIELDS; field = strtok(NULL, "\t\n")) {
    char *equals = strchr(field, '=');
    if (!equals) continue;
    *equals = 0;
    into->keys[into->count] = field;
    into->values[into->count++] = equals + 1;
  }
}

static const char *value_of(const struct fields *fields, const char *key) {
  for (int32_t i = 0; i < fields->count; i++)
    if (strcmp(fields->keys[i], key) == 0) return fields->values[i];
  return NULL;
}

static double number_of(const struct fields *fields, const char *key) {
  const char *value = value_of(fields, key);
  return value ? atof(value) : 0;
}

const char *job_value(const char *path) { return value_of(&job, path); }

static void print_text(const char *text) {
  putchar('"');
  for (; *text; text++) {
    const unsigned char byte = (unsigned char)*text;
    if (byte == '"' || byte == '\\') printf("\\%c", byte);
    else if (byte < ' ') printf("\\u%04x", byte);
    else putchar(byte);
  }
  putchar('"');
}

static int fail(void) {
  printf("{\"type\":\"error\",\"message\":");
  print_text(failure);
  printf("}\n");
  fflush(stdout);
  return 1;
}

static size_t size_of_type(const char *type) {
  if (strcmp(type, "int64") == 0) return 8;
  if (strcmp(type, "float16") == 0) return 2;
  return strcmp(type, "uint8") == 0 || strcmp(type, "bool") == 0 ? 1 : 4;
}

static int read_tensor(const char *prefix, struct tensor_spec *spec) {
  char key[128];
  snprintf(key, sizeof key, "%s.name", prefix);
  spec->name = job_value(key);
  if (!spec->name) return 0;
  snprintf(key, sizeof key, "%s.type", prefix);
  spec->type = job_value(key);
  spec->elements = 1;
  for (spec->rank = 0; spec->rank < MOST_RANK; spec->rank++) {
    snprintf(key, sizeof key, "%s.dims.%d", prefix, spec->rank);
    const char *dim = job_value(key);
    if (!dim) break;
    spec->elements *= spec->dims[spec->rank] = atoll(dim);
  }
  spec->bytes = spec->elements * size_of_type(spec->type);
  return 1;
}

static int read_model(struct model_spec *model) {
  char prefix[64];
  model->name = job_value("models.0.name");
  model->path = job_value("models.0.path");
  if (!model->name || !model->path) return engine_fail("the job names no model");
  if (job_value("models.1.name") || !job_value("maxResultLength"))
    return engine_fail("this worker serves requests that call one model once");
  for (; model->input_count < MOST_TENSORS; model->input_count++) {
    snprintf(prefix, sizeof prefix, "models.0.inputs.%d", model->input_count);
    if (!read_tensor(prefix, &model->inputs[model->input_count])) break;
  }
  for (; model->output_count < MOST_TENSORS; model->output_count++) {
    snprintf(prefix, sizeof prefix, "models.0.outputs.%d", model->output_count);
    if (!read_tensor(prefix, &model->outputs[model->output_count])) break;
  }
  return 0;
}

/* At the start of a page, as large files are read fastest. */
static void *pages(size_t bytes) {
  void *memory = aligned_alloc(PAGE, (bytes + PAGE) / PAGE * PAGE);
  if (!memory) engine_fail("there is no memory for %zu bytes", bytes);
  return memory;
}

/* Reads a file into memory that is kept from one call to the next; returns its length or -1. */
static int64_t read_file(const char *path, uint8_t **memory, size_t *capacity) {
  const int file = open(path, O_RDONLY);
  /* Not by fstat: some runtimes' WASI has none. */
  const off_t end = file < 0 ? -1 : lseek(file, 0, SEEK_END);
  if (end < 0 || lseek(file, 0, SEEK_SET) != 0) {
    engine_fail("%s cannot be read: %s", path, strerror(errno));
    if (file >= 0) close(file);
    return -1;
  }
  const size_t bytes = (size_t)end;
  if (bytes > *capacity || !*memory) {
    free(*memory);
    *capacity = bytes;
    *memory = pages(bytes);
    if (!*memory) {
      close(file);
      return -1;
    }
  }
  size_t done = 0;
  while (done < bytes) {
    const ssize_t got = read(file, *memory + done, bytes - done);
    if (got <= 0) {
      close(file);
      return engine_fail("%s ends after %zu of %zu bytes", path, done, bytes);
    }
    done += (size_t)got;
  }
  close(file);
  return (int64_t)bytes;
}

/* One request at a time: its memory, and when each segment of it ended. */
static struct {
  struct model_spec model;
  void *own_inputs[MOST_TENSORS], *inputs[MOST_TENSORS];
  float *outputs[MOST_TENSORS];
  int32_t output_lengths[MOST_TENSORS];
  uint8_t *payload;
  size_t payload_capacity;
  float *own_result, *result;
  int32_t result_length, result_capacity;
  int response;
  int64_t marks[SEGMENTS + 1];
} request;

static const char *words_of(int32_t status) {
  static const char *const WORDS[] = {
      "the payload is not what the workload's spec.md describes",
      "the result is longer than the workload declares (maxResultLength)",
      "the static assets are damaged",
      "there is no memory for it",
      "the model's outputs are not what the workload's spec.md describes",
  };
  return status >= -5 && status < 0 ? WORDS[-status - 1] : "unknown error";
}

static int checked(int32_t status, const char *call) {
  return status < 0 ? engine_fail("%s returned %d: %s", call, status, words_of(status)) : 0;
}

static int serve(void) {
  int64_t *mark = request.marks;
  *mark++ = monotonic_ns();
  const int64_t bytes = read_file(job_value("payloadPath"), &request.payload, &request.payload_capacity);
  if (bytes < 0) return -1;
  *mark++ = monotonic_ns();
  for (int32_t i = 0; i < request.model.input_count; i++) request.inputs[i] = request.own_inputs[i];
  if (checked(glue_preprocess(request.payload, (int32_t)bytes, request.inputs), "glue_preprocess")) return -1;
  *mark++ = monotonic_ns();
  engine_hand_over_ns = engine_accept_ns = 0;
  const int64_t called = *(mark - 1);
  if (engine_run(request.inputs, request.outputs, request.output_lengths)) return -1;
  const int64_t answered = monotonic_ns();
  /* What moves tensors is told by the engine, whose call it is part of. */
  *mark++ = called + engine_hand_over_ns;
  *mark++ = answered - engine_accept_ns;
  *mark++ = answered;
  request.result = request.own_result;
  const int32_t length = glue_postprocess((const float *const *)request.outputs, request.output_lengths, &request.result,
                                          request.result_capacity);
  if (checked(length, "glue_postprocess")) return -1;
  request.result_length = length;
  *mark++ = monotonic_ns();
  if (lseek(request.response, 0, SEEK_SET) != 0 ||
      write(request.response, request.result, 4 * (size_t)length) != 4 * (ssize_t)length)
    return engine_fail("%s cannot be written: %s", job_value("responsePath"), strerror(errno));
  *mark = monotonic_ns();
  return 0;
}

static int open_glue(void) {
  uint8_t *assets = NULL;
  size_t capacity = 0;
  const int64_t bytes = read_file(job_value("assetsPath"), &assets, &capacity);
  if (bytes < 0) return -1;
  /* Kept: glue may point into it. */
  if (checked(glue_init(assets, (int32_t)bytes), "glue_init")) return -1;
  for (int32_t i = 0; i < request.model.input_count; i++)
    if (!(request.own_inputs[i] = pages(request.model.inputs[i].bytes))) return -1;
  request.result_capacity = atoi(job_value("maxResultLength"));
  if (!(request.own_result = pages(4 * (size_t)request.result_capacity))) return -1;
  request.response = open(job_value("responsePath"), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  return request.response < 0
             ? engine_fail("%s cannot be written: %s", job_value("responsePath"), strerror(errno))
             : 0;
}

/* Samples of the warm loop until they are handed over. */
struct sample {
  int64_t marks[SEGMENTS + 1];
};

static void flush_samples(const struct sample *samples, int32_t first, int32_t count, int64_t origin) {
  printf("{\"type\":\"samples\",\"firstIteration\":%d,\"startMs\":[", first);
  for (int32_t i = 0; i < count; i++) printf("%s%.6f", i ? "," : "", (samples[i].marks[0] - origin) / 1e6);
  printf("],\"wallMs\":[");
  for (int32_t i = 0; i < count; i++)
    printf("%s%.6f", i ? "," : "", (samples[i].marks[SEGMENTS] - samples[i].marks[0]) / 1e6);
  printf("],\"spanMs\":[");
  for (int32_t k = 0; k < SEGMENTS; k++) {
    printf(k ? ",[" : "[");
    for (int32_t i = 0; i < count; i++)
      printf("%s%.6f", i ? "," : "", (samples[i].marks[k + 1] - samples[i].marks[k]) / 1e6);
    putchar(']');
  }
  printf("]}\n");
  fflush(stdout);
}

#ifndef __wasm__
/* Its memory, where the process that the harness started is not this one: a container's client. */
static void print_own_peak(void) {
  char line[256];
  long long kilobytes;
  FILE *status = fopen("/proc/self/status", "r");
  while (status && fgets(line, sizeof line, status))
    if (sscanf(line, "VmHWM: %lld kB", &kilobytes) == 1)
      printf(",\"peak\":{\"peakRssBytes\":%lld,\"method\":\"VmHWM\"}", kilobytes * 1024);
  if (status) fclose(status);
}
#endif

/* As loaders/worker/warm-loop.ts: by time and by count. */
static int warm(const struct fields *command) {
  const int32_t most = (int32_t)number_of(command, "parameters.maxIterations");
  const int32_t least = (int32_t)number_of(command, "parameters.minIterations");
  const int32_t warmup = (int32_t)number_of(command, "parameters.warmupIterations");
  const double warm_ns = 1e6 * number_of(command, "parameters.warmTimeMs");
  struct sample *samples = malloc(sizeof *samples * (most > 0 ? most : 1));
  if (!samples) return engine_fail("there is no memory for %d samples", most);
#ifndef __wasm__
  struct timespec cpu_before, cpu_after;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu_before);
#endif
  const int64_t begin = monotonic_ns();
  for (int32_t i = 0; i < warmup; i++)
    if (serve()) return -1;
  int32_t done = 0, flushed = 0;
  int64_t served_ns = 0, flushed_at = 0, origin = 0;
  while (done < most && (done < least || served_ns < warm_ns)) {
    if (serve()) return -1;
    memcpy(samples[done].marks, request.marks, sizeof request.marks);
    const int64_t start = request.marks[0];
    served_ns += request.marks[SEGMENTS] - start;
    done++;
    if (!origin) origin = flushed_at = start;
    if (start - flushed_at > FLUSH_EVERY_NS) {
      flush_samples(samples + flushed, flushed, done - flushed, origin);
      flushed = done;
      flushed_at = start;
    }
  }
  if (done > flushed) flush_samples(samples + flushed, flushed, done - flushed, origin);
  const double wall_ns = monotonic_ns() - begin;
  free(samples);
  printf("{\"type\":\"warm-done\",\"iterations\":%d,\"overheadMs\":null,\"cpuPerWall\":", done);
#ifdef __wasm__
  /* WASI has no clock of a process's CPU time; what the runtime can tell is its linear memory. */
  printf("null,\"selfReportedBytes\":%zu}\n", __builtin_wasm_memory_size(0) * (size_t)65536);
  (void)wall_ns;
#else
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu_after);
  const double cpu_ns = (cpu_after.tv_sec - cpu_before.tv_sec) * 1e9 + (cpu_after.tv_nsec - cpu_before.tv_nsec);
  printf("%.6f,\"selfReportedBytes\":null", cpu_ns / wall_ns);
  if (getenv("PORTOLAN_READS_OWN_MEMORY")) print_own_peak();
  printf("}\n");
#endif
  return 0;
}

/* As loaders/worker/pipeline.ts does. */
static int write_outputs(const char *path) {
  const struct model_spec *model = &request.model;
  FILE *file = fopen(path, "wb");
  if (!file) return engine_fail("%s cannot be written: %s", path, strerror(errno));
  fputc('[', file);
  for (int32_t i = 0; i < model->input_count; i++)
    fprintf(file, "{\"name\":\"%s\",\"type\":\"%s\",\"length\":%lld},", model->inputs[i].name, model->inputs[i].type,
            (long long)model->inputs[i].elements);
  fprintf(file, "{\"name\":\"result\",\"type\":\"float32\",\"length\":%d}]\n", request.result_length);
  for (int32_t i = 0; i < model->input_count; i++) fwrite(request.inputs[i], 1, model->inputs[i].bytes, file);
  fwrite(request.result, 4, (size_t)request.result_length, file);
  if (ferror(file) | fclose(file)) return engine_fail("%s cannot be written: %s", path, strerror(errno));
  printf("{\"type\":\"outputs\"}\n");
  return 0;
}

static int obey(const struct fields *command) {
  const char *name = value_of(command, "command");
  if (name && strcmp(name, "warm") == 0) return warm(command);
  if (name && strcmp(name, "outputs") == 0) return write_outputs(value_of(command, "path"));
  if (name && strcmp(name, "profile") == 0) {
    printf("{\"type\":\"refused\",\"reason\":\"a worker in C has no profiler of its engine\"}\n");
    return 0;
  }
  return engine_fail("this worker knows no command \"%s\"", name ? name : "");
}

#ifdef __wasm__
/* Of a host that has said itself that it started: what it took to import and to compile, and when it began to instantiate this. */
static int read_host_times(double *import_ms, double *compile_ms, double *instantiating_ns) {
  char *text = getenv("PORTOLAN_HOST_TIMES");
  if (!text) return 0;
  *import_ms = strtod(text, &text);
  *compile_ms = strtod(text, &text);
  *instantiating_ns = strtod(text, &text);
  return 1;
}
#endif

int main(int argc, char **argv) {
  const int64_t started = monotonic_ns();
  double host_import_ms = 0, compile_ms = 0, instantiating_ns = started;
#ifdef __wasm__
  /* A runtime's clock may begin with it: whoever started it looks at a clock of his own. */
  if (!read_host_times(&host_import_ms, &compile_ms, &instantiating_ns)) printf("{\"type\":\"started\",\"at\":\"\"}\n");
#else
  printf("{\"type\":\"started\",\"at\":\"%lld\"}\n", (long long)started);
#endif
  fflush(stdout);
  if (argc < 2) {
    engine_fail("the job is missing");
    return fail();
  }
  read_fields(argv[argc - 1], &job);
  const int64_t begin = monotonic_ns();
  if (read_model(&request.model) || engine_import()) return fail();
  const int64_t imported = monotonic_ns();
  if (engine_open(&request.model, atoi(job_value("threads") ? job_value("threads") : "1")) || open_glue()) return fail();
  const int64_t opened = monotonic_ns();
  if (serve()) return fail();
  printf("{\"type\":\"opened\",\"importMs\":%.6f,\"compileMs\":%.6f,\"sessionMs\":%.6f,\"firstInferenceMs\":%.6f}\n",
         host_import_ms + (imported - begin) / 1e6, compile_ms, (started - instantiating_ns + opened - imported) / 1e6,
         (request.marks[SEGMENTS] - request.marks[0]) / 1e6);
  fflush(stdout);
  char line[65536];
  while (fgets(line, sizeof line, stdin)) {
    struct fields command;
    read_fields(line, &command);
    if (obey(&command)) return fail();
    fflush(stdout);
  }
  return 0;
}
