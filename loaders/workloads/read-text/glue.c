/* Glue of read-text: implements spec.md; twin of glue.ts and glue.py. ABI: ../glue.h. */
#include "glue.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HEADER_BYTES 12
#define MOST_SIDE 65535

#define DETECTION 1
#define DETECTION_LONGEST 960
#define DETECTION_MULTIPLE 32

#define PROBABILITY 0.3f
#define LEAST_SCORE 0.6
#define LEAST_SIDE 3
#define UNCLIP 1.5

#define RECOGNITION 2
#define LINE_HEIGHT 48
#define LINE_MULTIPLE 32
#define LINE_LONGEST 2048
#define BLANK 0
#define LEAST_CONFIDENCE 0.5

#define LONGEST LINE_LONGEST
#define LANES 16

/* Of blue, green and red: the model was trained on pictures that OpenCV had read. */
static const float MEAN[3] = {0.485f, 0.456f, 0.406f};
static const float STD[3] = {0.229f, 0.224f, 0.225f};

/* Memory that grows to what the largest request needs, and is kept for the next. */
struct memory {
  void *at;
  size_t bytes;
};

/* Keeps what is in it. Returns a null pointer where there is no more memory. */
static void *room_for(struct memory *memory, size_t bytes) {
  if (bytes > memory->bytes) {
    const size_t wanted = bytes > 2 * memory->bytes ? bytes : 2 * memory->bytes;
    void *grown = realloc(memory->at, wanted);
    if (!grown) return 0;
    memory->at = grown;
    memory->bytes = wanted;
  }
  return memory->at;
}

/* In pixels; right and bottom are the first outside. */
struct box {
  int32_t left, top, right, bottom, row, order;
};

static struct memory characters, character_ends, input, runs, components, boxes;

/* Characters between the blank and the space, one after the other, and where each ends. */
static int32_t character_count;

static struct {
  int32_t width, height, channels;
  const uint8_t *pixels;
} picture;

static int32_t map_width, map_height, box_count;
/* The box that is being read; -1 while texts are being detected. */
static int32_t at_box;

static struct {
  struct memory memory;
  int32_t length;
  int has_failed;
} answer;

int32_t glue_init(const uint8_t *assets, int32_t bytes) {
  if (bytes > 0 && assets[bytes - 1] == '\n') bytes--;
  if (bytes < 1) return GLUE_BAD_ASSETS;
  character_count = 1;
  for (int32_t i = 0; i < bytes; i++) character_count += assets[i] == '\n';
  uint8_t *text = room_for(&characters, bytes);
  int32_t *ends = room_for(&character_ends, character_count * sizeof *ends);
  if (!text || !ends) return GLUE_NO_MEMORY;
  int32_t length = 0, character = 0;
  for (int32_t i = 0; i < bytes; i++) {
    if (assets[i] == '\n') ends[character++] = length;
    else text[length++] = assets[i];
  }
  ends[character] = length;
  return 0;
}

