/* sLSTM: see src/kernels/sweeps/slstm.ts for equations, symbols and buffers. */
#include "sweep.h"

/* The rows of a sequence forward; those that are not saved are NULL. */
typedef struct slstm_row {
  float *gates, *h, *c, *n, *m, *y, *forget, *saved_c, *saved_n, *saved_m;
} slstm_row;

/* Gates: sums become values. The states before become those after. */
static void slstm_row_forward(const slstm_row *row, isize size, isize first, isize last) {
  const vf zero = vf_splat(0.0f);
  SWEEP_RANGE(j, left, first, last) {
    float *gates = row->gates + j;
    const vf input = vf_load_up_to(gates, left), forget = vf_load_up_to(gates + size, left);
    const vf n_before = vf_load_up_to(row->n + j, left);
    const vi past = n_before > zero;
    const vf d = vf_load_up_to(row->m + j, left) - vf_softplus(vf_negate(forget)) - input;
    const vf up = vf_select(past & (d > zero), d, zero), down = vf_select(d < zero, d, zero);
    const vf i = vf_exp(vf_negate(up)), f = vf_select(past, vf_exp(down), zero), m = input + up;
    const vf z = vf_tanh(vf_load_up_to(gates + 2 * size, left)), o = vf_sigmoid(vf_load_up_to(gates + 3 * size, left));
    const vf c = vf_fma(f, vf_load_up_to(row->c + j, left), i * z), n = vf_fma(f, n_before, i);
    const vf h = o * (c / n);
    vf_store_up_to(gates, i, left);
    vf_store_up_to(gates + size, f, left);
    vf_store_up_to(gates + 2 * size, z, left);
    vf_store_up_to(gates + 3 * size, o, left);
    vf_store_up_to(row->h + j, h, left);
    vf_store_up_to(row->y + j, h, left);
    vf_store_up_to(row->c + j, c, left);
    vf_store_up_to(row->n + j, n, left);
    vf_store_up_to(row->m + j, m, left);
    if (row->forget) vf_store_up_to(row->forget + j, vf_sigmoid(forget), left);
    if (row->saved_c) vf_store_up_to(row->saved_c + j, c, left);
    if (row->saved_n) vf_store_up_to(row->saved_n + j, n, left);
    if (row->saved_m) vf_store_up_to(row->saved_m + j, m, left);
  }
}

KERNEL(slstmForward) {
  const isize H = N(args->hidden), GH = 4 * H, B = N(args->sequences);
  const float *mask = F(args->recurrentMask);
  float *packed = F(args->packed), *y = F(args->y), *hn = F(args->hn), *cn = F(args->cn), *nn = F(args->nn);
  float *mn = F(args->mn), *saved = F(args->gates), *inputs = F(args->recurrentInput), *forget = F(args->forget);
  float *c = F(args->c), *n = F(args->n), *m = F(args->m);

  const bool together = sweep_together(team, B, H, GH * H);
  float *scratch[4];
  sweep_scratch(team, 4,
                (size_t[]){packed ? 0 : sweep_packed_size(H, H, 4), sweep_block_size(team, B, GH),
                           sweep_block_size(team, B, H), SWEEP_SOURCE_SIZE(args, H, 4)},
                scratch);
  sweep_source source = SWEEP_SOURCE(team, args, scratch[3], H, 4);
  sweep_weight weight = sweep_pack(team, args->isPacked == 1, packed ? packed : scratch[0], F(args->weight), H, true, H, H, 4);
  const sweep_share share = sweep_share_of(team, together, I(args->batchSizes), N(args->steps), args->reverse != 0, B,
                                           N(args->rows), H);
  sweep_start(&share, hn, F(args->h0), H, share.first, share.last);
  sweep_start(&share, cn, F(args->c0), H, share.first, share.last);
  sweep_start(&share, nn, F(args->n0), H, share.first, share.last);
  sweep_start(&share, mn, F(args->m0), H, share.first, share.last);
  team_barrier(team);

  for (sweep s = sweep_begin(team, &share, SWEEP_FORWARD); sweep_next(&s);) {
    float *input = sweep_rows(&s, B, inputs, scratch[2], H), *gates = sweep_rows(&s, B, saved, scratch[1], GH);
    for (isize r = 0; r < s.count; r++)
      sweep_input(SWEEP_STATE(s, r, hn, H), SWEEP_STATE(s, r, mask, H), input + r * H, share.first, share.last);
    sweep_meet(team, &s);
    for (isize first = share.first, last; first < share.last; first = last) {
      last = sweep_units_end(first, share.last);
      const float *sums = sweep_sums(&source, &s, first, last, gates, GH);
      sweep_product(&weight, first, last, s.count, input, H, sums, GH, gates, GH);
      for (isize r = 0; r < s.count; r++) {
        const slstm_row row = {gates + r * GH, SWEEP_STATE(s, r, hn, H), SWEEP_STATE(s, r, cn, H), SWEEP_STATE(s, r, nn, H),
                               SWEEP_STATE(s, r, mn, H), SWEEP_ROW(s, r, y, H), SWEEP_ROW(s, r, forget, H),
                               SWEEP_ROW(s, r, c, H), SWEEP_ROW(s, r, n, H), SWEEP_ROW(s, r, m, H)};
        slstm_row_forward(&row, H, first, last);
      }
    }
  }
}

