#include "places.h"

KERNEL(adamStep) {
  const place *places = (const place *)I(args->places);
  const clipping clip = {vf_splat((float)args->scale), vf_splat((float)args->limit)};
  const vf rate = vf_splat((float)args->rate), root = vf_splat((float)args->root);
  const vf beta2 = vf_splat((float)args->beta2), rest1 = vf_splat((float)(1 - args->beta1));
  const vf rest2 = vf_splat((float)(1 - args->beta2)), epsilon = vf_splat((float)args->epsilon);
  const vf keep = vf_splat((float)args->keep), decay = vf_splat((float)args->decay);
  isize k, end;
  team_range(team, N(args->count), 1, &k, &end);
  for (; k < end; k++) {
    float *value = at_place(team, args->value, places[k].value);
    float *mean = at_place(team, args->mean, places[k].at);
    float *square = at_place(team, args->square, places[k].at);
    const float *gradient = at_place(team, args->gradient, places[k].gradient);
    for (isize j = 0; j < places[k].length; j += LANES) {
      const isize n = places[k].length - j;
      const vf v = vf_load_up_to(value + j, n);
      const vf g = vf_fma(decay, v, clipped(vf_load_up_to(gradient + j, n), clip));
      vf m = vf_load_up_to(mean + j, n), s = vf_load_up_to(square + j, n);
      m = vf_flush(vf_fma(rest1, g - m, m), -126);
      s = vf_flush(beta2 * s + rest2 * g * g, -126);
      vf_store_up_to(mean + j, m, n);
      vf_store_up_to(square + j, s, n);
      vf_store_up_to(value + j, keep * v - rate * m / (vf_sqrt(s) / root + epsilon), n);
    }
  }
}
