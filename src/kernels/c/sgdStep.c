#include "kernel.h"

KERNEL(sgdStep) {
  float *value = F(args->value), *momentum = F(args->momentum);
  const float *gradient = F(args->gradient);
  const vf rate = vf_splat((float)args->rate), factor = vf_splat((float)args->factor);
  const vf decay = vf_splat((float)args->decay);
  const bool nesterov = args->nesterov != 0;
  isize from, to;
  team_range(team, N(args->n), 16, &from, &to);
  for (isize j = from; j < to; j += LANES) {
    const isize n = to - j;
    const vf v = vf_load_up_to(value + j, n), g = vf_fma(decay, v, vf_load_up_to(gradient + j, n));
    vf step = g;
    if (momentum) {
      const vf m = vf_fma(factor, vf_load_up_to(momentum + j, n), g);
      vf_store_up_to(momentum + j, m, n);
      step = nesterov ? vf_fma(factor, m, g) : m;
    }
    vf_store_up_to(value + j, v - rate * step, n);
  }
}
