#include "chunks.h"

/* The gain or bias of a row; NULL where there is none. */
static const float *layer_norm_group(const float *weights, isize row, isize groups, isize n) {
  return weights ? weights + row % groups * n : NULL;
}

KERNEL(layerNorm) {
  const isize n = N(args->columns), groups = N(args->groups);
  isize row, end;
  team_range(team, N(args->rows), 1, &row, &end);
  for (; row < end; row++) {
    const float *x = F(args->x) + row * n;
    float *y = F(args->y) + row * n;
    const float *gain = layer_norm_group(F(args->gain), row, groups, n), *bias = layer_norm_group(F(args->bias), row, groups, n);
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

enum { LAYER_NORM_VECTORS = 4 };

/* Sums over rows of dy u and of dy, for up to LAYER_NORM_VECTORS vectors of columns; rows are `stride` floats apart. */
static void layer_norm_sums(const float *x, const float *dy, const float *means, const float *scales, isize rows,
                            isize stride, isize step, isize columns, float *dgain, float *dbias) {
  vf gains[LAYER_NORM_VECTORS] = {{0}}, biases[LAYER_NORM_VECTORS] = {{0}};
  for (isize chunk = 0; chunk < rows; chunk += CHUNK) {
    vf gain_part[LAYER_NORM_VECTORS] = {{0}}, bias_part[LAYER_NORM_VECTORS] = {{0}};
    for (isize k = chunk; k < min_size(rows, chunk + CHUNK); k++) {
      const vf mean = vf_splat(means[k * step]), scale = vf_splat(scales[k * step]);
      for (isize v = 0; v < LAYER_NORM_VECTORS; v++) {
        const isize left = columns - v * LANES;
        if (left <= 0) break;
        const vf upstream = vf_load_up_to(dy + k * stride + v * LANES, left);
        const vf u = (vf_load_up_to(x + k * stride + v * LANES, left) - mean) * scale;
        gain_part[v] = vf_fma(upstream, u, gain_part[v]);
        bias_part[v] += upstream;
      }
    }
    for (isize v = 0; v < LAYER_NORM_VECTORS; v++) {
      gains[v] += gain_part[v];
      biases[v] += bias_part[v];
    }
  }
  for (isize v = 0; v < LAYER_NORM_VECTORS && columns > v * LANES; v++) {
    if (dgain) vf_store_up_to(dgain + v * LANES, gains[v], columns - v * LANES);
    if (dbias) vf_store_up_to(dbias + v * LANES, biases[v], columns - v * LANES);
  }
}

KERNEL(layerNormBackward) {
  const isize n = N(args->columns), rows = N(args->rows), groups = N(args->groups);
  const float *x = F(args->x), *gain = F(args->gain), *means = F(args->means), *scales = F(args->scales);
  const float *dy = F(args->dy);
  float *dx = F(args->dx), *dgain = F(args->dgain), *dbias = F(args->dbias);
  isize from, to;
  /* Sums over rows first: dx may be dy. */
  if (dgain || dbias) {
    const isize width = LAYER_NORM_VECTORS * LANES, blocks = (n + width - 1) / width;
    team_range(team, groups * blocks, 1, &from, &to);
    for (isize task = from; task < to; task++) {
      const isize group = task / blocks, j = task % blocks * width, at = group * n + j;
      layer_norm_sums(x + at, dy + at, means + group, scales + group, rows / groups, groups * n, groups,
                      min_size(width, n - j), dgain ? dgain + at : NULL, dbias ? dbias + at : NULL);
    }
  }
  if (!dx) return;
  if (dx == dy) team_barrier(team);
  team_range(team, rows, 1, &from, &to);
  for (isize row = from; row < to; row++)
    layer_norm_dx(x + row * n, layer_norm_group(gain, row, groups, n), means[row], scales[row], dy + row * n, dx + row * n, n);
}
