#include "kernel.h"

KERNEL(approach) {
  const float *x = F(args->x);
  float *y = F(args->y);
  const vf weight = vf_splat((float)args->weight);
  isize from, to;
  team_range(team, N(args->n), 16, &from, &to);
  for (isize j = from; j < to; j += LANES) {
    const vf held = vf_load_up_to(y + j, to - j);
    vf_store_up_to(y + j, vf_fma(weight, vf_load_up_to(x + j, to - j) - held, held), to - j);
  }
}
