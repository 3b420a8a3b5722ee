/* LSTM: see src/kernels/sweeps/lstm.ts for equations, symbols and buffers. */
#include "sweep-norm.h"
#include "sweep-sums.h"

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

/* The rows of a block forward; hidden gets h', state and y the state, where h' is what it is made of. */
typedef struct lstm_rows {
  float *gates, *c, *saved_c, *hidden, *state, *normal, *scale;
  const float *keep_c, *keep_h;
} lstm_rows;

/*
 * One vector of a row: gates holds their sums and gets their values, c the cell before and gets the cell after. What a
 * plain LSTM does not have is known to be absent when this is compiled for it.
 */
ALWAYS_INLINE void lstm_vector(const lstm *l, const lstm_rows *rows, bool plain, isize j, isize left) {
  const vf one = vf_splat(1.0f);
  float *gates = rows->gates, *c = rows->c;
  const bool coupled = !plain && l->coupled;
  const float *peephole_input = plain ? NULL : l->peephole_input, *peephole_forget = plain ? NULL : l->peephole_forget;
  const float *peephole_output = plain ? NULL : l->peephole_output, *keep_c = plain ? NULL : rows->keep_c;
  const vf before = vf_load_up_to(c + j, left);
  const vf f = vf_sigmoid(lstm_peep(vf_load_up_to(gates + l->forget + j, left), peephole_forget, j, left, before));
  vf i = one - f;
  if (!coupled) {
    i = vf_sigmoid(lstm_peep(vf_load_up_to(gates + j, left), peephole_input, j, left, before));
    vf_store_up_to(gates + j, i, left);
  }
  const vf g = vf_tanh(vf_load_up_to(gates + l->candidate + j, left));
  const vf cell = vf_fma(f, before, i * g);
  const vf o = vf_sigmoid(lstm_peep(vf_load_up_to(gates + l->output + j, left), peephole_output, j, left, cell));
  vf_store_up_to(gates + l->forget + j, f, left);
  vf_store_up_to(gates + l->candidate + j, g, left);
  vf_store_up_to(gates + l->output + j, o, left);
  vf after = cell;
  if (keep_c) {
    const vf share = vf_load_up_to(keep_c + j, left);
    after = vf_fma(share, before, (one - share) * cell);
  }
  vf_store_up_to(c + j, after, left);
  if (rows->saved_c) vf_store_up_to(rows->saved_c + j, after, left);
  if (!plain && l->cell_gain) {
    vf_store_up_to(rows->normal + j, cell, left);
    return;
  }
  const vf h = o * vf_tanh(cell);
  if (rows->state) sweep_keep_vector(h, rows->hidden, rows->state, rows->keep_h, j, left);
  else vf_store_up_to(rows->hidden + j, h, left);
}

static void lstm_row_plain(const lstm *l, const lstm_rows *rows, isize first, isize last) {
  isize j = first;
  for (; j + LANES <= last; j += LANES) lstm_vector(l, rows, true, j, LANES);
  if (j < last) lstm_vector(l, rows, true, j, last - j);
}

static void lstm_row(const lstm *l, const lstm_rows *rows, isize first, isize last) {
  SWEEP_RANGE(j, left, first, last) lstm_vector(l, rows, false, j, left);
  if (!l->cell_gain) return;
  *rows->scale = sweep_normalise(rows->normal, l->hidden);
  SWEEP_VECTORS(j, left, l->hidden) {
    const vf h = vf_load_up_to(rows->gates + l->output + j, left) * vf_tanh(lstm_inner(l, rows->normal, j, left));
    if (rows->state) sweep_keep_vector(h, rows->hidden, rows->state, rows->keep_h, j, left);
    else vf_store_up_to(rows->hidden + j, h, left);
  }
}

/* The rows of a block backwards. dhidden: the gradient of h', or NULL where it is made of dh and dy. */
typedef struct lstm_rows_backward {
  const float *gates, *before, *dhidden, *dy, *keep_h, *keep_c, *normal, *scale;
  float *dh, *dc, *dx, *watched_dh, *watched_dc, *dnormal, *through;
} lstm_rows_backward;

/*
 * One vector of the row: dhidden and dc, the gradient of c(t) from the step after, give dx, and dc becomes the
 * gradient of `before`, c(t-1).
 */
