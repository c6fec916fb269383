/* Glue of detect-speech: implements spec.md; twin of glue.ts and glue.py. ABI: ../glue.h. */
#include "glue.h"

#include <stdlib.h>
#include <string.h>

#define RATE 16000
#define FRAME 512
#define CONTEXT 64
#define STATE (2 * 128)
#define SPEECH 0.5
#define SILENCE 0.35
#define SHORTEST_SPEECH 4000
#define SHORTEST_SILENCE 1600
#define PAD 480

#define PCM 1
#define VOICE 1
#define NONE (-1)

/* What a request has come to: it lasts from glue_start to glue_result. */
static struct {
  const uint8_t *pcm;
  int32_t samples;
  /* Where the frame begins that the model is asked about. */
  int32_t at;
  int32_t from, silent_since;
} request;

static _Alignas(16) float input[CONTEXT + FRAME];
static _Alignas(16) float state[STATE];
static const int64_t rate = RATE;

/* Grows with the longest recording so far, and is kept. */
static struct {
  char *text;
  int32_t length, capacity;
} answer;

int32_t glue_init(const uint8_t *assets, int32_t bytes) {
  (void)assets;
  (void)bytes;
  return 0;
}

static uint32_t u16(const uint8_t *at) { return at[0] | at[1] << 8; }
static uint32_t u32(const uint8_t *at) { return u16(at) | u16(at + 2) << 16; }

static int is_named(const uint8_t *at, const char *name) { return memcmp(at, name, 4) == 0; }

static int is_format(const uint8_t *at, uint32_t size) {
  return size >= 16 && u16(at) == PCM && u16(at + 2) == 1 && u32(at + 4) == RATE && u16(at + 14) == 16;
}

/* Finds the samples; returns 0 for a malformed recording. */
static int parse_wav(const uint8_t *payload, int32_t bytes) {
  if (bytes < 12 || !is_named(payload, "RIFF") || !is_named(payload + 8, "WAVE")) return 0;
  int has_format = 0;
  for (int64_t at = 12; at + 8 <= bytes;) {
    const uint8_t *name = payload + at, *start = name + 8;
    const uint32_t size = u32(name + 4);
    if (size > bytes - at - 8) return 0;
    if (is_named(name, "fmt ")) {
      if (!is_format(start, size)) return 0;
      has_format = 1;
    } else if (is_named(name, "data")) {
      request.pcm = start;
      request.samples = (int32_t)(size / 2);
      return has_format && size % 2 == 0;
    }
    at += 8 + (int64_t)size + size % 2;
  }
  return 0;
}

/* Speech that counts takes eight frames and more, and its text less than 48 characters. */
static int reserve_answer(void) {
  const int32_t needed = 64 + 48 * (request.samples / (8 * FRAME) + 1);
  if (needed <= answer.capacity) return 1;
  char *text = realloc(answer.text, needed);
  if (!text) return 0;
  answer.text = text;
  answer.capacity = needed;
  return 1;
}

static void write_text(const char *text) {
  const size_t length = strlen(text);
  memcpy(answer.text + answer.length, text, length);
  answer.length += (int32_t)length;
}

/* In whole milliseconds, so that every language writes the same digits; by hand, since printf would want WASI's files. */
static void write_seconds(int32_t sample) {
  char digits[16], *at = digits + sizeof digits;
  int64_t left = ((int64_t)sample + 8) / 16;
  *--at = 0;
  for (int written = 0; written < 4 || left > 0; written++, left /= 10) {
    if (written == 3) *--at = '.';
    *--at = (char)('0' + left % 10);
  }
  write_text(at);
}

static void end_speech(int32_t to) {
  if (request.from != NONE && to - request.from > SHORTEST_SPEECH) {
    const int32_t from = request.from > PAD ? request.from - PAD : 0;
    if (answer.text[answer.length - 1] == '}') write_text(",");
    write_text("{\"from\":");
    write_seconds(from);
    write_text(",\"to\":");
    write_seconds(request.samples - to > PAD ? to + PAD : request.samples);
    write_text("}");
  }
  request.from = request.silent_since = NONE;
}

static void hear(double probability) {
  if (probability >= SPEECH) {
    request.silent_since = NONE;
    if (request.from == NONE) request.from = request.at;
  } else if (request.from != NONE && probability < SILENCE) {
    if (request.silent_since == NONE) request.silent_since = request.at;
    if (request.at - request.silent_since >= SHORTEST_SILENCE) end_speech(request.silent_since);
  }
}

/* Asks for the frame at request.at, or ends the answer where none is left. */
static int32_t next_step(const void **inputs, int32_t *dims) {
  const int32_t left = request.samples - request.at;
  if (left <= 0) {
    end_speech(request.samples);
    write_text("]}");
    return GLUE_ANSWER;
  }
  /* Its context is the end of the frame before, which lies here still. */
  memcpy(input, input + FRAME, sizeof(float) * CONTEXT);
  const int32_t count = left < FRAME ? left : FRAME;
  const uint8_t *pcm = request.pcm + 2 * (int64_t)request.at;
  for (int32_t i = 0; i < count; i++) input[CONTEXT + i] = (int16_t)u16(pcm + 2 * i) * (1.0f / 32768);
  for (int32_t i = count; i < FRAME; i++) input[CONTEXT + i] = 0;
  inputs[0] = input;
  inputs[1] = state;
  inputs[2] = &rate;
  static const int32_t DIMS[] = {2, 1, CONTEXT + FRAME, 3, 2, 1, STATE / 2, 0};
  memcpy(dims, DIMS, sizeof DIMS);
  return VOICE;
}

int32_t glue_start(const uint8_t *payload, int32_t bytes, const void **inputs, int32_t *dims) {
  if (!parse_wav(payload, bytes)) return GLUE_BAD_PAYLOAD;
  if (!reserve_answer()) return GLUE_NO_MEMORY;
  request.at = 0;
  request.from = request.silent_since = NONE;
  memset(input, 0, sizeof input);
  memset(state, 0, sizeof state);
  answer.length = 0;
  write_text("{\"seconds\":");
  write_seconds(request.samples);
  write_text(",\"segments\":[");
  return next_step(inputs, dims);
}

int32_t glue_resume(const float *const *outputs, const int32_t *lengths, const void **inputs, int32_t *dims) {
  if (lengths[0] != 1 || lengths[1] != STATE) return GLUE_BAD_OUTPUTS;
  hear(outputs[0][0]);
  /* The caller's memory may be another by the next call. */
  memcpy(state, outputs[1], sizeof state);
  request.at += FRAME;
  return next_step(inputs, dims);
}

int32_t glue_result(const uint8_t **result) {
  *result = (const uint8_t *)answer.text;
  return answer.length;
}
