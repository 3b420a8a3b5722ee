#include "kernel.h"

/* Whether `value` takes the place of `held` as the maximum: a NaN goes before all else. */
static inline bool argmax_beats(float value, float held) { return value > held || (value != value && held == held); }

KERNEL(argmax) {
  const isize axis = N(args->axis), inner = N(args->inner);
  const float *x = F(args->x);
  int32_t *index = I(args->index);
  isize from, to;
  team_range(team, N(args->outer) * inner, 16, &from, &to);
  for (isize task = from; task < to; task++) {
    const isize start = task / inner * axis * inner + task % inner;
    isize best = 0;
    for (isize j = 1; j < axis; j++)
      if (argmax_beats(x[start + j * inner], x[start + best * inner])) best = j;
    index[task] = (int32_t)(args->flat != 0 ? start + best * inner : best);
  }
}

KERNEL(segmentArgmax) {
  const isize rows = N(args->rows), columns = N(args->columns), segments = N(args->segments);
  const float *x = F(args->x);
  const int32_t *owner = I(args->owner);
  int32_t *index = I(args->index);
  isize from, to;
  team_range(team, columns, 16, &from, &to);
  for (isize segment = 0; segment < segments; segment++)
    for (isize column = from; column < to; column++) index[segment * columns + column] = -1;
  for (isize row = 0; row < rows; row++) {
    if (owner[row] < 0) continue;
    int32_t *held = index + owner[row] * columns;
    for (isize column = from; column < to; column++) {
      const isize at = row * columns + column;
      if (held[column] < 0 || argmax_beats(x[at], x[held[column]])) held[column] = (int32_t)at;
    }
  }
}