ALWAYS_INLINE void lstm_vector_backward(const lstm *l, const lstm_rows_backward *rows, bool plain, isize j,
                                        isize left) {
  const vf one = vf_splat(1.0f);
  const float *gates = rows->gates, *keep_c = plain ? NULL : rows->keep_c;
  const bool coupled = !plain && l->coupled, normalised = !plain && l->cell_gain;
  const float *peephole_input = plain ? NULL : l->peephole_input, *peephole_forget = plain ? NULL : l->peephole_forget;
  const float *peephole_output = plain ? NULL : l->peephole_output;
  float *watched_dc = plain ? NULL : rows->watched_dc, *dc = rows->dc, *dx = rows->dx;

  const vf dh = rows->dhidden ? vf_load_up_to(rows->dhidden + j, left)
                              : sweep_keep_backward(rows->dh, rows->dy, rows->keep_h, rows->watched_dh, j, left);
  const vf f = vf_load_up_to(gates + l->forget + j, left), g = vf_load_up_to(gates + l->candidate + j, left);
  const vf o = vf_load_up_to(gates + l->output + j, left), i = coupled ? one - f : vf_load_up_to(gates + j, left);
  const vf previous = vf_load_up_to(rows->before + j, left);
  const vf t = vf_tanh(normalised ? lstm_inner(l, rows->normal, j, left) : vf_fma(f, previous, i * g));

  const vf do_ = dh * t * o * (one - o);
  vf dcell = normalised ? vf_load_up_to(rows->through + j, left) : dh * o * (one - t * t);
  dcell = lstm_peep(dcell, peephole_output, j, left, do_);
  vf after = sweep_flush(vf_load_up_to(dc + j, left)), kept = vf_splat(0.0f);
  if (watched_dc && keep_c) vf_store_up_to(watched_dc + j, after, left);
  if (keep_c) {
    const vf share = vf_load_up_to(keep_c + j, left);
    kept = share * after;
    after = (one - share) * after;
  }
  dcell = dcell + after;
  if (watched_dc && !keep_c) vf_store_up_to(watched_dc + j, dcell, left);

  const vf slope = coupled ? previous - g : previous;
  const vf df = dcell * slope * f * (one - f);
  vf dbefore = lstm_peep(keep_c ? vf_fma(dcell, f, kept) : dcell * f, peephole_forget, j, left, df);
  if (!coupled) {
    const vf di = dcell * g * i * (one - i);
    dbefore = lstm_peep(dbefore, peephole_input, j, left, di);
    vf_store_up_to(dx + j, di, left);
  }
  vf_store_up_to(dx + l->forget + j, df, left);
  vf_store_up_to(dx + l->candidate + j, dcell * i * (one - g * g), left);
  vf_store_up_to(dx + l->output + j, do_, left);
  vf_store_up_to(dc + j, dbefore, left);
}

static void lstm_row_plain_backward(const lstm *l, const lstm_rows_backward *rows, isize first, isize last) {
  isize j = first;
  for (; j + LANES <= last; j += LANES) lstm_vector_backward(l, rows, true, j, LANES);
  if (j < last) lstm_vector_backward(l, rows, true, j, last - j);
}

/* With normalisation of the cell its gradient needs the whole row: dhidden must be there. */
static void lstm_row_backward(const lstm *l, const lstm_rows_backward *rows, isize first, isize last) {
  if (l->cell_gain) {
    SWEEP_VECTORS(j, left, l->hidden) {
      const vf t = vf_tanh(lstm_inner(l, rows->normal, j, left));
      const vf o = vf_load_up_to(rows->gates + l->output + j, left), dh = vf_load_up_to(rows->dhidden + j, left);
      vf_store_up_to(rows->dnormal + j, dh * o * (vf_splat(1.0f) - t * t), left);
    }
    sweep_normalise_backward(rows->dnormal, l->cell_gain, rows->normal, *rows->scale, rows->through, l->hidden);
  }
  SWEEP_RANGE(j, left, first, last) lstm_vector_backward(l, rows, false, j, left);
}

