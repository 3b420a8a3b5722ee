#include "kernel.h"

/* Integers are copied as floats: nothing but bits moves. */
KERNEL(gatherRows) {
  const isize n = N(args->columns);
  const int32_t *index = I(args->index);
  isize row, end;
  team_range(team, N(args->rows), 1, &row, &end);
  for (; row < end; row++) {
    const float *x = index[row] < 0 ? NULL : F(args->x) + index[row] * n;
    float *y = F(args->y) + row * n;
    for (isize j = 0; j < n; j += LANES) vf_store_up_to(y + j, x ? vf_load_up_to(x + j, n - j) : vf_splat(0), n - j);
  }
}

/* Each thread adds up some columns of all targets, or all columns of some targets: in the order of the rows. */
KERNEL(scatterAddRows) {
  const isize rows = N(args->rows), n = N(args->columns), targets = N(args->targets);
  const int32_t *index = I(args->index);
  const float *x = F(args->x);
  float *y = F(args->y);
  const struct team alone = {0, 1, team->pool};
  const bool by_column = n >= 32 * team->count;
  isize from, to, first, last;
  team_range(by_column ? team : &alone, n, 16, &from, &to);
  team_range(by_column ? &alone : team, targets, 1, &first, &last);
  for (isize target = first; target < last; target++)
    for (isize j = from; j < to; j += LANES) vf_store_up_to(y + target * n + j, vf_splat(0), to - j);
  for (isize row = 0; row < rows; row++) {
    if (index[row] < first || index[row] >= last) continue;
    float *sum = y + index[row] * n;
    for (isize j = from; j < to; j += LANES)
      vf_store_up_to(sum + j, vf_load_up_to(sum + j, to - j) + vf_load_up_to(x + row * n + j, to - j), to - j);
  }
}
