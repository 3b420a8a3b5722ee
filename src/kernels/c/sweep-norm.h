/* Layer normalisation within the sweeps of recurrent cells. */
#ifndef SWEEP_NORM_H
#define SWEEP_NORM_H
#include "sweep.h"

/*
 * Makes a row (v - mean) / sqrt(variance + 1e-5) and gives the factor. With `sums` they become x + row * gain; x may be
 * NULL for zero.
 */
ALWAYS_INLINE float sweep_normalise_into(float *row, const float *x, const float *gain, float *sums, isize size) {
  vf sum = vf_splat(0.0f), squares = vf_splat(0.0f);
  SWEEP_VECTORS(j, left, size) sum = sum + vf_load_up_to(row + j, left);
  const vf mean = vf_splat(vf_sum(sum) / (float)size);
  SWEEP_VECTORS(j, left, size) {
    const vf away = vf_load_up_to(row + j, left) - mean;
    squares = vf_fma(away, left < LANES ? vf_select(vi_first_lanes(left), away, vf_splat(0.0f)) : away, squares);
  }
  const float scale = 1.0f / __builtin_sqrtf(vf_sum(squares) / (float)size + 1e-5f);
  SWEEP_VECTORS(j, left, size) {
    const vf normal = (vf_load_up_to(row + j, left) - mean) * vf_splat(scale);
    vf_store_up_to(row + j, normal, left);
    if (sums) {
      const vf start = x ? vf_load_up_to(x + j, left) : vf_splat(0.0f);
      vf_store_up_to(sums + j, vf_fma(normal, vf_load_up_to(gain + j, left), start), left);
    }
  }
  return scale;
}

static float sweep_normalise(float *row, isize size) { return sweep_normalise_into(row, NULL, NULL, NULL, size); }

/* Each of `gates` parts of a row on its own: sums = x + normal * gain. scales[gates] may be NULL. */
static void sweep_normalise_gates(float *row, isize gates, isize size, const float *x, const float *gain, float *sums,
                                  float *scales) {
  for (isize gate = 0; gate < gates; gate++) {
    const isize at = gate * size;
    const float scale = sweep_normalise_into(row + at, x ? x + at : NULL, gain + at, sums + at, size);
    if (scales) scales[gate] = scale;
  }
}

/* From the gradient of normal * gain to that of what was normalised; `result` may be `gradient`. */
static void sweep_normalise_backward(const float *gradient, const float *gain, const float *normal, float scale,
                                     float *result, isize size) {
  vf sum = vf_splat(0.0f), product = vf_splat(0.0f);
  SWEEP_VECTORS(j, left, size) {
    vf upstream = vf_load_up_to(gradient + j, left) * vf_load_up_to(gain + j, left);
    sum = sum + upstream;
    product = vf_fma(upstream, vf_load_up_to(normal + j, left), product);
  }
  const vf mean = vf_splat(vf_sum(sum) / (float)size), slope = vf_splat(-vf_sum(product) / (float)size);
  SWEEP_VECTORS(j, left, size) {
    vf upstream = vf_load_up_to(gradient + j, left) * vf_load_up_to(gain + j, left);
    vf value = vf_fma(vf_load_up_to(normal + j, left), slope, upstream - mean);
    vf_store_up_to(result + j, value * vf_splat(scale), left);
  }
}

static void sweep_normalise_gates_backward(const float *gradient, const float *gain, const float *normal,
                                           const float *scales, float *result, isize gates, isize size) {
  for (isize gate = 0; gate < gates; gate++)
    sweep_normalise_backward(gradient + gate * size, gain + gate * size, normal + gate * size, scales[gate],
                             result + gate * size, size);
}
#endif
