/* GRU: see src/kernels/sweeps/gru.ts for equations, symbols and buffers. */
#include "sweep-norm.h"
#include "sweep-sums.h"

/* r and z: sums become values. With `reset`, reset = r * input. */
static void gru_gates_row(float *gates, const float *input, float *reset, isize size, isize first, isize last) {
  SWEEP_RANGE(j, left, first, last) {
    const vf r = vf_sigmoid(vf_load_up_to(gates + j, left));
    vf_store_up_to(gates + j, r, left);
    vf_store_up_to(gates + size + j, vf_sigmoid(vf_load_up_to(gates + size + j, left)), left);
    if (reset) vf_store_up_to(reset + j, r * vf_load_up_to(input + j, left), left);
  }
}

/* n = tanh(sum), with `candidate` tanh(sum + r * candidate); y = (1 - z) n + z h, and so is the state h in the end. */
static void gru_candidate_row(const float *sum, const float *candidate, float *gates, float *h, float *y,
                              const float *keep, isize size, isize first, isize last) {
  SWEEP_RANGE(j, left, first, last) {
    vf a = vf_load_up_to(sum + j, left);
    if (candidate) a = vf_fma(vf_load_up_to(gates + j, left), vf_load_up_to(candidate + j, left), a);
    const vf n = vf_tanh(a), z = vf_load_up_to(gates + size + j, left);
    vf_store_up_to(gates + 2 * size + j, n, left);
    sweep_keep_vector(vf_fma(z, vf_load_up_to(h + j, left), (vf_splat(1.0f) - z) * n), y, h, keep, j, left);
  }
}

/*
 * Backwards through h', n and z: dh, the gradient from the step after, and dy give dx of z and n; dh becomes what skips
 * the step. With `candidate`, du too, and dx of r.
 */
static void gru_row_backward(const float *gates, const float *candidate, const float *previous, const float *dy,
                             const float *keep, float *dh, float *watched, float *dx, float *du, isize size,
                             isize first, isize last) {
  const vf one = vf_splat(1.0f);
  SWEEP_RANGE(j, left, first, last) {
    const vf d = sweep_keep_backward(dh, dy, keep, watched, j, left);
    const vf z = vf_load_up_to(gates + size + j, left), n = vf_load_up_to(gates + 2 * size + j, left);
    const vf h = vf_load_up_to(previous + j, left);
    const vf da_n = d * (one - z) * (one - n * n), da_z = d * (h - n) * z * (one - z);
    vf_store_up_to(dx + size + j, da_z, left);
    vf_store_up_to(dx + 2 * size + j, da_n, left);
    vf_store_up_to(dh + j, keep ? vf_fma(d, z, vf_load_up_to(dh + j, left)) : d * z, left);
    if (!candidate) continue;
    const vf r = vf_load_up_to(gates + j, left);
    const vf da_r = da_n * vf_load_up_to(candidate + j, left) * r * (one - r);
    vf_store_up_to(dx + j, da_r, left);
    vf_store_up_to(du + j, da_r, left);
    vf_store_up_to(du + size + j, da_z, left);
    vf_store_up_to(du + 2 * size + j, da_n * r, left);
  }
}

/* Backwards through r * (m h): dreset gives dx of r, and adds to dh. */
static void gru_reset_row_backward(const float *gates, const float *mask, const float *previous, const float *dreset,
                                   float *dh, float *dx, isize size) {
  SWEEP_VECTORS(j, left, size) {
    const vf r = vf_load_up_to(gates + j, left), d = vf_load_up_to(dreset + j, left);
    const vf share = mask ? vf_load_up_to(mask + j, left) : vf_splat(1.0f);
    const vf input = share * vf_load_up_to(previous + j, left);
    vf_store_up_to(dx + j, d * input * r * (vf_splat(1.0f) - r), left);
    vf_store_up_to(dh + j, vf_fma(share * r, d, vf_load_up_to(dh + j, left)), left);
  }
}