/* dpeephole: each gate's gradient times the cell that it saw, c(t-1), or c' for the output gate. */
static void lstm_peephole_sums(const team *team, const lstm *l, const sweep_share *share, isize sequences,
                               const float *gates, const float *c, const float *c0, const float *dx,
                               float *dpeephole) {
  sweep_share all = *share;
  all.together = false;
  all.from = 0;
  all.to = sequences;
  isize from, to;
  team_range(team, l->hidden, 16, &from, &to);
  for (isize j = from; j < to; j += LANES) {
    const isize left = to - j;
    const sweep_sum zero = {vf_splat(0.0f), vf_splat(0.0f)};
    sweep_sum input = zero, forget = zero, output = zero;
    for (sweep s = sweep_begin(team, &all, SWEEP_BY_ROW); sweep_next(&s);) {
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
  const float *projection = F(args->projection), *gain = F(args->gain);
  const float *mask = F(args->recurrentMask), *keep_h = F(args->zoneoutH), *keep_c = F(args->zoneoutC);
  float *packed = F(args->packed), *y = F(args->y), *hn = F(args->hn), *cn = F(args->cn), *gates = F(args->gates), *c = F(args->c);
  float *inputs = F(args->recurrentInput), *hiddens = F(args->projectionInput);
  float *normals = F(args->normal), *scales = F(args->scales);
  float *cell_normals = F(args->cellNormal), *cell_scales = F(args->cellScales);

  /* The states before the first steps are zero; normalised, their product would not be nothing. */
  const bool fresh = args->fresh != 0 && !gain, idle = fresh && N(args->steps) == 1;
  const isize B = N(args->sequences);
  const bool whole_rows = projection || gain || l.cell_gain, together = !whole_rows && sweep_together(team, B, H, GH * R);
  const bool plain = !l.peephole_forget && !l.cell_gain && !l.coupled && !keep_c;
  float *scratch[8];
  sweep_scratch(team, 8,
                (size_t[]){packed ? 0 : sweep_packed_size(R, H, G), projection ? sweep_packed_size(H, R, 1) : 0,
                           sweep_block_size(team, B, GH), sweep_block_size(team, B, R), sweep_block_size(team, B, GH),
                           sweep_block_size(team, B, H), sweep_block_size(team, B, H), SWEEP_SOURCE_SIZE(args, H, G)},
                scratch);
  sweep_source source = SWEEP_SOURCE(team, args, scratch[7], H, G);
  sweep_weight weight = sweep_pack_kept(team, idle || args->isPacked == 1, args->isHalf == 1, packed, scratch[0],
                                        F(args->weight), R, H, G);
  sweep_weight projecting = {0};
  if (projection) projecting = sweep_pack(team, false, scratch[1], projection, H, true, H, R, 1);
  const sweep_share share = sweep_share_of(team, together, I(args->batchSizes), N(args->steps), args->reverse != 0, B,
                                           N(args->rows), H);
  sweep_start(&share, hn, F(args->h0), R, together ? share.first : 0, together ? share.last : R);
  sweep_start(&share, cn, F(args->c0), H, share.first, share.last);
  team_barrier(team);

  for (sweep s = sweep_begin(team, &share, SWEEP_FORWARD); sweep_next(&s);) {
    float *input = sweep_rows(&s, B, inputs, scratch[3], R);
    for (isize r = 0; r < s.count; r++)
      sweep_input(SWEEP_STATE(s, r, hn, R), SWEEP_STATE(s, r, mask, R), input + r * R, together ? share.first : 0,
                  together ? share.last : R);
    sweep_meet(team, &s);
    float *gate_rows = sweep_rows(&s, B, gates, scratch[2], GH), *y_rows = y + s.row * R;
    float *hidden = projection ? sweep_rows(&s, B, hiddens, scratch[5], H) : y_rows;
    float *cell_normal = l.cell_gain ? sweep_rows(&s, B, cell_normals, scratch[6], H) : NULL;
    if (gain) {
      const float *sums = sweep_sums(&source, &s, 0, H, gate_rows, GH);
      float *normal = sweep_rows(&s, B, normals, scratch[4], GH);
      sweep_product(&weight, 0, H, s.count, input, R, NULL, 0, normal, GH);
      for (isize r = 0; r < s.count; r++)
        sweep_normalise_gates(normal + r * GH, G, H, sums + r * GH, gain, gate_rows + r * GH, SWEEP_ROW(s, r, scales, G));
    }
    for (isize first = share.first, last; first < share.last; first = last) {
      last = whole_rows ? H : sweep_units_end(first, share.last);
      if (!gain) {
        const float *sums = sweep_sums(&source, &s, first, last, gate_rows, GH);
        sweep_product_running(&weight, first, last, s.count, sweep_running(&s, fresh), input, R, sums, GH, gate_rows, GH);
      }
      for (isize r = 0; r < s.count; r++) {
        float unsaved;
        const lstm_rows rows = {gate_rows + r * GH,
                                SWEEP_STATE(s, r, cn, H),
                                SWEEP_ROW(s, r, c, H),
                                hidden + r * H,
                                projection ? NULL : SWEEP_STATE(s, r, hn, H),
                                cell_normal ? cell_normal + r * H : NULL,
                                cell_scales ? cell_scales + s.row + r : &unsaved,
                                SWEEP_ROW(s, r, keep_c, H),
                                SWEEP_ROW(s, r, keep_h, R)};
        if (plain) lstm_row_plain(&l, &rows, first, last);
        else lstm_row(&l, &rows, first, last);
      }
    }
    if (!projection) continue;
    sweep_product(&projecting, 0, R, s.count, hidden, H, NULL, 0, y_rows, R);
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

  const bool fresh = args->fresh != 0, idle = fresh && N(args->steps) == 1;
  const isize B = N(args->sequences);
  const bool whole_rows = projection || gain || l.cell_gain, together = !whole_rows && sweep_together(team, B, H, GH * R);
  const bool plain = !l.peephole_forget && !l.cell_gain && !l.coupled && !keep_c && !dc;
  const bool apart = projection || l.cell_gain; /* the gradient of h' is made for a whole row before the gates' */
  float *scratch[5];
  sweep_scratch(team, 5,
                (size_t[]){sweep_packed_size(GH, R, 1), projection ? sweep_packed_size(R, H, 1) : 0,
                           sweep_block_size(team, B, R), sweep_block_size(team, B, H), sweep_block_size(team, B, H)},
                scratch);
  sweep_weight weight = sweep_pack(team, idle, scratch[0], F(args->weight), R, false, GH, R, 1);
  sweep_weight projecting = {0};
  if (projection) projecting = sweep_pack(team, false, scratch[1], projection, H, false, R, H, 1);
  const sweep_share share =
      sweep_share_of(team, together, I(args->batchSizes), N(args->steps), args->reverse != 0, B, rows, H);
  const isize first = together ? share.first : 0, last = together ? share.last : R;
  sweep_start(&share, dh0, F(args->dhn), R, first, last);
  sweep_start(&share, dc0, F(args->dcn), H, share.first, share.last);
  team_barrier(team);

  for (sweep s = sweep_begin(team, &share, SWEEP_BACKWARD); sweep_next(&s);) {
    float *next = sweep_rows(&s, B, dprojected, scratch[2], R);
    const float *dhidden = apart ? next : NULL;
    if (apart)
      for (isize r = 0; r < s.count; r++)
        SWEEP_VECTORS(j, left, R)
          vf_store_up_to(next + r * R + j,
                         sweep_keep_backward(SWEEP_STATE(s, r, dh0, R), SWEEP_ROW(s, r, dy, R),
                                             SWEEP_ROW(s, r, keep_h, R), SWEEP_ROW(s, r, dh, R), j, left),
                         left);
    if (projection) {
      float *hidden = sweep_rows(&s, B, NULL, scratch[3], H);
      sweep_product(&projecting, 0, H, s.count, next, R, NULL, 0, hidden, H);
      dhidden = hidden;
    }
    float *dx_rows = dx + s.row * GH, *du = drecurrent + s.row * GH;
    for (isize r = 0; r < s.count; r++) {
      const lstm_rows_backward row = {gates + (s.row + r) * GH,
                                      sweep_previous(&s, r, c, c0, H),
                                      dhidden ? dhidden + r * H : NULL,
                                      SWEEP_ROW(s, r, dy, R),
                                      SWEEP_ROW(s, r, keep_h, R),
                                      SWEEP_ROW(s, r, keep_c, H),
                                      SWEEP_ROW(s, r, cell_normals, H),
                                      SWEEP_ROW(s, r, cell_scales, 1),
                                      SWEEP_STATE(s, r, dh0, R),
                                      SWEEP_STATE(s, r, dc0, H),
                                      dx_rows + r * GH,
                                      SWEEP_ROW(s, r, dh, R),
                                      SWEEP_ROW(s, r, dc, H),
                                      SWEEP_ROW(s, r, dnormals, H),
                                      sweep_rows(&s, B, NULL, scratch[4], H)};
      if (plain) lstm_row_plain_backward(&l, &row, share.first, share.last);
      else lstm_row_backward(&l, &row, share.first, share.last);
    }
    if (gain)
      for (isize r = 0; r < s.count; r++)
        sweep_normalise_gates_backward(dx_rows + r * GH, gain, normals + (s.row + r) * GH, scales + (s.row + r) * G,
                                       du + r * GH, G, H);
    sweep_meet(team, &s);
    sweep_product_backward(&s, &weight, first, last, fresh, du, GH, mask, keep_h != NULL, dh0,
                           sweep_rows(&s, B, NULL, scratch[2], R));
  }

  float *dpeephole = F(args->dpeephole), *dgain = F(args->dgain);
  float *dcell_gain = F(args->dcellGain), *dcell_bias = F(args->dcellBias);
  if (!dpeephole && !dgain && !dcell_gain && !dcell_bias) return;
  team_barrier(team);
  if (dpeephole) lstm_peephole_sums(team, &l, &share, B, gates, c, c0, dx, dpeephole);
  if (dgain) sweep_sum_rows(team, rows, GH, dx, GH, normals, GH, NULL, 0, dgain);
  if (dcell_gain) sweep_sum_rows(team, rows, H, dnormals, H, cell_normals, H, NULL, 0, dcell_gain);
  if (dcell_bias) sweep_sum_rows(team, rows, H, dnormals, H, NULL, 0, NULL, 0, dcell_bias);
}
