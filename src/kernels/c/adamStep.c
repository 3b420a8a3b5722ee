#include "kernel.h"

KERNEL(adamStep) {
  float *value = F(args->value), *mean = F(args->mean), *square = F(args->square);
  const float *gradient = F(args->gradient);
  const vf rate = vf_splat((float)args->rate), root = vf_splat((float)args->root);
  const vf beta2 = vf_splat((float)args->beta2), rest1 = vf_splat((float)(1 - args->beta1));
  const vf rest2 = vf_splat((float)(1 - args->beta2)), epsilon = vf_splat((float)args->epsilon);
  const vf keep = vf_splat((float)args->keep), decay = vf_splat((float)args->decay);
  isize from, to;
  team_range(team, N(args->n), 16, &from, &to);
  for (isize j = from; j < to; j += LANES) {
    const isize n = to - j;
    const vf v = vf_load_up_to(value + j, n), g = vf_fma(decay, v, vf_load_up_to(gradient + j, n));
    vf m = vf_load_up_to(mean + j, n), s = vf_load_up_to(square + j, n);
    m = vf_fma(rest1, g - m, m);
    s = beta2 * s + rest2 * g * g;
    vf_store_up_to(mean + j, m, n);
    vf_store_up_to(square + j, s, n);
    vf_store_up_to(value + j, keep * v - rate * m / (vf_sqrt(s) / root + epsilon), n);
  }
}
