/* See src/kernels/sweeps/complexScan.ts for equations, symbols and buffers. */
#include "scan.h"

KERNEL(complexScan) {
  const isize H = N(args->hidden), width = 2 * H;
  const float *lambda = F(args->lambda), *b = F(args->b), *h0 = F(args->h0);
  float *y = F(args->y), *hn = F(args->hn);
  const sweep_share share = SCAN_SHARE(team, args);
  sweep_start(&share, hn, h0, width, share.first, share.last);
  sweep_start(&share, hn, h0, width, H + share.first, H + share.last);
  for (sweep s = sweep_begin(team, &share, SWEEP_FORWARD); sweep_next(&s);)
    for (isize r = 0; r < s.count; r++) {
      const float *row = b + (s.row + r) * width;
      float *state = hn + (s.sequence + r) * width, *to = y + (s.row + r) * width;
      SWEEP_RANGE(j, left, share.first, share.last) {
        const vf factor_re = vf_load_up_to(lambda + j, left), factor_im = vf_load_up_to(lambda + H + j, left);
        const vf re = vf_load_up_to(state + j, left), im = vf_load_up_to(state + H + j, left);
        const vf next_re = vf_fma(factor_re, re, vf_fma(vf_negate(factor_im), im, vf_load_up_to(row + j, left)));
        const vf next_im = vf_fma(factor_re, im, vf_fma(factor_im, re, vf_load_up_to(row + H + j, left)));
        vf_store_up_to(to + j, next_re, left);
        vf_store_up_to(to + H + j, next_im, left);
        vf_store_up_to(state + j, next_re, left);
        vf_store_up_to(state + H + j, next_im, left);
      }
    }
}

/* dlambda = sum over rows of dh(t) times the conjugate of h(t-1). Threads share the units, so there is one order. */
static void complex_scan_sums(const team *team, const complexScanBackward_args *args) {
  const isize H = N(args->hidden), width = 2 * H;
  const float *h0 = F(args->h0), *y = F(args->y), *db = F(args->db);
  float *dlambda = F(args->dlambda);
  const sweep_share all = {I(args->batchSizes), N(args->steps), args->reverse != 0, false, 0, N(args->sequences), 0, H};
  isize from, to;
  team_range(team, H, 16, &from, &to);
  SWEEP_RANGE(j, left, from, to) {
    sweep_sum re = {{0}, {0}}, im = {{0}, {0}};
    for (sweep s = sweep_begin(team, &all, SWEEP_BY_ROW); sweep_next(&s);)
      for (isize r = 0; r < s.count; r++) {
        const float *h = sweep_previous(&s, r, y, h0, width), *dh = db + (s.row + r) * width;
        const vf h_re = vf_load_up_to(h + j, left), h_im = vf_load_up_to(h + H + j, left);
        const vf d_re = vf_load_up_to(dh + j, left), d_im = vf_load_up_to(dh + H + j, left);
        sweep_sum_add(&re, s.row + r, vf_fma(d_im, h_im, d_re * h_re), vf_splat(1.0f));
        sweep_sum_add(&im, s.row + r, vf_fma(d_im, h_re, vf_negate(d_re * h_im)), vf_splat(1.0f));
      }
    vf_store_up_to(dlambda + j, re.total + re.part, left);
    vf_store_up_to(dlambda + H + j, im.total + im.part, left);
  }
}

KERNEL(complexScanBackward) {
  const isize H = N(args->hidden), width = 2 * H;
  const float *lambda = F(args->lambda), *dhn = F(args->dhn), *dy = F(args->dy);
  float *db = F(args->db), *dh0 = F(args->dh0);
  const sweep_share share = SCAN_SHARE(team, args);
  sweep_start(&share, dh0, dhn, width, share.first, share.last);
  sweep_start(&share, dh0, dhn, width, H + share.first, H + share.last);
  for (sweep s = sweep_begin(team, &share, SWEEP_BACKWARD); sweep_next(&s);)
    for (isize r = 0; r < s.count; r++) {
      const float *arrived = SWEEP_ROW(s, r, dy, width);
      float *later = dh0 + (s.sequence + r) * width, *whole = db + (s.row + r) * width;
      SWEEP_RANGE(j, left, share.first, share.last) {
        const vf factor_re = vf_load_up_to(lambda + j, left), factor_im = vf_load_up_to(lambda + H + j, left);
        const vf re = sweep_keep_backward(later, arrived, NULL, whole, j, left);
        const vf im = sweep_keep_backward(later + H, arrived ? arrived + H : NULL, NULL, whole + H, j, left);
        vf_store_up_to(later + j, vf_fma(factor_re, re, factor_im * im), left);
        vf_store_up_to(later + H + j, vf_fma(factor_re, im, vf_negate(factor_im * re)), left);
      }
    }
  if (args->dlambda < 0) return;
  team_barrier(team);
  complex_scan_sums(team, args);
}
