#include "gemm.h"
#include "strided.h"

static void copy_row(const float *x, isize x_stride, float *y, isize y_stride, isize n) {
  if (x_stride == 1 && y_stride == 1) {
    for (isize j = 0; j < n; j += LANES) vf_store_up_to(y + j, vf_load_up_to(x + j, n - j), n - j);
  } else if (x_stride == 0 && y_stride == 1) {
    for (isize j = 0; j < n; j += LANES) vf_store_up_to(y + j, vf_splat(*x), n - j);
  } else {
    for (isize j = 0; j < n; j++) y[j * y_stride] = x[j * x_stride];
  }
}

/* Integers are copied as floats: nothing but bits moves. */
KERNEL(copyStrided) {
  const float *x = F(args->x);
  float *y = F(args->y);
  strided walk = STRIDED(args);
  const isize n = walk.sizes[5], rows = strided_rows(&walk);
  isize from, to;
  if (walk.x_strides[4] == 1 && walk.y_strides[5] == 1 && n > 1) {
    /* A transposition of the last two axes. */
    const isize columns = walk.sizes[4];
    team_range(team, columns, 16, &from, &to);
    if (columns == 0) return;
    for (isize matrix = 0; matrix < rows / columns; matrix++) {
      strided_go(&walk, matrix * columns + from);
      if (from < to) gemm_transpose(x + walk.x, walk.x_strides[5], n, to - from, y + walk.y, walk.y_strides[4]);
    }
    return;
  }
  team_range(team, rows * n, 16, &from, &to);
  if (from >= to) return;
  strided_go(&walk, from / n);
  for (isize j = from % n; from < to; j = 0) {
    const isize length = min_size(n - j, to - from);
    copy_row(x + walk.x + j * walk.x_strides[5], walk.x_strides[5], y + walk.y + j * walk.y_strides[5],
             walk.y_strides[5], length);
    from += length;
    strided_next(&walk);
  }
}
