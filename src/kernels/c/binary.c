#include "kernel.h"
#include "strided.h"

/* The order of binaryKinds in binary.ts. */
enum binary_kind {
  BINARY_ADD,
  BINARY_SUBTRACT,
  BINARY_MULTIPLY,
  BINARY_DIVIDE,
  BINARY_MAXIMUM,
  BINARY_MINIMUM,
  BINARY_COMPARE,
};

/* Up to n elements that lie `stride` apart. */
ALWAYS_INLINE vf binary_fetch(const float *p, isize stride, isize n) {
  if (stride == 1) return vf_load_up_to(p, n);
  if (stride == 0) return vf_splat(*p);
  vf x = vf_splat(0);
  for (int lane = 0; lane < LANES && lane < n; lane++) x[lane] = p[lane * stride];
  return x;
}

ALWAYS_INLINE vf binary_nan_or(vf x, vf otherwise) { return vf_select(x != x, x, otherwise); }

#define BINARY_EACH(value)                                                                             \
  for (isize j = 0; j < n; j += LANES) {                                                               \
    const vf v = binary_fetch(x + j * x_stride, x_stride, n - j), w = binary_fetch(y + j * y_stride, y_stride, n - j); \
    vf_store_up_to(z + j, (value), n - j);                                                             \
  }                                                                                                    \
  break

static void binary_row(enum binary_kind kind, const float *x, isize x_stride, const float *y, isize y_stride, float *z,
                       isize n) {
  const vf one = vf_splat(1), half = vf_splat(0.5f), zero = vf_splat(0);
  switch (kind) {
    case BINARY_ADD: BINARY_EACH(v + w);
    case BINARY_SUBTRACT: BINARY_EACH(v - w);
    case BINARY_MULTIPLY: BINARY_EACH(v * w);
    case BINARY_DIVIDE: BINARY_EACH(v / w);
    case BINARY_MAXIMUM: BINARY_EACH(binary_nan_or(v, vf_select(v > w, v, w)));
    case BINARY_MINIMUM: BINARY_EACH(binary_nan_or(v, vf_select(v < w, v, w)));
    case BINARY_COMPARE: BINARY_EACH(vf_select(v > w, one, vf_select(v == w, half, zero)));
  }
}

KERNEL(binary) {
  isize from, to;
  team_range(team, N(args->n), 16, &from, &to);
  binary_row((enum binary_kind)args->kind, (const float *)F(args->x) + from, 1, (const float *)F(args->y) + from, 1,
             F(args->z) + from, to - from);
}

KERNEL(binaryBroadcast) {
  const float *x = F(args->x), *y = F(args->y);
  float *z = F(args->z);
  strided walk = STRIDED(args);
  const isize n = walk.sizes[5], total = strided_rows(&walk) * n;
  isize from, to;
  team_range(team, total, 16, &from, &to);
  if (from >= to) return;
  strided_go(&walk, from / n);
  for (isize j = from % n; from < to; j = 0) {
    const isize length = min_size(n - j, to - from);
    binary_row((enum binary_kind)args->kind, x + walk.x + j * walk.x_strides[5], walk.x_strides[5],
               y + walk.y + j * walk.y_strides[5], walk.y_strides[5], z + from, length);
    from += length;
    strided_next(&walk);
  }
}
