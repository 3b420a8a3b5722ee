#include "softmax.h"

/* into[k] = log(sum over j of e^(from[j] + transitions[j, k])). */
static void crf_advance(const float *from, const float *transitions, float *into, isize n) {
  for (isize k = 0; k < n; k += LANES) {
    vf top = vf_splat(-__builtin_inff()), total = vf_splat(0);
    for (isize j = 0; j < n; j++) top = vf_max(top, vf_splat(from[j]) + vf_load_up_to(transitions + j * n + k, n - k));
    for (isize j = 0; j < n; j++)
      total += vf_exp(vf_splat(from[j]) + vf_load_up_to(transitions + j * n + k, n - k) - top);
    vf_store_up_to(into + k, top + vf_log(total), n - k);
  }
}

/* y[k] = a[k] + b[k] - c; y may be a or b. */
static void crf_sum(const float *a, const float *b, float c, float *y, isize n) {
  for (isize k = 0; k < n; k += LANES)
    vf_store_up_to(y + k, vf_load_up_to(a + k, n - k) + vf_load_up_to(b + k, n - k) - vf_splat(c), n - k);
}

static float crf_normaliser(const float *x, isize n) {
  const float top = softmax_top(x, n);
  return softmax_normaliser(top, softmax_sum(x, top, NULL, n));
}

/*
 * Forward scores are kept where the derivatives go, each step less its own normaliser, so that neither a long sequence
 * nor large scores cost accuracy; backward scores are less the same normalisers, so that e^(forward + backward) is the
 * marginal itself.
 */
static void crf_chain(const crf_args *args, const team *team, isize sequence, float *normalisers, float *scratch) {
  const isize n = N(args->tags), from = I(args->starts)[sequence], steps = I(args->starts)[sequence + 1] - from;
  const float *emissions = F(args->emissions) + from * n, *transitions = F(args->transitions);
  const float *begin = F(args->begin), *end = F(args->end);
  const int32_t *labels = args->labels < 0 ? NULL : I(args->labels) + from;
  float *forward = F(args->demissions) + from * n, *pairs = F(args->dtransitions);
  float *backward = scratch, *ahead = scratch + n, *row = scratch + 2 * n;
  double loss = 0;
  normalisers += from;
  if (pairs) {
    pairs += sequence * n * n;
    for (isize j = 0; j < n * n; j += LANES) vf_store_up_to(pairs + j, vf_splat(0), n * n - j);
  }
  for (isize t = 0; t < steps; t++) {
    float *here = forward + t * n;
    if (t == 0) crf_sum(begin, emissions, 0, here, n);
    else {
      crf_advance(here - n, transitions, here, n);
      crf_sum(here, emissions + t * n, 0, here, n);
    }
    normalisers[t] = crf_normaliser(here, n);
    for (isize k = 0; k < n; k++) here[k] -= normalisers[t];
    loss += normalisers[t];
    if (labels) loss -= (t == 0 ? begin[labels[0]] : transitions[labels[t - 1] * n + labels[t]]) + emissions[t * n + labels[t]];
  }
  if (steps > 0) {
    crf_sum(forward + (steps - 1) * n, end, 0, row, n);
    const float last = crf_normaliser(row, n);
    for (isize k = 0; k < n; k++) backward[k] = end[k] - last;
    loss += last - (labels ? end[labels[steps - 1]] : 0);
  }
  for (isize t = steps - 1; t >= 0; t--) {
    float *here = forward + t * n;
    if (t < steps - 1) {
      crf_sum(emissions + (t + 1) * n, backward, normalisers[t + 1], ahead, n);
      for (isize j = 0; j < n; j++) {
        crf_sum(transitions + j * n, ahead, 0, row, n);
        const float top = softmax_top(row, n);
        backward[j] = softmax_normaliser(top, softmax_sum(row, top, row, n));
        if (!pairs) continue;
        const vf scale = vf_exp(vf_splat(here[j] + top));
        for (isize k = 0; k < n; k += LANES) {
          float *pair = pairs + j * n + k;
          vf_store_up_to(pair, vf_fma(scale, vf_load_up_to(row + k, n - k), vf_load_up_to(pair, n - k)), n - k);
        }
      }
      if (pairs && labels) pairs[labels[t] * n + labels[t + 1]] -= 1;
    }
    for (isize k = 0; k < n; k += LANES)
      vf_store_up_to(here + k, vf_exp(vf_load_up_to(here + k, n - k) + vf_load_up_to(backward + k, n - k)), n - k);
    if (labels) here[labels[t]] -= 1;
  }
  F(args->losses)[sequence] = (float)loss;
}

KERNEL(crf) {
  const isize sequences = N(args->sequences), n = N(args->tags), rows = I(args->starts)[sequences];
  float *scratch = team_scratch(team, (size_t)(rows + team->count * (3 * n + 16)));
  isize sequence, end;
  team_range(team, sequences, 1, &sequence, &end);
  for (; sequence < end; sequence++)
    crf_chain(args, team, sequence, scratch, scratch + rows + team->index * (3 * n + 16));
}
