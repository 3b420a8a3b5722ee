/* See src/kernels/sweeps/linearScan.ts for equations, symbols and buffers. */
#include "scan.h"

/* The order of scanKinds in linearScan.ts. */
enum scan_kind { SCAN_GIVEN, SCAN_MIN_GRU, SCAN_MIN_LSTM };

/* One vector of units of a row: a, and the factor of the candidate n in b; both add up to 1 where there is one. */
typedef struct scan_vector {
  vf a, share, n;
  vf forget, input; /* minLstm: 1 - sigmoid of these sums */
} scan_vector;

ALWAYS_INLINE scan_vector scan_coefficients(enum scan_kind kind, const float *x, isize size, isize j, isize left) {
  const vf zero = vf_splat(0.0f), one = vf_splat(1.0f);
  scan_vector v = {0};
  if (kind == SCAN_GIVEN) {
    v.a = vf_load_up_to(x + j, left);
    v.share = one;
    v.n = vf_load_up_to(x + size + j, left);
  } else if (kind == SCAN_MIN_GRU) {
    const vf z = vf_load_up_to(x + j, left);
    /* Both sigmoids by e^-|z|, so that the smaller one is as right as the larger. */
    const vf e = vf_exp(vf_negate(vf_abs(z))), large = vf_divide(one, one + e), small = e * large;
    v.a = vf_select(z < zero, large, small);
    v.share = vf_select(z < zero, small, large);
    v.n = vf_load_up_to(x + size + j, left);
  } else {
    const vf f = vf_load_up_to(x + j, left), i = vf_load_up_to(x + size + j, left);
    const vf f_below = vf_select(f < zero, f, zero), i_below = vf_select(i < zero, i, zero);
    const vf f_power = vf_exp(vf_negate(vf_abs(f))), i_power = vf_exp(vf_negate(vf_abs(i)));
    /* sigmoid(f) = e^f_below / (1 + f_power): of the two numerators the larger is divided out, since both may vanish. */
    const vf less = vf_exp(vf_negate(vf_abs(f_below - i_below)));
    const vf of_f = vf_select(f_below < i_below, less, one) * (one + i_power);
    const vf of_i = vf_select(i_below < f_below, less, one) * (one + f_power);
    v.a = vf_divide(of_f, of_f + of_i);
    v.share = vf_divide(of_i, of_f + of_i);
    v.n = vf_load_up_to(x + 2 * size + j, left);
    v.forget = vf_divide(vf_select(f < zero, one, f_power), one + f_power);
    v.input = vf_divide(vf_select(i < zero, one, i_power), one + i_power);
  }
  return v;
}

ALWAYS_INLINE void scan_forward(enum scan_kind kind, isize parts, const linearScan_args *args, const team *team) {
  const isize H = N(args->hidden);
  const float *x = F(args->x);
  float *y = F(args->y), *hn = F(args->hn);
  const sweep_share share = SCAN_SHARE(team, args);
  sweep_start(&share, hn, F(args->h0), H, share.first, share.last);
  for (sweep s = sweep_begin(team, &share, SWEEP_FORWARD); sweep_next(&s);)
    for (isize r = 0; r < s.count; r++) {
      const float *row = x + (s.row + r) * parts * H;
      float *state = hn + (s.sequence + r) * H, *to = y + (s.row + r) * H;
      SWEEP_RANGE(j, left, share.first, share.last) {
        const scan_vector v = scan_coefficients(kind, row, H, j, left);
        const vf b = kind == SCAN_GIVEN ? v.n : v.share * v.n;
        const vf h = vf_fma(v.a, vf_load_up_to(state + j, left), b);
        vf_store_up_to(to + j, h, left);
        vf_store_up_to(state + j, h, left);
      }
    }
}

KERNEL(linearScan) {
  switch ((enum scan_kind)args->kind) {
    case SCAN_GIVEN: scan_forward(SCAN_GIVEN, 2, args, team); break;
    case SCAN_MIN_GRU: scan_forward(SCAN_MIN_GRU, 2, args, team); break;
    case SCAN_MIN_LSTM: scan_forward(SCAN_MIN_LSTM, 3, args, team); break;
  }
}

ALWAYS_INLINE void scan_backward(enum scan_kind kind, isize parts, const linearScanBackward_args *args, const team *team) {
  const isize H = N(args->hidden);
  const float *x = F(args->x), *h0 = F(args->h0), *y = F(args->y), *dy = F(args->dy);
  float *dx = F(args->dx), *dh0 = F(args->dh0), *dh = F(args->dh);
  const sweep_share share = SCAN_SHARE(team, args);
  sweep_start(&share, dh0, F(args->dhn), H, share.first, share.last);
  for (sweep s = sweep_begin(team, &share, SWEEP_BACKWARD); sweep_next(&s);)
    for (isize r = 0; r < s.count; r++) {
      const float *row = x + (s.row + r) * parts * H, *before = sweep_previous(&s, r, y, h0, H);
      float *to = dx + (s.row + r) * parts * H, *later = dh0 + (s.sequence + r) * H;
      SWEEP_RANGE(j, left, share.first, share.last) {
        const scan_vector v = scan_coefficients(kind, row, H, j, left);
        const vf d = sweep_keep_backward(later, SWEEP_ROW(s, r, dy, H), NULL, SWEEP_ROW(s, r, dh, H), j, left);
        const vf h = vf_load_up_to(before + j, left);
        vf_store_up_to(later + j, v.a * d, left);
        if (kind == SCAN_GIVEN) {
          vf_store_up_to(to + j, d * h, left);
          vf_store_up_to(to + H + j, d, left);
          continue;
        }
        /* a and share add up to 1: h - n is what a moves from one to the other. */
        const vf slope = d * (h - v.n) * (v.a * v.share);
        if (kind == SCAN_MIN_GRU) {
          vf_store_up_to(to + j, vf_negate(slope), left);
        } else {
          vf_store_up_to(to + j, slope * v.forget, left);
          vf_store_up_to(to + H + j, vf_negate(slope) * v.input, left);
        }
        vf_store_up_to(to + (parts - 1) * H + j, d * v.share, left);
      }
    }
}

KERNEL(linearScanBackward) {
  switch ((enum scan_kind)args->kind) {
    case SCAN_GIVEN: scan_backward(SCAN_GIVEN, 2, args, team); break;
    case SCAN_MIN_GRU: scan_backward(SCAN_MIN_GRU, 2, args, team); break;
    case SCAN_MIN_LSTM: scan_backward(SCAN_MIN_LSTM, 3, args, team); break;
  }
}
