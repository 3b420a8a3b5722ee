#include "chunks.h"

KERNEL(layerNorm) {
  const isize n = N(args->columns);
  const float *gain = F(args->gain), *bias = F(args->bias);
  isize row, end;
  team_range(team, N(args->rows), 1, &row, &end);
  for (; row < end; row++) {
    const float *x = F(args->x) + row * n;
    float *y = F(args->y) + row * n;
    const float mean = row_sum(x, n) / (float)n;
    vf squares = vf_splat(0);
    for (isize j = 0; j < n; j += LANES) {
      const vf d = vf_load_up_to(x + j, n - j) - vf_splat(mean);
      squares += vf_select(vi_first_lanes(n - j), d * d, vf_splat(0));
    }
    const float scale = 1 / __builtin_sqrtf(vf_sum(squares) / (float)n + (float)args->epsilon);
    for (isize j = 0; j < n; j += LANES) {
      vf v = (vf_load_up_to(x + j, n - j) - vf_splat(mean)) * vf_splat(scale);
      if (gain) v *= vf_load_up_to(gain + j, n - j);
      if (bias) v += vf_load_up_to(bias + j, n - j);
      vf_store_up_to(y + j, v, n - j);
    }
    F(args->means)[row] = mean;
    F(args->scales)[row] = scale;
  }
}

/* dx of one row: u = (x - mean) * scale, g = dy * gain, scale (g - mean(g) - u mean(g u)). */
static void layer_norm_dx(const float *x, const float *gain, float mean, float scale, const float *dy, float *dx,
                          isize n) {
  vf sum = vf_splat(0), product = vf_splat(0);
  for (isize j = 0; j < n; j += LANES) {
    vf g = vf_load_up_to(dy + j, n - j);
    if (gain) g *= vf_load_up_to(gain + j, n - j);
    sum += g; /* lanes past the end are zero */
    product = vf_fma(g, (vf_load_up_to(x + j, n - j) - vf_splat(mean)) * vf_splat(scale), product);
  }
  const vf mean_g = vf_splat(vf_sum(sum) / (float)n), mean_gu = vf_splat(vf_sum(product) / (float)n);
  for (isize j = 0; j < n; j += LANES) {
    vf g = vf_load_up_to(dy + j, n - j);
    if (gain) g *= vf_load_up_to(gain + j, n - j);
    const vf u = (vf_load_up_to(x + j, n - j) - vf_splat(mean)) * vf_splat(scale);
    vf_store_up_to(dx + j, vf_splat(scale) * (g - mean_g - u * mean_gu), n - j);
  }
}

KERNEL(layerNormBackward) {
  const isize n = N(args->columns), rows = N(args->rows);
  const float *x = F(args->x), *gain = F(args->gain), *means = F(args->means), *scales = F(args->scales);
  const float *dy = F(args->dy);
  float *dx = F(args->dx), *dgain = F(args->dgain), *dbias = F(args->dbias);
  isize from, to;
  /* Sums over rows first: dx may be dy. */
  if (dgain || dbias) {
    team_range(team, n, 16, &from, &to);
    for (isize j = from; j < to; j += LANES) {
      vf gain_total = vf_splat(0), bias_total = vf_splat(0);
      for (isize chunk = 0; chunk < rows; chunk += CHUNK) {
        vf gain_part = vf_splat(0), bias_part = vf_splat(0);
        for (isize row = chunk; row < min_size(rows, chunk + CHUNK); row++) {
          const vf upstream = vf_load_up_to(dy + row * n + j, to - j);
          const vf u = (vf_load_up_to(x + row * n + j, to - j) - vf_splat(means[row])) * vf_splat(scales[row]);
          gain_part = vf_fma(upstream, u, gain_part);
          bias_part += upstream;
        }
        gain_total += gain_part;
        bias_total += bias_part;
      }
      if (dgain) vf_store_up_to(dgain + j, gain_total, to - j);
      if (dbias) vf_store_up_to(dbias + j, bias_total, to - j);
    }
  }
  if (!dx) return;
  if (dx == dy) team_barrier(team);
  team_range(team, rows, 1, &from, &to);
  for (isize row = from; row < to; row++)
    layer_norm_dx(x + row * n, gain, means[row], scales[row], dy + row * n, dx + row * n, n);
}
