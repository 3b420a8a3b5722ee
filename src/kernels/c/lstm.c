/* LSTM: see src/kernels/sweeps/lstm.ts for equations, symbols and buffers. */
#include "sweep.h"

typedef struct lstm {
  isize hidden, gates, width;         /* H, G, GH */
  isize forget, candidate, output;    /* where these gates begin in a row; the input gate, if there is one, at 0 */
  bool coupled;
  const float *peephole_input, *peephole_forget, *peephole_output; /* NULL without */
  const float *cell_gain, *cell_bias;                              /* NULL without */
} lstm;

static lstm lstm_of(isize hidden, bool coupled, const float *peephole, const float *cell_gain,
                    const float *cell_bias) {
  const isize forget = coupled ? 0 : hidden;
  lstm l = {hidden, coupled ? 3 : 4, forget + 3 * hidden, forget, forget + hidden, forget + 2 * hidden, coupled,
            NULL, NULL, NULL, cell_gain, cell_bias};
  if (peephole) {
    l.peephole_input = coupled ? NULL : peephole;
    l.peephole_forget = peephole + forget;
    l.peephole_output = peephole + forget + hidden;
  }
  return l;
}

/* a + peephole * c, where there is a peephole. */
ALWAYS_INLINE vf lstm_peep(vf a, const float *peephole, isize j, isize left, vf c) {
  return peephole ? vf_fma(vf_load_up_to(peephole + j, left), c, a) : a;
}

ALWAYS_INLINE vf lstm_input_gate(const lstm *l, const float *gates, isize j, isize left, vf forget) {
  return l->coupled ? vf_splat(1.0f) - forget : vf_load_up_to(gates + j, left);
}

/* What tanh is taken of, behind the normalisation of the cell. */
ALWAYS_INLINE vf lstm_inner(const lstm *l, const float *normal, isize j, isize left) {
  const vf bias = l->cell_bias ? vf_load_up_to(l->cell_bias + j, left) : vf_splat(0.0f);
  return vf_fma(vf_load_up_to(normal + j, left), vf_load_up_to(l->cell_gain + j, left), bias);
}

/*
 * One row: gates holds their sums and gets their values, c the cell before and gets the cell after; hidden gets h'.
 * keep, saved_c: zoneout's row and where c goes too, or NULL. normal, scale: for LN(c'), where there is a cell_gain.
 */
static void lstm_row(const lstm *l, float *gates, float *c, const float *keep, float *saved_c, float *hidden,
                     float *normal, float *scale) {
  const vf one = vf_splat(1.0f);
  SWEEP_VECTORS(j, left, l->hidden) {
    const vf before = vf_load_up_to(c + j, left);
    const vf sum_f = vf_load_up_to(gates + l->forget + j, left);
    const vf f = vf_sigmoid(lstm_peep(sum_f, l->peephole_forget, j, left, before));
    vf i = one - f;
    if (!l->coupled) {
      i = vf_sigmoid(lstm_peep(vf_load_up_to(gates + j, left), l->peephole_input, j, left, before));
      vf_store_up_to(gates + j, i, left);
    }
    const vf g = vf_tanh(vf_load_up_to(gates + l->candidate + j, left));
    const vf cell = vf_fma(f, before, i * g);
    const vf sum_o = vf_load_up_to(gates + l->output + j, left);
    const vf o = vf_sigmoid(lstm_peep(sum_o, l->peephole_output, j, left, cell));
    vf_store_up_to(gates + l->forget + j, f, left);
    vf_store_up_to(gates + l->candidate + j, g, left);
    vf_store_up_to(gates + l->output + j, o, left);
    vf after = cell;
    if (keep) {
      const vf share = vf_load_up_to(keep + j, left);
      after = vf_fma(share, before, (one - share) * cell);
    }
    vf_store_up_to(c + j, after, left);
    if (saved_c) vf_store_up_to(saved_c + j, after, left);
    if (l->cell_gain) vf_store_up_to(normal + j, cell, left);
    else vf_store_up_to(hidden + j, o * vf_tanh(cell), left);
  }
  if (!l->cell_gain) return;
  *scale = sweep_normalise(normal, l->hidden);
  SWEEP_VECTORS(j, left, l->hidden) {
    const vf o = vf_load_up_to(gates + l->output + j, left);
    vf_store_up_to(hidden + j, o * vf_tanh(lstm_inner(l, normal, j, left)), left);
  }
}

