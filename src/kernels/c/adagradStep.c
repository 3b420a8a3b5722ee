#include "places.h"

KERNEL(adagradStep) {
  const place *places = (const place *)I(args->places);
  const clipping clip = {vf_splat((float)args->scale), vf_splat((float)args->limit)};
  const vf rate = vf_splat((float)args->rate), epsilon = vf_splat((float)args->epsilon);
  const vf decay = vf_splat((float)args->decay);
  isize k, end;
  team_range(team, N(args->count), 1, &k, &end);
  for (; k < end; k++) {
    float *value = at_place(team, args->value, places[k].value), *sum = at_place(team, args->sum, places[k].at);
    const float *gradient = at_place(team, args->gradient, places[k].gradient);
    for (isize j = 0; j < places[k].length; j += LANES) {
      const isize n = places[k].length - j;
      const vf v = vf_load_up_to(value + j, n);
      const vf g = vf_fma(decay, v, clipped(vf_load_up_to(gradient + j, n), clip));
      const vf s = vf_fma(g, g, vf_load_up_to(sum + j, n));
      vf_store_up_to(sum + j, s, n);
      vf_store_up_to(value + j, v - rate * g / (vf_sqrt(s) + epsilon), n);
    }
  }
}
