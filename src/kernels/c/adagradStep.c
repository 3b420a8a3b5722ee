#include "kernel.h"

KERNEL(adagradStep) {
  float *value = F(args->value), *sum = F(args->sum);
  const float *gradient = F(args->gradient);
  const vf rate = vf_splat((float)args->rate), epsilon = vf_splat((float)args->epsilon);
  const vf decay = vf_splat((float)args->decay);
  isize from, to;
  team_range(team, N(args->n), 16, &from, &to);
  for (isize j = from; j < to; j += LANES) {
    const isize n = to - j;
    const vf v = vf_load_up_to(value + j, n), g = vf_fma(decay, v, vf_load_up_to(gradient + j, n));
    const vf s = vf_fma(g, g, vf_load_up_to(sum + j, n));
    vf_store_up_to(sum + j, s, n);
    vf_store_up_to(value + j, v - rate * g / (vf_sqrt(s) + epsilon), n);
  }
}
