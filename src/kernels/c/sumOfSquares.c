#include "places.h"

KERNEL(sumOfSquares) {
  const place *places = (const place *)I(args->places);
  isize k, end;
  team_range(team, N(args->count), 1, &k, &end);
  for (; k < end; k++) {
    const float *x = at_place(team, args->gradient, places[k].gradient);
    const isize length = places[k].length;
    vf total = vf_splat(0);
    for (isize j = 0; j < length; j += LANES) {
      const vf v = vf_load_up_to(x + j, length - j);
      total = vf_fma(v, v, total);
    }
    F(args->parts)[k] = vf_sum(total);
  }
}
