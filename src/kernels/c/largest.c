#include "kernel.h"

/* Vectors that are looked at together: most hold nothing that is large enough. */
#define LARGEST_BLOCK 8

/* Puts `held` where it belongs among the `most` largest so far. */
static void largest_insert(float *value, int32_t *index, isize most, float held, isize column) {
  isize at = most - 1;
  for (; at > 0 && value[at - 1] < held; at--) {
    value[at] = value[at - 1];
    index[at] = index[at - 1];
  }
  value[at] = held;
  index[at] = (int32_t)column;
}

KERNEL(largest) {
  const isize columns = N(args->columns), most = N(args->most), block = LARGEST_BLOCK * LANES;
  isize row, end;
  team_range(team, N(args->rows), 1, &row, &end);
  for (; row < end; row++) {
    const float *x = F(args->x) + row * columns;
    float *value = F(args->value) + row * most;
    int32_t *index = I(args->index) + row * most;
    for (isize k = 0; k < most; k++) {
      value[k] = -__builtin_inff();
      index[k] = -1;
    }
    for (isize from = 0; from < columns; from += block) {
      const isize to = from + block < columns ? from + block : columns;
      if (to - from == block) {
        /* NaN is never the larger one. */
        vf top = vf_splat(-__builtin_inff());
        for (isize j = from; j < to; j += LANES) {
          const vf v = vf_load(x + j);
          top = vf_select(v > top, v, top);
        }
        if (!(vf_largest(top) > value[most - 1])) continue;
      }
      for (isize j = from; j < to; j++)
        if (x[j] > value[most - 1]) largest_insert(value, index, most, x[j], j);
    }
  }
}
