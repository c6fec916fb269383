/*
 * Two kernels, one that vectors help and one that they cannot: a matrix product, and a hash whose every step needs the last.
 * All data are static, so that no function takes an address and 32 and 64 bits of address are called alike.
 */
#define SIDE 128
#define BYTES 65536

#ifdef __wasm__
#define EXPORT(name) __attribute__((export_name(#name)))
#else
#define EXPORT(name) __attribute__((visibility("default")))
#endif

static float a[SIDE * SIDE], b[SIDE * SIDE], c[SIDE * SIDE];
static unsigned char bytes[BYTES];

EXPORT(prepare) void prepare(void) {
  for (int i = 0; i < SIDE * SIDE; i++) {
    a[i] = (float)(i % 13) * 0.25f;
    b[i] = (float)(i % 7) * 0.5f;
  }
  for (int i = 0; i < BYTES; i++) bytes[i] = (unsigned char)(i * 31);
}

/* Rows `from` to `to` of c = a × b. */
EXPORT(matmul) void matmul(int from, int to) {
  for (int i = from; i < to; i++) {
    float *row = c + i * SIDE;
    for (int j = 0; j < SIDE; j++) row[j] = 0;
    for (int k = 0; k < SIDE; k++) {
      float factor = a[i * SIDE + k];
      const float *other = b + k * SIDE;
      for (int j = 0; j < SIDE; j++) row[j] += factor * other[j];
    }
  }
}

/* FNV-1a. */
EXPORT(hash) int hash(void) {
  unsigned value = 2166136261u;
  for (int i = 0; i < BYTES; i++) value = (value ^ bytes[i]) * 16777619u;
  return (int)(value >> 1);
}

/* What the product comes to: small whole multiples of 1/8, so that it is exact in any order. */
EXPORT(checksum) double checksum(void) {
  double sum = 0;
  for (int i = 0; i < SIDE * SIDE; i++) sum += c[i];
  return sum;
}
