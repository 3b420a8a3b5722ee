#include "places.h"

KERNEL(rmspropStep) {
  const place *places = (const place *)I(args->places);
  const clipping clip = {vf_splat((float)args->scale), vf_splat((float)args->limit)};
  const vf rate = vf_splat((float)args->rate), alpha = vf_splat((float)args->alpha);
  const vf rest = vf_splat((float)(1 - args->alpha)), factor = vf_splat((float)args->factor);
  const vf epsilon = vf_splat((float)args->epsilon), decay = vf_splat((float)args->decay);
  isize k, end;
  team_range(team, N(args->count), 1, &k, &end);
  for (; k < end; k++) {
    float *value = at_place(team, args->value, places[k].value);
    float *square = at_place(team, args->square, places[k].at), *mean = at_place(team, args->mean, places[k].at);
    float *momentum = at_place(team, args->momentum, places[k].at);
    const float *gradient = at_place(team, args->gradient, places[k].gradient);
    for (isize j = 0; j < places[k].length; j += LANES) {
      const isize n = places[k].length - j;
      const vf v = vf_load_up_to(value + j, n);
      const vf g = vf_fma(decay, v, clipped(vf_load_up_to(gradient + j, n), clip));
      const vf s = vf_flush(alpha * vf_load_up_to(square + j, n) + rest * g * g, -126);
      vf_store_up_to(square + j, s, n);
      vf variance = s;
      if (mean) {
        vf m = vf_load_up_to(mean + j, n);
        m = vf_flush(vf_fma(rest, g - m, m), -126);
        vf_store_up_to(mean + j, m, n);
        variance = s - m * m;
        variance = vf_select(variance < vf_splat(0), vf_splat(0), variance);
      }
      vf step = g / (vf_sqrt(variance) + epsilon);
      if (momentum) {
        step = vf_flush(vf_fma(factor, vf_load_up_to(momentum + j, n), step), -126);
        vf_store_up_to(momentum + j, step, n);
      }
      vf_store_up_to(value + j, v - rate * step, n);
    }
  }
}