/*
 * The row backwards: dhidden, the gradient of h', and dc, that of c(t) from the step after, give dx, and dc becomes
 * the gradient of `before`, c(t-1). normal, scale, dnormal, through: for LN(c'), the last a scratch row.
 */
static void lstm_row_backward(const lstm *l, const float *gates, const float *before, const float *dhidden,
                              const float *keep, float *dc, float *dx, float *watched_dc, const float *normal,
                              const float *scale, float *dnormal, float *through) {
  const vf one = vf_splat(1.0f);
  if (l->cell_gain) {
    SWEEP_VECTORS(j, left, l->hidden) {
      const vf t = vf_tanh(lstm_inner(l, normal, j, left)), o = vf_load_up_to(gates + l->output + j, left);
      vf_store_up_to(dnormal + j, vf_load_up_to(dhidden + j, left) * o * (one - t * t), left);
    }
    sweep_normalise_backward(dnormal, l->cell_gain, normal, *scale, through, l->hidden);
  }
  SWEEP_VECTORS(j, left, l->hidden) {
    const vf f = vf_load_up_to(gates + l->forget + j, left), g = vf_load_up_to(gates + l->candidate + j, left);
    const vf o = vf_load_up_to(gates + l->output + j, left), i = lstm_input_gate(l, gates, j, left, f);
    const vf previous = vf_load_up_to(before + j, left), dh = vf_load_up_to(dhidden + j, left);
    const vf t = vf_tanh(l->cell_gain ? lstm_inner(l, normal, j, left) : vf_fma(f, previous, i * g));

    const vf do_ = dh * t * o * (one - o);
    vf dcell = l->cell_gain ? vf_load_up_to(through + j, left) : dh * o * (one - t * t);
    dcell = lstm_peep(dcell, l->peephole_output, j, left, do_);
    vf after = vf_load_up_to(dc + j, left), kept = vf_splat(0.0f);
    if (watched_dc && keep) vf_store_up_to(watched_dc + j, after, left);
    if (keep) {
      const vf share = vf_load_up_to(keep + j, left);
      kept = share * after;
      after = (one - share) * after;
    }
    dcell = dcell + after;
    if (watched_dc && !keep) vf_store_up_to(watched_dc + j, dcell, left);

    const vf slope = l->coupled ? previous - g : previous;
    const vf df = dcell * slope * f * (one - f);
    vf dbefore = lstm_peep(vf_fma(dcell, f, kept), l->peephole_forget, j, left, df);
    if (!l->coupled) {
      const vf di = dcell * g * i * (one - i);
      dbefore = lstm_peep(dbefore, l->peephole_input, j, left, di);
      vf_store_up_to(dx + j, di, left);
    }
    vf_store_up_to(dx + l->forget + j, df, left);
    vf_store_up_to(dx + l->candidate + j, dcell * i * (one - g * g), left);
    vf_store_up_to(dx + l->output + j, do_, left);
    vf_store_up_to(dc + j, dbefore, left);
  }
}

/* dpeephole: each gate's gradient times the cell that it saw, c(t-1), or c' for the output gate. */
static void lstm_peephole_sums(const team *team, const lstm *l, const sweep_time *time, isize sequences,
                               const float *gates, const float *c, const float *c0, const float *dx,
                               float *dpeephole) {
  sweep_time all = *time;
  all.from = 0;
  all.to = sequences;
  isize from, to;
  team_range(team, l->hidden, 16, &from, &to);
  for (isize j = from; j < to; j += LANES) {
    const isize left = to - j;
    const sweep_sum zero = {vf_splat(0.0f), vf_splat(0.0f)};
    sweep_sum input = zero, forget = zero, output = zero;
    for (sweep s = sweep_begin(&all, SWEEP_BY_ROW); sweep_next(&s);) {
      for (isize r = 0; r < s.count; r++) {
        const isize row = s.row + r;
        const float *values = gates + row * l->width, *gradients = dx + row * l->width;
        const vf before = vf_load_up_to(sweep_previous(&s, r, c, c0, l->hidden) + j, left);
        const vf f = vf_load_up_to(values + l->forget + j, left), i = lstm_input_gate(l, values, j, left, f);
        const vf cell = vf_fma(f, before, i * vf_load_up_to(values + l->candidate + j, left));
        if (!l->coupled) sweep_sum_add(&input, row, vf_load_up_to(gradients + j, left), before);
        sweep_sum_add(&forget, row, vf_load_up_to(gradients + l->forget + j, left), before);
        sweep_sum_add(&output, row, vf_load_up_to(gradients + l->output + j, left), cell);
      }
    }
    if (!l->coupled) vf_store_up_to(dpeephole + j, input.total + input.part, left);
    vf_store_up_to(dpeephole + l->forget + j, forget.total + forget.part, left);
    vf_store_up_to(dpeephole + l->candidate + j, output.total + output.part, left);
  }
}

