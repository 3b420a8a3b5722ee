/* Sums over many elements: chunks of 4096 have sums of their own, which are added in order. */
#ifndef CHUNKS_H
#define CHUNKS_H
#include "kernel.h"

enum { CHUNK = 4096 };

static inline isize chunk_count(isize n) { return (n + CHUNK - 1) / CHUNK; }

/* The sum of n adjacent floats: lane by lane, then across. */
static inline float row_sum(const float *x, isize n) {
  vf total = vf_splat(0);
  for (isize j = 0; j < n; j += LANES) total += vf_load_up_to(x + j, n - j);
  return vf_sum(total);
}
#endif