KERNEL(gruForward) {
  const isize H = N(args->hidden), GH = 3 * H;
  const bool before = args->resetBefore != 0;
  const float *weights = F(args->weight), *bias = F(args->candidateBias), *gain = F(args->gain);
  const float *mask = F(args->recurrentMask), *keep = F(args->zoneoutH);
  float *packed = F(args->packed), *packed_candidate = F(args->packedCandidate);
  float *y = F(args->y), *hn = F(args->hn), *gates = F(args->gates), *candidates = before ? NULL : F(args->candidate);
  float *inputs = F(args->recurrentInput), *resets = F(args->resetInput);
  float *normals = F(args->normal), *scales = F(args->scales);

  /* The states before the first steps are zero; normalised, their product would not be nothing. */
  const bool fresh = args->fresh != 0 && !gain, idle = fresh && N(args->steps) == 1;
  const isize B = N(args->sequences);
  const bool together = !before && !gain && sweep_together(team, B, H, GH * H);
  float *scratch[8];
  sweep_scratch(team, 8,
                (size_t[]){packed ? 0 : sweep_packed_size(H, H, 2), packed ? 0 : sweep_packed_size(H, H, 1), sweep_block_size(team, B, GH),
                           sweep_block_size(team, B, H), sweep_block_size(team, B, GH), sweep_block_size(team, B, H),
                           sweep_block_size(team, B, H), SWEEP_SOURCE_SIZE(args, H, 3)},
                scratch);
  sweep_source source = SWEEP_SOURCE(team, args, scratch[7], H, 3);
  sweep_weight gating = sweep_pack_kept(team, idle || args->isPacked == 1, args->isHalf == 1, packed, scratch[0], weights,
                                        H, H, 2);
  sweep_weight proposing = sweep_pack_kept(team, idle || args->isPacked == 1, args->isHalf == 1, packed_candidate, scratch[1],
                                           weights + 2 * H * H, H, H, 1);
  const sweep_share share = sweep_share_of(team, together, I(args->batchSizes), N(args->steps), args->reverse != 0, B,
                                           N(args->rows), H);
  sweep_start(&share, hn, F(args->h0), H, share.first, share.last);
  team_barrier(team);

  for (sweep s = sweep_begin(team, &share, SWEEP_FORWARD); sweep_next(&s);) {
    float *input = sweep_rows(&s, B, inputs, scratch[3], H);
    for (isize r = 0; r < s.count; r++)
      sweep_input(SWEEP_STATE(s, r, hn, H), SWEEP_STATE(s, r, mask, H), input + r * H, share.first, share.last);
    sweep_meet(team, &s);
    float *gate_rows = sweep_rows(&s, B, gates, scratch[2], GH), *y_rows = y + s.row * H;
    float *normal = gain ? sweep_rows(&s, B, normals, scratch[4], GH) : NULL;
    float *candidate = before ? NULL : sweep_rows(&s, B, candidates, scratch[5], H);
    float *reset = before ? sweep_rows(&s, B, resets, scratch[6], H) : NULL;

    /* Reset before the product, and normalisation, need whole rows of all gates. */
    const bool whole_rows = before || gain;
    const isize running = sweep_running(&s, fresh);
    for (isize first = share.first, last; first < share.last; first = last) {
      last = whole_rows ? H : sweep_units_end(first, share.last);
      const float *sums = sweep_sums(&source, &s, first, last, gate_rows, GH);
      if (gain) sweep_product(&gating, 0, H, s.count, input, H, NULL, 0, normal, GH);
      else sweep_product_running(&gating, first, last, s.count, running, input, H, sums, GH, gate_rows, GH);
      for (isize r = 0; r < s.count; r++) {
        if (gain)
          sweep_normalise_gates(normal + r * GH, 2, H, sums + r * GH, gain, gate_rows + r * GH, SWEEP_ROW(s, r, scales, 3));
        gru_gates_row(gate_rows + r * GH, input + r * H, before ? reset + r * H : NULL, H, first, last);
      }

      const float *multiplied = before ? reset : input;
      if (gain) sweep_product(&proposing, 0, H, s.count, multiplied, H, NULL, 0, normal + 2 * H, GH);
      else if (before)
        sweep_product_running(&proposing, first, last, s.count, running, multiplied, H, sums + 2 * H, GH, gate_rows + 2 * H, GH);
      else sweep_product_running(&proposing, first, last, s.count, running, multiplied, H, bias, 0, candidate, H);
      for (isize r = 0; r < s.count; r++) {
        float *row = gate_rows + r * GH;
        const float *sum = before ? row + 2 * H : sums + r * GH + 2 * H;
        if (gain) {
          float *third = normal + r * GH + 2 * H;
          sweep_normalise_gates(third, 1, H, before ? sums + r * GH + 2 * H : bias, gain + 2 * H,
                                before ? row + 2 * H : candidate + r * H, scales ? scales + (s.row + r) * 3 + 2 : NULL);
        }
        gru_candidate_row(sum, before ? NULL : candidate + r * H, row, SWEEP_STATE(s, r, hn, H), y_rows + r * H,
                          SWEEP_ROW(s, r, keep, H), H, first, last);
      }
    }
  }
}

