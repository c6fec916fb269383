/* Glue of embed-text: implements spec.md; twin of glue.ts and glue.py. ABI: ../glue.h. */
#include "glue.h"

#include <math.h>
#include <string.h>

#define TOKENS 128
#define HIDDEN 312
#define MAX_WORD_CHARACTERS 100
#define MAX_WORD_BYTES (4 * MAX_WORD_CHARACTERS)
#define MAX_VOCABULARY 32768
#define MAX_VOCABULARY_BYTES (1 << 20)
#define SLOTS (2 * MAX_VOCABULARY) /* a power of two, and never more than half full */

/* U+00C0-U+017F, 32 to a row, as ASCII base letters; '.' stays as it is. */
static const char FOLD[] =
    "aaaaaaaceeeeiiiidnooooo.ouuuuyts"
    "aaaaaaaceeeeiiiidnooooo.ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggg"
    "gggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssss"
    "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static uint8_t vocabulary[MAX_VOCABULARY_BYTES];
static struct {
  uint32_t at;
  uint32_t length;
} tokens[MAX_VOCABULARY];
static int32_t slots[SLOTS]; /* id + 1 by hash, open addressing; 0 is free */
static int32_t pad_id, unknown_id, start_id, end_id;
/* Pooling needs the mask, but glue_postprocess sees only the model's outputs. */
static int32_t count;

/* FNV-1a, which grows by a byte at a time: one pass hashes every prefix of a word. */
#define FNV_BASIS 0x811c9dc5u
static inline uint32_t fnv(uint32_t hash, uint8_t byte) { return (hash ^ byte) * 0x01000193u; }
static inline uint32_t slot_of(uint32_t hash) { return (hash ^ hash >> 16) & (SLOTS - 1); }

/* The id of `prefix` ("" or "##") followed by `text`, whose joint hash is given, or -1. */
static int32_t find(const char *prefix, uint32_t skip, const uint8_t *text, uint32_t length, uint32_t hash) {
  for (uint32_t slot = slot_of(hash); slots[slot]; slot = (slot + 1) & (SLOTS - 1)) {
    int32_t id = slots[slot] - 1;
    const uint8_t *token = vocabulary + tokens[id].at;
    if (tokens[id].length == skip + length && memcmp(token + skip, text, length) == 0 &&
        memcmp(token, prefix, skip) == 0)
      return id;
  }
  return -1;
}

static uint32_t hash_of(const uint8_t *text, uint32_t length) {
  uint32_t hash = FNV_BASIS;
  for (uint32_t i = 0; i < length; i++) hash = fnv(hash, text[i]);
  return hash;
}

static int32_t find_special(const char *token) {
  uint32_t length = (uint32_t)strlen(token);
  return find("", 0, (const uint8_t *)token, length, hash_of((const uint8_t *)token, length));
}

int32_t glue_init(const uint8_t *assets, int32_t bytes) {
  if (bytes > MAX_VOCABULARY_BYTES) return GLUE_BAD_ASSETS;
  memcpy(vocabulary, assets, (size_t)bytes);
  memset(slots, 0, sizeof slots);
  count = 0;
  uint32_t at = 0, end = (uint32_t)bytes;
  for (int32_t id = 0; at < end; id++) {
    if (id == MAX_VOCABULARY) return GLUE_BAD_ASSETS;
    uint32_t length = 0;
    while (at + length < end && vocabulary[at + length] != '\n') length++;
    uint32_t hash = hash_of(vocabulary + at, length);
    if (find("", 0, vocabulary + at, length, hash) >= 0) return GLUE_BAD_ASSETS;
    tokens[id].at = at;
    tokens[id].length = length;
    uint32_t slot = slot_of(hash);
    while (slots[slot]) slot = (slot + 1) & (SLOTS - 1);
    slots[slot] = id + 1;
    at += length + 1;
  }
  pad_id = find_special("[PAD]");
  unknown_id = find_special("[UNK]");
  start_id = find_special("[CLS]");
  end_id = find_special("[SEP]");
  return pad_id < 0 || unknown_id < 0 || start_id < 0 || end_id < 0 ? GLUE_BAD_ASSETS : 0;
}

/* The length in bytes of the valid UTF-8 character at p, and its code point; 0 when there is none. */
static int decode(const uint8_t *p, const uint8_t *end, uint32_t *code) {
  uint8_t lead = *p;
  if (lead < 0x80) {
    *code = lead;
    return 1;
  }
  int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || end - p < length) return 0;
  uint32_t value = lead & (0x7f >> length);
  for (int i = 1; i < length; i++) {
    if ((p[i] & 0xc0) != 0x80) return 0;
    value = value << 6 | (p[i] & 0x3f);
  }
  int overlong = value < (length == 4 ? 0x10000u : length == 3 ? 0x800u : 0x80u);
  if (overlong || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return 0;
  *code = value;
  return length;
}