KERNEL(lstmForward) {
  const isize H = N(args->hidden), R = N(args->output);
  const lstm l = lstm_of(H, args->coupled != 0, F(args->peephole), F(args->cellGain), F(args->cellBias));
  const isize G = l.gates, GH = l.width;
  const float *x = F(args->x), *projection = F(args->projection), *gain = F(args->gain);
  const float *mask = F(args->recurrentMask), *keep_h = F(args->zoneoutH), *keep_c = F(args->zoneoutC);
  float *y = F(args->y), *hn = F(args->hn), *cn = F(args->cn), *gates = F(args->gates), *c = F(args->c);
  float *inputs = F(args->recurrentInput), *hiddens = F(args->projectionInput);
  float *normals = F(args->normal), *scales = F(args->scales);
  float *cell_normals = F(args->cellNormal), *cell_scales = F(args->cellScales);

  float *scratch[7];
  sweep_scratch(team, 7,
                (size_t[]){gemm_packed_size(R, GH), projection ? gemm_packed_size(H, R) : 0,
                           sweep_block_size(team, GH), sweep_block_size(team, R), sweep_block_size(team, GH),
                           sweep_block_size(team, H), sweep_block_size(team, H)},
                scratch);
  const sweep_weight weight = sweep_pack(team, scratch[0], F(args->weight), R, true, R, GH);
  sweep_weight projecting = {0};
  if (projection) projecting = sweep_pack(team, scratch[1], projection, H, true, H, R);
  const sweep_time time =
      sweep_time_of(team, I(args->batchSizes), N(args->steps), args->reverse != 0, N(args->sequences), N(args->rows));
  sweep_start(&time, hn, F(args->h0), R);
  sweep_start(&time, cn, F(args->c0), H);
  team_barrier(team);

  for (sweep s = sweep_begin(&time, SWEEP_FORWARD); sweep_next(&s);) {
    const float *left = hn + s.sequence * R;
    if (inputs || mask) {
      float *input = sweep_rows(team, &s, inputs, scratch[3], R);
      for (isize r = 0; r < s.count; r++) sweep_input(left + r * R, SWEEP_STATE(s, r, mask, R), input + r * R, R);
      left = input;
    }
    const float *x_rows = x + s.row * GH;
    float *gate_rows = sweep_rows(team, &s, gates, scratch[2], GH), *y_rows = y + s.row * R;
    if (gain) {
      float *normal = sweep_rows(team, &s, normals, scratch[4], GH);
      sweep_product(&weight, s.count, left, R, NULL, 0, normal, GH);
      for (isize r = 0; r < s.count; r++) {
        sweep_normalise_gates(normal + r * GH, G, H, SWEEP_ROW(s, r, scales, G));
        sweep_scale(x_rows + r * GH, normal + r * GH, gain, gate_rows + r * GH, GH);
      }
    } else {
      sweep_product(&weight, s.count, left, R, x_rows, GH, gate_rows, GH);
    }
    float *hidden = projection ? sweep_rows(team, &s, hiddens, scratch[5], H) : y_rows;
    float *normal = l.cell_gain ? sweep_rows(team, &s, cell_normals, scratch[6], H) : NULL;
    for (isize r = 0; r < s.count; r++) {
      float unsaved;
      lstm_row(&l, gate_rows + r * GH, SWEEP_STATE(s, r, cn, H), SWEEP_ROW(s, r, keep_c, H), SWEEP_ROW(s, r, c, H),
               hidden + r * H, normal + r * H, cell_scales ? cell_scales + s.row + r : &unsaved);
    }
    if (projection) sweep_product(&projecting, s.count, hidden, H, NULL, 0, y_rows, R);
    for (isize r = 0; r < s.count; r++)
      sweep_keep(y_rows + r * R, SWEEP_STATE(s, r, hn, R), SWEEP_ROW(s, r, keep_h, R), R);
  }
}

