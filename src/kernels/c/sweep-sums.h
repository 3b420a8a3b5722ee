/* Sums over all rows of a sweep: of weights that are no matrices. Threads share the columns, so there is one order. */
#ifndef SWEEP_SUMS_H
#define SWEEP_SUMS_H
#include "sweep.h"

enum { SWEEP_CHUNK = 4096 };

/* A sum over rows in chunks of SWEEP_CHUNK, each with a sum of its own. */
typedef struct sweep_sum {
  vf total, part;
} sweep_sum;

ALWAYS_INLINE void sweep_sum_add(sweep_sum *sum, isize row, vf a, vf b) {
  if (row % SWEEP_CHUNK == 0) {
    sum->total = sum->total + sum->part;
    sum->part = vf_splat(0.0f);
  }
  sum->part = vf_fma(a, b, sum->part);
}

/* result[j] = sum over rows of a[row, j] b[row, j] c[row, j]; b and c may be NULL for 1. */
static void sweep_sum_rows(const team *team, isize rows, isize columns, const float *a, isize lda, const float *b,
                           isize ldb, const float *c, isize ldc, float *result) {
  enum { VECTORS_AT_ONCE = 4 }; /* a line of each row alone would be fetched too slowly */
  isize from, to;
  team_range(team, columns, 16, &from, &to);
  for (isize first = from; first < to; first += VECTORS_AT_ONCE * LANES) {
    sweep_sum sums[VECTORS_AT_ONCE] = {{{0}, {0}}};
    for (isize row = 0; row < rows; row++) {
      for (isize v = 0; v < VECTORS_AT_ONCE; v++) {
        const isize j = first + v * LANES, left = to - j;
        if (left <= 0) break;
        vf value = vf_load_up_to(a + row * lda + j, left);
        if (c) value = value * vf_load_up_to(c + row * ldc + j, left);
        sweep_sum_add(&sums[v], row, value, b ? vf_load_up_to(b + row * ldb + j, left) : vf_splat(1.0f));
      }
    }
    for (isize v = 0; v < VECTORS_AT_ONCE; v++) {
      const isize j = first + v * LANES;
      if (j < to) vf_store_up_to(result + j, sums[v].total + sums[v].part, to - j);
    }
  }
}
#endif
