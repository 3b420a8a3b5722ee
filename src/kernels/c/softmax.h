/* The parts of a softmax over one row. */
#ifndef SOFTMAX_H
#define SOFTMAX_H
#include "kernel.h"
#include "vector-math.h"

/* The largest of a row; NaNs are passed over (they come out in the sum). */
static float softmax_top(const float *x, isize n) {
  const vf lowest = vf_splat(-__builtin_inff());
  vf top = lowest;
  for (isize j = 0; j < n; j += LANES) {
    const vf v = vf_select(vi_first_lanes(n - j), vf_load_up_to(x + j, n - j), lowest);
    top = vf_select(v > top, v, top);
  }
  return vf_largest(top);
}

/* The sum of e^(x - top); the terms go to y unless it is NULL. */
static float softmax_sum(const float *x, float top, float *y, isize n) {
  vf total = vf_splat(0);
  for (isize j = 0; j < n; j += LANES) {
    const vf e = vf_exp(vf_load_up_to(x + j, n - j) - vf_splat(top));
    total += vf_select(vi_first_lanes(n - j), e, vf_splat(0));
    if (y) vf_store_up_to(y + j, e, n - j);
  }
  return vf_sum(total);
}

/* log(sum(e^x)) from the two. */
static inline float softmax_normaliser(float top, float sum) { return top + vf_log(vf_splat(sum))[0]; }
#endif
