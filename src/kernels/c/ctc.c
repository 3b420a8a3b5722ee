#include "softmax.h"

/* Stands for the logarithm of 0: finite, so that no difference of two is NaN, and no sum of them overflows. */
#define CTC_NEVER (-1e30f)

/* A sequence's room in scratch, in floats: forward scores with two states before the first, and single rows. */
static isize ctc_room(isize steps, isize states) { return steps * (states + 4) + 6 * (states + 4); }

/* The steps that labels take at least: each one, and a blank between equal neighbours. */
static isize ctc_least_steps(const int32_t *labels, isize n) {
  isize least = n;
  for (isize j = 1; j < n; j++) least += labels[j] == labels[j - 1];
  return least;
}

/* y[s] = log(e^x[s] + e^x[s + step] + e^(x[s + 2 step] + skip[s])) + z[s] - c, of n states; z may be NULL. */
static void ctc_advance(const float *x, isize step, const float *skip, const float *z, float c, float *y, isize n) {
  for (isize s = 0; s < n; s += LANES) {
    const vf stay = vf_load_up_to(x + s, n - s), move = vf_load_up_to(x + s + step, n - s);
    const vf jump = vf_load_up_to(x + s + 2 * step, n - s) + vf_load_up_to(skip + s, n - s);
    const vf top = vf_max(vf_max(stay, move), jump);
    const vf total = vf_exp(stay - top) + vf_exp(move - top) + vf_exp(jump - top);
    const vf rest = z ? vf_load_up_to(z + s, n - s) : vf_splat(0);
    vf_store_up_to(y + s, top + vf_log(total) + rest - vf_splat(c), n - s);
  }
}

/* The score of each state's class at a step. */
static void ctc_emissions(const float *logits, const int32_t *symbols, float normaliser, float *y, isize states) {
  for (isize s = 0; s < states; s++) y[s] = logits[symbols[s]] - normaliser;
}

/* log(sum of e^x). */
static float ctc_normaliser(const float *x, isize n) {
  const float top = softmax_top(x, n);
  return softmax_normaliser(top, softmax_sum(x, top, NULL, n));
}

/*
 * As in crf.c, scores of each step are less their own normaliser, backward ones too, so that they do not grow with the
 * length of a sequence. The shares of the states, e^(forward + backward), are made to sum to 1, which takes out what
 * rounding has left.
 */
static void ctc_sequence(const ctc_args *args, const team *team, isize sequence, float *room) {
  const isize n = N(args->classes), from = I(args->starts)[sequence], steps = I(args->starts)[sequence + 1] - from;
  const isize first = I(args->labelStarts)[sequence], count = I(args->labelStarts)[sequence + 1] - first;
  const isize states = 2 * count + 1, width = states + 2;
  const int32_t *labels = I(args->labels) + first;
  const float *logits = F(args->logits) + from * n;
  float *slopes = F(args->dlogits) + from * n, *loss = F(args->losses) + sequence;
  float *forward = room + 2, *normalisers = room + steps * width, *shares = normalisers + steps;
  float *emissions = shares + steps, *skip = emissions + states + 4, *ahead = skip + states + 4;
  float *backward = ahead + states + 4;
  int32_t *symbols = (int32_t *)(backward + states + 4);
  if (ctc_least_steps(labels, count) > steps) {
    *loss = __builtin_inff();
    for (isize j = 0; j < steps * n; j++) slopes[j] = 0;
    return;
  }
  *loss = 0;
  if (steps == 0) return;
  for (isize s = 0; s < states; s++) {
    symbols[s] = s % 2 == 0 ? 0 : labels[s / 2];
    skip[s] = s % 2 == 1 && s > 1 && symbols[s] != symbols[s - 2] ? 0 : CTC_NEVER;
  }
  for (isize s = states; s < states + 4; s++) skip[s] = CTC_NEVER;
  double total = 0;
  for (isize t = 0; t < steps; t++) {
    float *here = forward + t * width, *slope = slopes + t * n;
    const float top = softmax_top(logits + t * n, n), sum = softmax_sum(logits + t * n, top, slope, n);
    for (isize k = 0; k < n; k++) slope[k] /= sum;
    shares[t] = softmax_normaliser(top, sum);
    ctc_emissions(logits + t * n, symbols, shares[t], emissions, states);
    here[-2] = here[-1] = CTC_NEVER;
    if (t == 0)
      for (isize s = 0; s < states; s++) here[s] = s < 2 ? emissions[s] : CTC_NEVER;
    else
      ctc_advance(here - width, -1, skip, emissions, 0, here, states);
    normalisers[t] = ctc_normaliser(here, states);
    for (isize s = 0; s < states; s++) here[s] -= normalisers[t];
    total += normalisers[t];
  }
  const isize ends = min_size(states, 2);
  const float last = ctc_normaliser(forward + (steps - 1) * width + states - ends, ends);
  *loss = (float)-(total + last);
  for (isize s = 0; s < states; s++) backward[s] = s >= states - 2 ? -last : CTC_NEVER;
  for (isize t = steps - 1; t >= 0; t--) {
    const float *here = forward + t * width;
    float *slope = slopes + t * n;
    if (t < steps - 1) {
      ctc_emissions(logits + (t + 1) * n, symbols, shares[t + 1], emissions, states);
      for (isize s = 0; s < states; s++) ahead[s] = emissions[s] + backward[s];
      ahead[states] = ahead[states + 1] = CTC_NEVER;
      ctc_advance(ahead, 1, skip + 2, NULL, normalisers[t + 1], backward, states);
    }
    for (isize s = 0; s < states; s++) emissions[s] = here[s] + backward[s];
    const float top = softmax_top(emissions, states), sum = softmax_sum(emissions, top, emissions, states);
    for (isize s = 0; s < states; s++) slope[symbols[s]] -= emissions[s] / sum;
  }
}

KERNEL(ctc) {
  const isize sequences = N(args->sequences);
  const int32_t *starts = I(args->starts), *labelStarts = I(args->labelStarts);
  isize room = 16, sequence, end;
  for (isize k = 0; k < sequences; k++)
    room = max_size(room, ctc_room(starts[k + 1] - starts[k], 2 * (labelStarts[k + 1] - labelStarts[k]) + 1));
  float *scratch = team_scratch(team, (size_t)(team->count * (room + 16))) + team->index * (room + 16);
  team_range(team, sequences, 1, &sequence, &end);
  for (; sequence < end; sequence++) ctc_sequence(args, team, sequence, scratch);
}