/* The rows of a sequence backwards. dh, dc, dn, dm: gradients from the step after, which become those of the step before. */
typedef struct slstm_row_gradient {
  const float *gates, *forget, *c, *n, *c_before, *n_before, *dy;
  float *dh, *dc, *dn, *dm, *dx, *watched_dh, *watched_dc, *watched_dn, *watched_dm;
} slstm_row_gradient;

static void slstm_row_backward(const slstm_row_gradient *row, isize size, isize first, isize last) {
  const vf one = vf_splat(1.0f);
  SWEEP_RANGE(j, left, first, last) {
    const float *gates = row->gates + j;
    const vf i = vf_load_up_to(gates, left), f = vf_load_up_to(gates + size, left);
    const vf z = vf_load_up_to(gates + 2 * size, left), o = vf_load_up_to(gates + 3 * size, left);
    const vf share = one / vf_load_up_to(row->n + j, left), mean = vf_load_up_to(row->c + j, left) * share;
    const vf dh = sweep_keep_backward(row->dh, row->dy, NULL, row->watched_dh, j, left), dm = vf_load_up_to(row->dm + j, left);
    const vf through = dh * o * share;
    const vf dc = vf_load_up_to(row->dc + j, left) + through, dn = vf_load_up_to(row->dn + j, left) - through * mean;
    /* The smaller of i and f depends on d, and where it is i, m does too. */
    const vf di = dm - vf_fma(dc, z, dn) * i;
    const vf df = vf_fma(dc, vf_load_up_to(row->c_before + j, left), dn * vf_load_up_to(row->n_before + j, left)) * f;
    const vf dd = vf_select(i < one, di, df);
    vf_store_up_to(row->dx + j, dm - dd, left);
    vf_store_up_to(row->dx + size + j, dd * (one - vf_load_up_to(row->forget + j, left)), left);
    vf_store_up_to(row->dx + 2 * size + j, dc * i * (one - z * z), left);
    vf_store_up_to(row->dx + 3 * size + j, dh * mean * o * (one - o), left);
    if (row->watched_dc) vf_store_up_to(row->watched_dc + j, dc, left);
    if (row->watched_dn) vf_store_up_to(row->watched_dn + j, dn, left);
    if (row->watched_dm) vf_store_up_to(row->watched_dm + j, dm, left);
    vf_store_up_to(row->dc + j, dc * f, left);
    vf_store_up_to(row->dn + j, dn * f, left);
    vf_store_up_to(row->dm + j, dd, left);
  }
}

KERNEL(slstmBackward) {
  const isize H = N(args->hidden), GH = 4 * H, B = N(args->sequences);
  const float *mask = F(args->recurrentMask), *c0 = F(args->c0), *n0 = F(args->n0), *gates = F(args->gates);
  const float *forget = F(args->forget), *c = F(args->c), *n = F(args->n), *dy = F(args->dy);
  float *dx = F(args->dx), *dh0 = F(args->dh0), *dc0 = F(args->dc0), *dn0 = F(args->dn0), *dm0 = F(args->dm0);
  float *dh = F(args->dh), *dc = F(args->dc), *dn = F(args->dn), *dm = F(args->dm);

  const bool together = sweep_together(team, B, H, GH * H);
  float *scratch[2];
  sweep_scratch(team, 2, (size_t[]){sweep_packed_size(GH, H, 1), sweep_block_size(team, B, H)}, scratch);
  sweep_weight weight = sweep_pack(team, false, scratch[0], F(args->weight), H, false, GH, H, 1);
  const sweep_share share = sweep_share_of(team, together, I(args->batchSizes), N(args->steps), args->reverse != 0, B,
                                           N(args->rows), H);
  sweep_start(&share, dh0, F(args->dhn), H, share.first, share.last);
  sweep_start(&share, dc0, F(args->dcn), H, share.first, share.last);
  sweep_start(&share, dn0, F(args->dnn), H, share.first, share.last);
  sweep_start(&share, dm0, F(args->dmn), H, share.first, share.last);
  team_barrier(team);

  for (sweep s = sweep_begin(team, &share, SWEEP_BACKWARD); sweep_next(&s);) {
    for (isize r = 0; r < s.count; r++) {
      const slstm_row_gradient row = {SWEEP_ROW(s, r, gates, GH),
                                      SWEEP_ROW(s, r, forget, H),
                                      SWEEP_ROW(s, r, c, H),
                                      SWEEP_ROW(s, r, n, H),
                                      sweep_previous(&s, r, c, c0, H),
                                      sweep_previous(&s, r, n, n0, H),
                                      SWEEP_ROW(s, r, dy, H),
                                      SWEEP_STATE(s, r, dh0, H),
                                      SWEEP_STATE(s, r, dc0, H),
                                      SWEEP_STATE(s, r, dn0, H),
                                      SWEEP_STATE(s, r, dm0, H),
                                      SWEEP_ROW(s, r, dx, GH),
                                      SWEEP_ROW(s, r, dh, H),
                                      SWEEP_ROW(s, r, dc, H),
                                      SWEEP_ROW(s, r, dn, H),
                                      SWEEP_ROW(s, r, dm, H)};
      slstm_row_backward(&row, H, share.first, share.last);
    }
    sweep_meet(team, &s);
    sweep_product_backward(&s, &weight, share.first, share.last, false, dx + s.row * GH, GH, mask, false, dh0,
                           sweep_rows(&s, B, NULL, scratch[1], H));
  }
}