KERNEL(gruBackward) {
  const isize H = N(args->hidden), GH = 3 * H, rows = N(args->rows);
  const bool before = args->resetBefore != 0;
  const float *weights = F(args->weight), *gain = F(args->gain), *mask = F(args->recurrentMask);
  const float *keep = F(args->zoneoutH), *h0 = F(args->h0), *y = F(args->y), *gates = F(args->gates);
  const float *candidates = F(args->candidate), *normals = F(args->normal), *scales = F(args->scales);
  const float *dy = F(args->dy);
  float *dx = F(args->dx), *drecurrent = F(args->drecurrent), *dh0 = F(args->dh0), *dh = F(args->dh);

  const bool fresh = args->fresh != 0, idle = fresh && N(args->steps) == 1;
  const isize B = N(args->sequences);
  const bool together = !before && !gain && sweep_together(team, B, H, GH * H);
  float *scratch[4];
  sweep_scratch(team, 4,
                (size_t[]){sweep_packed_size(before ? 2 * H : GH, H, 1), before ? sweep_packed_size(H, H, 1) : 0,
                           sweep_block_size(team, B, H), sweep_block_size(team, B, H)},
                scratch);
  /* Reset after the product: one product with all of W_hh. Before it: one with W_hn, then one with W_hr and W_hz. */
  sweep_weight weight = sweep_pack(team, idle, scratch[0], weights, H, false, before ? 2 * H : GH, H, 1);
  sweep_weight proposing = {0};
  if (before) proposing = sweep_pack(team, false, scratch[1], weights + 2 * H * H, H, false, H, H, 1);
  const sweep_share share =
      sweep_share_of(team, together, I(args->batchSizes), N(args->steps), args->reverse != 0, B, rows, H);
  sweep_start(&share, dh0, F(args->dhn), H, share.first, share.last);
  team_barrier(team);

  for (sweep s = sweep_begin(team, &share, SWEEP_BACKWARD); sweep_next(&s);) {
    float *dx_rows = dx + s.row * GH, *du = drecurrent + s.row * GH;
    for (isize r = 0; r < s.count; r++)
      gru_row_backward(gates + (s.row + r) * GH, before ? NULL : candidates + (s.row + r) * H,
                       sweep_previous(&s, r, y, h0, H), SWEEP_ROW(s, r, dy, H), SWEEP_ROW(s, r, keep, H),
                       SWEEP_STATE(s, r, dh0, H), SWEEP_ROW(s, r, dh, H), dx_rows + r * GH, du + r * GH, H,
                       share.first, share.last);
    if (before) {
      float *dreset = sweep_rows(&s, B, NULL, scratch[3], H);
      if (gain)
        for (isize r = 0; r < s.count; r++)
          sweep_normalise_backward(dx_rows + r * GH + 2 * H, gain + 2 * H, normals + (s.row + r) * GH + 2 * H,
                                   scales[(s.row + r) * 3 + 2], du + r * GH + 2 * H, H);
      sweep_product(&proposing, 0, H, s.count, du + 2 * H, GH, NULL, 0, dreset, H);
      for (isize r = 0; r < s.count; r++)
        gru_reset_row_backward(gates + (s.row + r) * GH, SWEEP_STATE(s, r, mask, H), sweep_previous(&s, r, y, h0, H),
                               dreset + r * H, SWEEP_STATE(s, r, dh0, H), dx_rows + r * GH, H);
    }
    if (gain)
      for (isize r = 0; r < s.count; r++)
        sweep_normalise_gates_backward((before ? dx_rows : du) + r * GH, gain, normals + (s.row + r) * GH,
                                       scales + (s.row + r) * 3, du + r * GH, before ? 2 : 3, H);
    sweep_meet(team, &s);
    sweep_product_backward(&s, &weight, share.first, share.last, fresh, du, GH, mask, true, dh0,
                           sweep_rows(&s, B, NULL, scratch[2], H));
  }

  float *dbias = F(args->dcandidateBias), *dgain = F(args->dgain);
  if (!dbias && !dgain) return;
  team_barrier(team);
  const float *reset = before ? NULL : gates;
  if (dbias) sweep_sum_rows(team, rows, H, dx + 2 * H, GH, NULL, 0, reset, GH, dbias);
  if (dgain) {
    sweep_sum_rows(team, rows, 2 * H, dx, GH, normals, GH, NULL, 0, dgain);
    sweep_sum_rows(team, rows, H, dx + 2 * H, GH, normals + 2 * H, GH, reset, GH, dgain + 2 * H);
  }
}