static uint32_t word(const uint8_t *at) {
  return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static int32_t parse_picture(const uint8_t *payload, int32_t bytes) {
  if (bytes < HEADER_BYTES) return GLUE_BAD_PAYLOAD;
  const uint32_t width = word(payload), height = word(payload + 4), channels = word(payload + 8);
  if (width < 1 || height < 1 || width > MOST_SIDE || height > MOST_SIDE) return GLUE_BAD_PAYLOAD;
  if (channels != 3 && channels != 4) return GLUE_BAD_PAYLOAD;
  if ((uint64_t)(bytes - HEADER_BYTES) != (uint64_t)width * height * channels) return GLUE_BAD_PAYLOAD;
  picture.width = width;
  picture.height = height;
  picture.channels = channels;
  picture.pixels = payload + HEADER_BYTES;
  return 0;
}

/* The two source pixels of each output along an axis, in steps of `stride`, and the weight of the second. */
struct taps {
  int32_t first[LONGEST], second[LONGEST];
  float fraction[LONGEST];
};

static void bilinear_taps(int32_t from, int32_t to, int32_t stride, struct taps *taps) {
  for (int32_t i = 0; i < to; i++) {
    double s = (i + 0.5) * from / to - 0.5;
    if (s < 0) s = 0;
    if (s > from - 1) s = from - 1;
    const int32_t first = (int32_t)s;
    taps->first[i] = first * stride;
    taps->second[i] = (first + 1 < from ? first + 1 : first) * stride;
    taps->fraction[i] = (float)(s - first);
  }
}

/* A row of the picture, resized: blue, green and red apart. */
typedef float wide_row[3][LONGEST];

static void resize_row(const uint8_t *row, const struct taps *columns, int32_t width, wide_row out) {
  for (int32_t x = 0; x < width; x++) {
    const uint8_t *left = row + columns->first[x], *right = row + columns->second[x];
    const float fx = columns->fraction[x];
    out[0][x] = left[2] + (right[2] - left[2]) * fx;
    out[1][x] = left[1] + (right[1] - left[1]) * fx;
    out[2][x] = left[0] + (right[0] - left[0]) * fx;
  }
}

/*
 * What lies in a box, resized to width × height, as planes of blue, green and red, of which each value is multiplied by its
 * plane's gain and moved by its offset. Planes may be wider: their rest is zero.
 */
static float *planes_of(const struct box *box, int32_t width, int32_t height, int32_t plane_width, const float *gains,
                        const float *offsets) {
  static struct taps columns, rows;
  /* Neighbouring outputs share source rows: an even and an odd one are kept. */
  static wide_row resized[2];
  int32_t kept[2] = {-1, -1};
  float *planes = room_for(&input, (size_t)3 * height * plane_width * sizeof *planes);
  if (!planes) return 0;
  bilinear_taps(box->right - box->left, width, picture.channels, &columns);
  bilinear_taps(box->bottom - box->top, height, 1, &rows);
  const size_t stride = (size_t)picture.width * picture.channels;
  const uint8_t *corner = picture.pixels + box->top * stride + (size_t)box->left * picture.channels;
  for (int32_t y = 0; y < height; y++) {
    const int32_t sources[2] = {rows.first[y], rows.second[y]};
    for (int k = 0; k < 2; k++) {
      const int32_t source = sources[k];
      if (kept[source & 1] == source) continue;
      resize_row(corner + source * stride, &columns, width, resized[source & 1]);
      kept[source & 1] = source;
    }
    const float fy = rows.fraction[y];
    for (int c = 0; c < 3; c++) {
      const float *above = resized[sources[0] & 1][c], *below = resized[sources[1] & 1][c];
      const float gain = gains[c], offset = offsets[c];
      float *out = planes + ((size_t)c * height + y) * plane_width;
      for (int32_t x = 0; x < width; x++) out[x] = (above[x] + (below[x] - above[x]) * fy) * gain + offset;
      memset(out + width, 0, (plane_width - width) * sizeof *out);
    }
  }
  return planes;
}

static int32_t call(int32_t model, const float *planes, int32_t height, int32_t width, const void **inputs,
                    int32_t *dims) {
  if (!planes) return GLUE_NO_MEMORY;
  inputs[0] = planes;
  dims[0] = 4;
  dims[1] = 1;
  dims[2] = 3;
  dims[3] = height;
  dims[4] = width;
  return model;
}

static int32_t detection_side(int32_t length, int32_t longest) {
  const double scaled = (double)length * (longest < DETECTION_LONGEST ? longest : DETECTION_LONGEST) / longest;
  const int32_t multiple = (int32_t)(scaled / DETECTION_MULTIPLE + 0.5);
  return (multiple < 1 ? 1 : multiple) * DETECTION_MULTIPLE;
}

int32_t glue_start(const uint8_t *payload, int32_t bytes, const void **inputs, int32_t *dims) {
  const int32_t status = parse_picture(payload, bytes);
  if (status < 0) return status;
  const int32_t longest = picture.width > picture.height ? picture.width : picture.height;
  map_width = detection_side(picture.width, longest);
  map_height = detection_side(picture.height, longest);
  at_box = -1;
  const struct box whole = {.right = picture.width, .bottom = picture.height};
  float gains[3], offsets[3];
  for (int c = 0; c < 3; c++) {
    /* (v / 255 - mean) / std in one multiplication and one addition. */
    gains[c] = 1 / (255 * STD[c]);
    offsets[c] = -MEAN[c] / STD[c];
  }
  const float *image = planes_of(&whole, map_width, map_height, map_width, gains, offsets);
  return call(DETECTION, image, map_height, map_width, inputs, dims);
}

/* Pixels of a row, from start to before end, that are likely text. */
struct run {
  int32_t row, start, end;
  /* An earlier run of the same component, or itself: in the end the first. */
  int32_t parent;
  /* Of a component's first run: its number. */
  int32_t component;
};

struct component {
  int32_t left, top, right, bottom, area;
  double sum;
};

/* The first likely text of a row from x on, or its end. */
static int32_t next_text(const float *row, int32_t x, int32_t width) {
  /* Most of a picture is no text: a block at a time, which vectorises. */
  for (; x + LANES <= width; x += LANES) {
    int any = 0;
    for (int k = 0; k < LANES; k++) any |= row[x + k] > PROBABILITY;
    if (any) break;
  }
  while (x < width && !(row[x] > PROBABILITY)) x++;
  return x;
}

/* Returns how many there are, or a negative error. */
static int32_t find_runs(const float *map) {
  int32_t count = 0;
  for (int32_t y = 0; y < map_height; y++) {
    const float *row = map + (size_t)y * map_width;
    for (int32_t x = next_text(row, 0, map_width); x < map_width; x = next_text(row, x, map_width)) {
      struct run *found = room_for(&runs, (count + 1) * sizeof *found);
      if (!found) return GLUE_NO_MEMORY;
      found[count].row = y;
      found[count].start = x;
      while (x < map_width && row[x] > PROBABILITY) x++;
      found[count].end = x;
      found[count].parent = count;
      count++;
    }
  }
  return count;
}

static int32_t root_of(struct run *run, int32_t i) {
  while (run[i].parent != i) {
    run[i].parent = run[run[i].parent].parent;
    i = run[i].parent;
  }
  return i;
}

/* Joins runs that touch, corners included. */
static void join_runs(struct run *run, int32_t count) {
  /* `above` trails through the row before the current run's: a run that ends first can touch nothing further on. */
  int32_t above = 0;
  for (int32_t i = 0; i < count; i++) {
    const int32_t row = run[i].row;
    while (run[above].row < row - 1 || (run[above].row < row && run[above].end < run[i].start)) above++;
    for (int32_t j = above; run[j].row < row && run[j].start <= run[i].end; j++) {
      const int32_t a = root_of(run, i), b = root_of(run, j);
      run[a > b ? a : b].parent = a < b ? a : b;
    }
  }
}

/* In the order of their first pixels. Returns how many there are, or a negative error. */
static int32_t find_components(const float *map) {
  const int32_t run_count = find_runs(map);
  if (run_count < 0) return run_count;
  struct run *run = runs.at;
  join_runs(run, run_count);
  int32_t count = 0;
  for (int32_t i = 0; i < run_count; i++) {
    const int32_t root = root_of(run, i);
    struct component *found = room_for(&components, (count + 1) * sizeof *found);
    if (!found) return GLUE_NO_MEMORY;
    if (root == i) {
      run[i].component = count;
      found[count++] = (struct component){.left = run[i].start, .top = run[i].row, .right = run[i].end};
    }
    struct component *its = &found[run[root].component];
    if (run[i].start < its->left) its->left = run[i].start;
    if (run[i].end > its->right) its->right = run[i].end;
    its->bottom = run[i].row + 1;
    its->area += run[i].end - run[i].start;
    const float *row = map + (size_t)run[i].row * map_width;
    for (int32_t x = run[i].start; x < run[i].end; x++) its->sum += row[x];
  }
  return count;
}

static int is_large(int32_t width, int32_t height) { return width >= LEAST_SIDE && height >= LEAST_SIDE; }

/* A place on the map, in pixels of the picture. */
static int32_t on_picture(double x, int32_t length, int32_t map_length) {
  const double mapped = floor(x * length / map_length + 0.5);
  return (int32_t)(mapped < 0 ? 0 : mapped > length ? length : mapped);
}

static int highest_first(const void *left, const void *right) {
  const struct box *a = left, *b = right;
  if (a->top != b->top) return a->top - b->top;
  return a->left != b->left ? a->left - b->left : a->order - b->order;
}

static int as_read(const void *left, const void *right) {
  const struct box *a = left, *b = right;
  if (a->row != b->row) return a->row - b->row;
  return a->left != b->left ? a->left - b->left : a->order - b->order;
}

/* Finds the boxes of text, in reading order. Returns 0, or a negative error. */
static int32_t find_boxes(const float *map) {
  box_count = 0;
  const int32_t count = find_components(map);
  if (count < 0) return count;
  struct box *box = room_for(&boxes, count * sizeof *box);
  if (count > 0 && !box) return GLUE_NO_MEMORY;
  for (int32_t i = 0; i < count; i++) {
    const struct component *core = (struct component *)components.at + i;
    const int32_t w = core->right - core->left, h = core->bottom - core->top;
    if (!is_large(w, h) || !(core->sum / core->area >= LEAST_SCORE)) continue;
    /* Training shrinks texts to their cores: this grows them back. */
    const double grow = (double)w * h * UNCLIP / (2 * (w + h));
    const struct box whole = {
        .left = on_picture(core->left - grow, picture.width, map_width),
        .top = on_picture(core->top - grow, picture.height, map_height),
        .right = on_picture(core->right + grow, picture.width, map_width),
        .bottom = on_picture(core->bottom + grow, picture.height, map_height),
        .order = i,
    };
    if (is_large(whole.right - whole.left, whole.bottom - whole.top)) box[box_count++] = whole;
  }
  if (box_count == 0) return 0;
  qsort(box, box_count, sizeof *box, highest_first);
  /* A box whose middle is above the bottom of a row's highest is in that row. */
  for (int32_t i = 0, first = 0; i < box_count; i++) {
    if (box[i].top + box[i].bottom >= 2 * box[first].bottom) first = i;
    box[i].row = first;
    box[i].order = i;
  }
  qsort(box, box_count, sizeof *box, as_read);
  return 0;
}

static void put(const void *bytes, int32_t count) {
  uint8_t *memory = room_for(&answer.memory, (size_t)answer.length + count);
  if (!memory) {
    answer.has_failed = 1;
    return;
  }
  memcpy(memory + answer.length, bytes, count);
  answer.length += count;
}

static void put_text(const char *text) { put(text, (int32_t)strlen(text)); }

/* At least `digits` of them, with zeros in front. */
static void put_number(int32_t value, int32_t digits) {
  char written[10];
  int32_t at = sizeof written;
  do {
    written[--at] = '0' + value % 10;
    value /= 10;
  } while (value > 0 || (int32_t)sizeof written - at < digits);
  put(written + at, (int32_t)sizeof written - at);
}

static void put_escaped(const uint8_t *text, int32_t bytes) {
  static const char SHORT[] = {['"'] = '"', ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
  for (int32_t i = 0; i < bytes; i++) {
    const uint8_t byte = text[i];
    if (byte < sizeof SHORT && SHORT[byte]) {
      put((char[]){'\\', SHORT[byte]}, 2);
    } else if (byte < 0x20) {
      put((char[]){'\\', 'u', '0', '0', '0' + (byte >> 4), "0123456789abcdef"[byte & 15]}, 6);
    } else {
      put(&byte, 1);
    }
  }
}

static void put_class(int32_t class) {
  if (class > character_count) {
    put_text(" ");
    return;
  }
  const int32_t *ends = character_ends.at;
  const int32_t start = class > 1 ? ends[class - 2] : 0;
  put_escaped((uint8_t *)characters.at + start, ends[class - 1] - start);
}

/* The class of the largest probability, the lower one of equals. */
static int32_t likeliest(const float *probabilities, int32_t classes) {
  /* The largest of every sixteenth first: a loop that vectorises. */
  float lanes[LANES];
  for (int k = 0; k < LANES; k++) lanes[k] = -INFINITY;
  int32_t i = 0;
  for (; i + LANES <= classes; i += LANES) {
    for (int k = 0; k < LANES; k++) {
      const float value = probabilities[i + k];
      lanes[k] = value > lanes[k] ? value : lanes[k];
    }
  }
  for (; i < classes; i++) lanes[0] = probabilities[i] > lanes[0] ? probabilities[i] : lanes[0];
  float largest = lanes[0];
  for (int k = 1; k < LANES; k++) largest = lanes[k] > largest ? lanes[k] : largest;
  int32_t class = 0;
  while (class < classes - 1 && probabilities[class] != largest) class++;
  return class;
}

/* Greedy CTC decoding, to a line of the answer: the likeliest classes without blanks and what repeats the step before. */
static void put_line(const float *probabilities, int32_t steps, int32_t classes, const struct box *box) {
  const int32_t before = answer.length;
  put_text(before > 0 ? ",{\"text\":\"" : "{\"lines\":[{\"text\":\"");
  double sum = 0;
  int32_t kept = 0, previous = BLANK;
  for (int32_t step = 0; step < steps; step++, probabilities += classes) {
    const int32_t class = likeliest(probabilities, classes);
    if (class != BLANK && class != previous) {
      put_class(class);
      sum += probabilities[class];
      kept++;
    }
    previous = class;
  }
  const double confidence = kept > 0 ? sum / kept : 0;
  if (!(confidence >= LEAST_CONFIDENCE)) {
    answer.length = before;
    return;
  }
  const int32_t ten_thousandths = (int32_t)(confidence * 10000 + 0.5);
  put_text("\",\"confidence\":");
  put_number(ten_thousandths / 10000, 1);
  put_text(".");
  put_number(ten_thousandths % 10000, 4);
  put_text(",\"box\":[");
  put_number(box->left, 1);
  put_text(",");
  put_number(box->top, 1);
  put_text(",");
  put_number(box->right, 1);
  put_text(",");
  put_number(box->bottom, 1);
  put_text("]}");
}

static int32_t read_box(const void **inputs, int32_t *dims) {
  static const float gains[3] = {2 / 255.0f, 2 / 255.0f, 2 / 255.0f}, offsets[3] = {-1, -1, -1};
  const struct box *box = (struct box *)boxes.at + at_box;
  const int32_t w = box->right - box->left, h = box->bottom - box->top;
  int32_t width = (LINE_HEIGHT * w + h - 1) / h;
  if (width > LINE_LONGEST) width = LINE_LONGEST;
  const int32_t plane_width = (width + LINE_MULTIPLE - 1) / LINE_MULTIPLE * LINE_MULTIPLE;
  const float *line = planes_of(box, width, LINE_HEIGHT, plane_width, gains, offsets);
  return call(RECOGNITION, line, LINE_HEIGHT, plane_width, inputs, dims);
}

int32_t glue_resume(const float *const *outputs, const int32_t *lengths, const void **inputs, int32_t *dims) {
  if (at_box < 0) {
    if (lengths[0] != map_width * map_height) return GLUE_BAD_OUTPUTS;
    const int32_t status = find_boxes(outputs[0]);
    if (status < 0) return status;
    answer.length = 0;
    answer.has_failed = 0;
  } else {
    const int32_t classes = character_count + 2;
    if (lengths[0] % classes != 0) return GLUE_BAD_OUTPUTS;
    put_line(outputs[0], lengths[0] / classes, classes, (struct box *)boxes.at + at_box);
  }
  at_box++;
  if (at_box < box_count) return read_box(inputs, dims);
  put_text(answer.length > 0 ? "]}" : "{\"lines\":[]}");
  return answer.has_failed ? GLUE_NO_MEMORY : GLUE_ANSWER;
}

int32_t glue_result(const uint8_t **result) {
  *result = answer.memory.at;
  return answer.length;
}
