/* The compute kernel of the Node truth program: c = max(a b, 0), single precision, row-major, n × n. */

#define N 128

static float a[N * N], b[N * N], c[N * N];

__attribute__((export_name("left"))) float *left(void) { return a; }
__attribute__((export_name("right"))) float *right(void) { return b; }
__attribute__((export_name("result"))) float *result(void) { return c; }

__attribute__((export_name("layer"))) void layer(void) {
  for (int i = 0; i < N; i++) {
    float *row = c + i * N;
    for (int j = 0; j < N; j++) row[j] = 0;
    for (int k = 0; k < N; k++) {
      float x = a[i * N + k];
      for (int j = 0; j < N; j++) row[j] += x * b[k * N + j];
    }
    for (int j = 0; j < N; j++) row[j] = row[j] > 0 ? row[j] : 0;
  }
}
