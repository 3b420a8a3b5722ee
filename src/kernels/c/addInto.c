#include "kernel.h"

KERNEL(addInto) {
  isize from, to;
  team_range(team, N(args->n), 16, &from, &to);
  const float *x = F(args->x);
  float *y = F(args->y);
  for (isize j = from; j < to; j += LANES)
    vf_store_up_to(y + j, vf_load_up_to(y + j, to - j) + vf_load_up_to(x + j, to - j), to - j);
}