static inline int is_blank(uint32_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xa0; }

static inline int is_dropped(uint32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x300 && c < 0x370) || c == 0xfffd;
}

static inline int is_punctuation(uint32_t c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

/* Pieces of one word, longest match first, or [UNK]; returns how many of at most one per character. */
static int32_t pieces(const uint8_t *word, uint32_t length, int32_t *ids) {
  uint32_t hashes[MAX_WORD_BYTES + 1];
  int32_t n = 0;
  for (uint32_t start = 0; start < length;) {
    const char *prefix = start == 0 ? "" : "##";
    uint32_t skip = start == 0 ? 0 : 2;
    hashes[start] = start == 0 ? FNV_BASIS : fnv(fnv(FNV_BASIS, '#'), '#');
    for (uint32_t i = start; i < length; i++) hashes[i + 1] = fnv(hashes[i], word[i]);
    uint32_t end = length;
    int32_t id = -1;
    while (end > start && (id = find(prefix, skip, word + start, end - start, hashes[end])) < 0) end--;
    if (id < 0) {
      ids[0] = unknown_id;
      return 1;
    }
    ids[n++] = id;
    start = end;
  }
  return n;
}

struct sequence {
  int64_t *ids;
  int64_t length; /* of the whole text; only the first TOKENS - 1 are kept */
};

static void append(struct sequence *sequence, int32_t id) {
  if (sequence->length < TOKENS - 1) sequence->ids[sequence->length] = id;
  sequence->length++;
}

static void append_word(struct sequence *sequence, const uint8_t *word, uint32_t length, int32_t characters) {
  int32_t ids[MAX_WORD_CHARACTERS];
  if (characters > MAX_WORD_CHARACTERS) {
    append(sequence, unknown_id);
    return;
  }
  int32_t n = pieces(word, length, ids);
  for (int32_t i = 0; i < n; i++) append(sequence, ids[i]);
}

int32_t glue_preprocess(const uint8_t *payload, int32_t bytes, void **inputs) {
  int64_t *mask = inputs[1];
  struct sequence sequence = {inputs[0], 0};
  append(&sequence, start_id);
  uint8_t word[MAX_WORD_BYTES];
  uint32_t length = 0;
  int32_t characters = 0;
  const uint8_t *end = payload + bytes;
  for (const uint8_t *p = payload; p < end;) {
    uint32_t code;
    int size = decode(p, end, &code);
    if (size == 0) return GLUE_BAD_PAYLOAD;
    int blank = is_blank(code), mark = is_punctuation(code);
    if (blank || mark) {
      append_word(&sequence, word, length, characters);
      length = 0;
      characters = 0;
      if (mark) append_word(&sequence, p, 1, 1);
    } else if (!is_dropped(code) && ++characters <= MAX_WORD_CHARACTERS) {
      uint8_t base = '.';
      if (code < 0x80) base = (uint8_t)(code >= 'A' && code <= 'Z' ? code + 32 : code);
      else if (code >= 0xc0 && code < 0x180) base = (uint8_t)FOLD[code - 0xc0];
      if (base != '.') {
        word[length++] = base;
      } else {
        memcpy(word + length, p, (size_t)size);
        length += (uint32_t)size;
      }
    }
    p += size;
  }
  append_word(&sequence, word, length, characters);
  count = sequence.length < TOKENS - 1 ? (int32_t)sequence.length + 1 : TOKENS;
  sequence.ids[count - 1] = end_id;
  for (int32_t i = 0; i < TOKENS; i++) mask[i] = i < count;
  for (int32_t i = count; i < TOKENS; i++) sequence.ids[i] = pad_id;
  return 0;
}

int32_t glue_postprocess(const float *const *outputs, const int32_t *lengths, float **result, int32_t capacity) {
  const float *hidden = outputs[0];
  double mean[HIDDEN] = {0}, squares = 0;
  if (capacity < HIDDEN) return GLUE_RESULT_TOO_LONG;
  if (count == 0 || lengths[0] < count * HIDDEN) return GLUE_BAD_PAYLOAD;
  for (int32_t token = 0; token < count; token++) {
    for (int32_t i = 0; i < HIDDEN; i++) mean[i] += hidden[token * HIDDEN + i];
  }
  for (int32_t i = 0; i < HIDDEN; i++) {
    mean[i] /= count;
    squares += mean[i] * mean[i];
  }
  double norm = sqrt(squares) > 1e-12 ? sqrt(squares) : 1e-12;
  for (int32_t i = 0; i < HIDDEN; i++) (*result)[i] = (float)(mean[i] / norm);
  return HIDDEN;
}
