#include "places.h"

KERNEL(sgdStep) {
  const place *places = (const place *)I(args->places);
  const clipping clip = {vf_splat((float)args->scale), vf_splat((float)args->limit)};
  const vf rate = vf_splat((float)args->rate), factor = vf_splat((float)args->factor);
  const vf decay = vf_splat((float)args->decay);
  const bool nesterov = args->nesterov != 0;
  isize k, end;
  team_range(team, N(args->count), 1, &k, &end);
  for (; k < end; k++) {
    float *value = at_place(team, args->value, places[k].value);
    float *momentum = at_place(team, args->momentum, places[k].at);
    const float *gradient = at_place(team, args->gradient, places[k].gradient);
    for (isize j = 0; j < places[k].length; j += LANES) {
      const isize n = places[k].length - j;
      const vf v = vf_load_up_to(value + j, n);
      const vf g = vf_fma(decay, v, clipped(vf_load_up_to(gradient + j, n), clip));
      vf step = g;
      if (momentum) {
        const vf m = vf_flush(vf_fma(factor, vf_load_up_to(momentum + j, n), g), -126);
        vf_store_up_to(momentum + j, m, n);
        step = nesterov ? vf_fma(factor, m, g) : m;
      }
      vf_store_up_to(value + j, v - rate * step, n);
    }
  }
}
