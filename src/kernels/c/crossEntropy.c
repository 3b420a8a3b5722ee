#include "softmax.h"

/* The sum over classes of weight * value, `weights` NULL: all 1; value is x negated and raised, or 1 for x NULL. */
static float cross_entropy_spread(const float *weights, const float *x, float raise, isize n) {
  vf total = vf_splat(0);
  for (isize j = 0; j < n; j += LANES) {
    const vf weight = weights ? vf_load_up_to(weights + j, n - j) : vf_splat(1);
    const vf value = x ? vf_splat(raise) - vf_load_up_to(x + j, n - j) : vf_splat(1);
    total += vf_select(vi_first_lanes(n - j), weight * value, vf_splat(0));
  }
  return vf_sum(total);
}

KERNEL(crossEntropy) {
  const isize n = N(args->classes);
  const int32_t *labels = I(args->labels);
  const float *weights = F(args->weights);
  const float smoothing = (float)args->smoothing, kept = (float)(1 - args->smoothing);
  isize row, end;
  team_range(team, N(args->rows), 1, &row, &end);
  for (; row < end; row++) {
    const float *x = F(args->logits) + row * n;
    const float top = softmax_top(x, n);
    const float normaliser = softmax_normaliser(top, softmax_sum(x, top, NULL, n));
    const int32_t label = labels[row];
    float loss = 0;
    if (label >= 0) {
      loss = kept * (weights ? weights[label] : 1) * (normaliser - x[label]);
      if (smoothing > 0) loss += smoothing / (float)n * cross_entropy_spread(weights, x, normaliser, n);
    }
    F(args->normalisers)[row] = normaliser;
    F(args->losses)[row] = loss;
  }
}

KERNEL(crossEntropyBackward) {
  const isize n = N(args->classes);
  const int32_t *labels = I(args->labels);
  const float *weights = F(args->weights);
  const float kept = (float)(1 - args->smoothing), spread = (float)(args->smoothing / args->classes);
  const float all = spread * cross_entropy_spread(weights, NULL, 0, n);
  isize row, end;
  team_range(team, N(args->rows), 1, &row, &end);
  for (; row < end; row++) {
    const float *x = F(args->logits) + row * n;
    float *dx = F(args->dlogits) + row * n;
    const int32_t label = labels[row];
    if (label < 0) {
      for (isize j = 0; j < n; j += LANES) vf_store_up_to(dx + j, vf_splat(0), n - j);
      continue;
    }
    const float at_label = kept * (weights ? weights[label] : 1), scale = F(args->dlosses)[row];
    const vf total = vf_splat(at_label + all), normaliser = vf_splat(F(args->normalisers)[row]);
    for (isize j = 0; j < n; j += LANES) {
      const vf target = (weights ? vf_load_up_to(weights + j, n - j) : vf_splat(1)) * vf_splat(spread);
      const vf probability = vf_exp(vf_load_up_to(x + j, n - j) - normaliser);
      vf_store_up_to(dx + j, vf_splat(scale) * (probability * total - target), n - j);
    }
    dx[label] -= scale * at_label;
  }
}

KERNEL(crossEntropySlopes) {
  const isize n = N(args->classes);
  const int32_t *labels = I(args->labels);
  const float *weights = F(args->weights), *scales = F(args->scales);
  const float kept = (float)(1 - args->smoothing), spread = (float)(args->smoothing / args->classes);
  const float all = cross_entropy_spread(weights, NULL, 0, n);
  isize row, end;
  team_range(team, N(args->rows), 1, &row, &end);
  for (; row < end; row++) {
    float *x = F(args->logits) + row * n;
    const int32_t label = labels[row];
    if (label < 0) {
      for (isize j = 0; j < n; j += LANES) vf_store_up_to(x + j, vf_splat(0), n - j);
      F(args->losses)[row] = 0;
      continue;
    }
    const float top = softmax_top(x, n), at_label = kept * (weights ? weights[label] : 1);
    const float below = top - x[label], all_below = spread > 0 ? cross_entropy_spread(weights, x, top, n) : 0;
    const float sum = softmax_sum(x, top, x, n), rise = softmax_normaliser(0, sum);
    F(args->losses)[row] = at_label * (rise + below) + spread * (all * rise + all_below);
    const vf share = vf_splat(scales[row] * (at_label + spread * all) / sum), even = vf_splat(scales[row] * spread);
    for (isize j = 0; j < n; j += LANES) {
      vf slope = share * vf_load_up_to(x + j, n - j);
      if (spread > 0) slope -= weights ? even * vf_load_up_to(weights + j, n - j) : even;
      vf_store_up_to(x + j, slope, n - j);
    }
    x[label] -= scales[row] * at_label;
  }
}
