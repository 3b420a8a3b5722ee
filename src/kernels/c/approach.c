#include "places.h"

KERNEL(approach) {
  const place *places = (const place *)I(args->places);
  const vf weight = vf_splat((float)args->weight);
  isize k, end;
  team_range(team, N(args->count), 1, &k, &end);
  for (; k < end; k++) {
    const float *value = at_place(team, args->value, places[k].value);
    float *average = at_place(team, args->average, places[k].at);
    for (isize j = 0; j < places[k].length; j += LANES) {
      const isize n = places[k].length - j;
      const vf held = vf_load_up_to(average + j, n);
      vf_store_up_to(average + j, vf_fma(weight, vf_load_up_to(value + j, n) - held, held), n);
    }
  }
}
