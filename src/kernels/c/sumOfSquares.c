#include "chunks.h"

KERNEL(sumOfSquares) {
  const isize n = N(args->n);
  const float *x = F(args->x);
  isize chunk, end;
  team_range(team, chunk_count(n), 1, &chunk, &end);
  for (; chunk < end; chunk++) {
    const isize to = min_size(n, (chunk + 1) * CHUNK);
    vf total = vf_splat(0);
    for (isize j = chunk * CHUNK; j < to; j += LANES) {
      const vf v = vf_load_up_to(x + j, to - j);
      total = vf_fma(v, v, total);
    }
    F(args->parts)[chunk] = vf_sum(total);
  }
}

KERNEL(countNotFinite) {
  const isize n = N(args->n);
  const float *x = F(args->x);
  isize chunk, end;
  team_range(team, chunk_count(n), 1, &chunk, &end);
  for (; chunk < end; chunk++) {
    const isize to = min_size(n, (chunk + 1) * CHUNK);
    vf count = vf_splat(0);
    for (isize j = chunk * CHUNK; j < to; j += LANES) {
      const vf v = vf_load_up_to(x + j, to - j);
      count += vf_select(vf_abs(v) < vf_splat(__builtin_inff()), vf_splat(0), vf_splat(1));
    }
    F(args->parts)[chunk] = vf_sum(count);
  }
}
