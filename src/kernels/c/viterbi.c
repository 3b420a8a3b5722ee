#include "kernel.h"

/* The best score of each tag at a step from those at the step before, and which tag that came from. */
static void viterbi_step(const float *best, const float *transitions, const float *emissions, float *next, int32_t *back,
                         isize n) {
  for (isize k = 0; k < n; k += LANES) {
    vf top = vf_splat(best[0]) + vf_load_up_to(transitions + k, n - k);
    vi from = vi_splat(0);
    for (isize j = 1; j < n; j++) {
      const vf score = vf_splat(best[j]) + vf_load_up_to(transitions + j * n + k, n - k);
      const vi better = score > top;
      top = vf_select(better, score, top);
      from = (better & vi_splat((int32_t)j)) | (~better & from);
    }
    vf_store_up_to(next + k, top + vf_load_up_to(emissions + k, n - k), n - k);
    if (n - k >= LANES) vi_store(back + k, from);
    else vi_store_part(back + k, from, n - k);
  }
}

KERNEL(viterbi) {
  const isize n = N(args->tags);
  const float *begin = F(args->begin), *last = F(args->end);
  const int32_t *starts = I(args->starts);
  float *best = team_scratch(team, (size_t)(team->count * (2 * n + 16))) + team->index * (2 * n + 16), *next = best + n;
  isize sequence, end;
  team_range(team, N(args->sequences), 1, &sequence, &end);
  for (; sequence < end; sequence++) {
    const isize from = starts[sequence], to = starts[sequence + 1];
    const float *emissions = F(args->emissions);
    int32_t *back = I(args->back);
    F(args->scores)[sequence] = 0;
    if (from == to) continue;
    for (isize k = 0; k < n; k++) best[k] = begin[k] + emissions[from * n + k];
    for (isize row = from + 1; row < to; row++) {
      viterbi_step(best, F(args->transitions), emissions + row * n, next, back + row * n, n);
      float *swap = best;
      best = next, next = swap;
    }
    isize tag = 0;
    for (isize k = 1; k < n; k++)
      if (best[k] + last[k] > best[tag] + last[tag]) tag = k;
    F(args->scores)[sequence] = best[tag] + last[tag];
    for (isize row = to - 1;; row--) {
      I(args->path)[row] = (int32_t)tag;
      if (row == from) break;
      tag = back[row * n + tag];
    }
  }
}
