#include "kernel.h"

KERNEL(rmspropStep) {
  float *value = F(args->value), *square = F(args->square), *mean = F(args->mean), *momentum = F(args->momentum);
  const float *gradient = F(args->gradient);
  const vf rate = vf_splat((float)args->rate), alpha = vf_splat((float)args->alpha);
  const vf rest = vf_splat((float)(1 - args->alpha)), factor = vf_splat((float)args->factor);
  const vf epsilon = vf_splat((float)args->epsilon), decay = vf_splat((float)args->decay);
  isize from, to;
  team_range(team, N(args->n), 16, &from, &to);
  for (isize j = from; j < to; j += LANES) {
    const isize n = to - j;
    const vf v = vf_load_up_to(value + j, n), g = vf_fma(decay, v, vf_load_up_to(gradient + j, n));
    const vf s = alpha * vf_load_up_to(square + j, n) + rest * g * g;
    vf_store_up_to(square + j, s, n);
    vf variance = s;
    if (mean) {
      vf m = vf_load_up_to(mean + j, n);
      m = vf_fma(rest, g - m, m);
      vf_store_up_to(mean + j, m, n);
      variance = s - m * m;
      variance = vf_select(variance < vf_splat(0), vf_splat(0), variance);
    }
    vf step = g / (vf_sqrt(variance) + epsilon);
    if (momentum) {
      step = vf_fma(factor, vf_load_up_to(momentum + j, n), step);
      vf_store_up_to(momentum + j, step, n);
    }
    vf_store_up_to(value + j, v - rate * step, n);
  }
}