KERNEL(lstmBackward) {
  const isize H = N(args->hidden), R = N(args->output), rows = N(args->rows);
  const lstm l = lstm_of(H, args->coupled != 0, F(args->peephole), F(args->cellGain), F(args->cellBias));
  const isize G = l.gates, GH = l.width;
  const float *projection = F(args->projection), *gain = F(args->gain), *mask = F(args->recurrentMask);
  const float *keep_h = F(args->zoneoutH), *keep_c = F(args->zoneoutC), *c0 = F(args->c0);
  const float *gates = F(args->gates), *c = F(args->c), *normals = F(args->normal), *scales = F(args->scales);
  const float *cell_normals = F(args->cellNormal), *cell_scales = F(args->cellScales), *dy = F(args->dy);
  float *dx = F(args->dx), *drecurrent = F(args->drecurrent), *dprojected = F(args->dprojected);
  float *dnormals = F(args->dcellNormal), *dh0 = F(args->dh0), *dc0 = F(args->dc0);
  float *dh = F(args->dh), *dc = F(args->dc);

  float *scratch[5];
  sweep_scratch(team, 5,
                (size_t[]){gemm_packed_size(GH, R), projection ? gemm_packed_size(R, H) : 0,
                           sweep_block_size(team, R), sweep_block_size(team, H), sweep_block_size(team, H)},
                scratch);
  const sweep_weight weight = sweep_pack(team, scratch[0], F(args->weight), R, false, GH, R);
  sweep_weight projecting = {0};
  if (projection) projecting = sweep_pack(team, scratch[1], projection, H, false, R, H);
  const sweep_time time =
      sweep_time_of(team, I(args->batchSizes), N(args->steps), args->reverse != 0, N(args->sequences), rows);
  sweep_start(&time, dh0, F(args->dhn), R);
  sweep_start(&time, dc0, F(args->dcn), H);
  team_barrier(team);

  for (sweep s = sweep_begin(&time, SWEEP_BACKWARD); sweep_next(&s);) {
    float *next = sweep_rows(team, &s, dprojected, scratch[2], R);
    for (isize r = 0; r < s.count; r++)
      sweep_keep_backward(SWEEP_STATE(s, r, dh0, R), SWEEP_ROW(s, r, dy, R), SWEEP_ROW(s, r, keep_h, R),
                          SWEEP_ROW(s, r, dh, R), next + r * R, R);
    const float *dhidden = next;
    if (projection) {
      float *hidden = sweep_rows(team, &s, NULL, scratch[3], H);
      sweep_product(&projecting, s.count, next, R, NULL, 0, hidden, H);
      dhidden = hidden;
    }
    float *dx_rows = dx + s.row * GH, *du = drecurrent + s.row * GH;
    for (isize r = 0; r < s.count; r++)
      lstm_row_backward(&l, gates + (s.row + r) * GH, sweep_previous(&s, r, c, c0, H), dhidden + r * H,
                        SWEEP_ROW(s, r, keep_c, H), SWEEP_STATE(s, r, dc0, H), dx_rows + r * GH,
                        SWEEP_ROW(s, r, dc, H), SWEEP_ROW(s, r, cell_normals, H), SWEEP_ROW(s, r, cell_scales, 1),
                        SWEEP_ROW(s, r, dnormals, H), sweep_rows(team, &s, NULL, scratch[4], H));
    if (gain)
      for (isize r = 0; r < s.count; r++)
        sweep_normalise_gates_backward(dx_rows + r * GH, gain, normals + (s.row + r) * GH, scales + (s.row + r) * G,
                                       du + r * GH, G, H);
    sweep_product_backward(&s, &weight, du, GH, mask, dh0, sweep_rows(team, &s, NULL, scratch[2], R));
  }

  float *dpeephole = F(args->dpeephole), *dgain = F(args->dgain);
  float *dcell_gain = F(args->dcellGain), *dcell_bias = F(args->dcellBias);
  if (!dpeephole && !dgain && !dcell_gain && !dcell_bias) return;
  team_barrier(team);
  if (dpeephole) lstm_peephole_sums(team, &l, &time, N(args->sequences), gates, c, c0, dx, dpeephole);
  if (dgain) sweep_sum_rows(team, rows, GH, dx, GH, normals, GH, NULL, 0, dgain);
  if (dcell_gain) sweep_sum_rows(team, rows, H, dnormals, H, cell_normals, H, NULL, 0, dcell_gain);
  if (dcell_bias) sweep_sum_rows(team, rows, H, dnormals, H, NULL, 0, NULL, 0, dcell_bias);
}
