/* LSTM in two dimensions: see src/kernels/sweeps/mdlstm.ts for equations, symbols and buffers. */
#include "sweep.h"

/*
 * Where a sweep over anti-diagonals stands, and which of its rows are this thread's. A thread takes grids of its own and
 * waits for nobody; where grids are few, all threads share the rows of each diagonal and meet behind it.
 */
typedef struct diagonals {
  const int32_t *sizes, *grids;
  isize steps, t, row;           /* the diagonal and its first row */
  isize grid_from, grid_to;
  bool together, ascending;
  isize from, to;                /* this thread's rows of it */
} diagonals;

static diagonals diagonals_begin(const team *team, const int32_t *sizes, isize steps, const int32_t *grids,
                                 const int32_t *starts, isize count, isize rows, isize weights, bool ascending) {
  diagonals d = {.sizes = sizes, .grids = grids, .steps = steps, .grid_to = count, .ascending = ascending};
  d.t = ascending ? -1 : steps;
  d.row = ascending ? 0 : rows;
  d.together = team->count > 1 && count < 4 * team->count && rows * weights >= steps * SWEEP_LEAST_STEP;
  if (!d.together) {
    const isize n = team->count, i = team->index;
    isize grid = 0;
    while (grid < count && starts[grid] < rows * i / n) grid++;
    d.grid_from = grid;
    while (grid < count && (i + 1 == n || starts[grid] < rows * (i + 1) / n)) grid++;
    d.grid_to = grid;
  }
  return d;
}

/* Goes on to the next diagonal; false at the end. */
static bool diagonals_next(diagonals *d, const team *team) {
  if (d->ascending && d->t >= 0) d->row += d->sizes[d->t];
  d->t += d->ascending ? 1 : -1;
  if (d->t < 0 || d->t >= d->steps) return false;
  const isize size = d->sizes[d->t];
  if (!d->ascending) d->row -= size;
  if (d->together) {
    team_range(team, size, MOST_ROWS, &d->from, &d->to);
    d->from += d->row;
    d->to += d->row;
    return true;
  }
  const isize end = d->row + size;
  for (d->from = d->row; d->from < end && d->grids[d->from] < d->grid_from;) d->from++;
  for (d->to = d->from; d->to < end && d->grids[d->to] < d->grid_to;) d->to++;
  return true;
}

#define DIAGONALS(team, args, rows, weights, ascending)                                                      \
  diagonals_begin(team, I((args)->diagonalSizes), N((args)->diagonals), I((args)->grids), I((args)->starts), \
                  N((args)->count), rows, weights, ascending)

/* Row `at` of a buffer of rows of `size` floats; NULL for -1. */
ALWAYS_INLINE const float *mdlstm_at(const float *buffer, int32_t at, isize size) {
  return at < 0 ? NULL : buffer + at * size;
}

ALWAYS_INLINE vf mdlstm_load(const float *row, isize j, isize left) {
  return row ? vf_load_up_to(row + j, left) : vf_splat(0.0f);
}

/* What a cell keeps of the memory above it, and of that to its left. */
typedef struct mdlstm_shares {
  vf up, left;
} mdlstm_shares;

ALWAYS_INLINE mdlstm_shares mdlstm_shares_of(vf f, vf e, bool stable) {
  return stable ? (mdlstm_shares){f * e, f * (vf_splat(1.0f) - e)} : (mdlstm_shares){f, e};
}

/* A row forward: gates holds the sums of the units first..last and gets their values. */
static void mdlstm_row(isize H, bool stable, float *gates, const float *above, const float *beside, float *c, float *y,
                       isize first, isize last) {
  SWEEP_RANGE(j, left, first, last) {
    const vf i = vf_sigmoid(vf_load_up_to(gates + j, left)), f = vf_sigmoid(vf_load_up_to(gates + H + j, left));
    const vf e = vf_sigmoid(vf_load_up_to(gates + 2 * H + j, left)), g = vf_tanh(vf_load_up_to(gates + 3 * H + j, left));
    const vf o = vf_sigmoid(vf_load_up_to(gates + 4 * H + j, left));
    const mdlstm_shares keep = mdlstm_shares_of(f, e, stable);
    const vf cell = vf_fma(keep.up, mdlstm_load(above, j, left), vf_fma(keep.left, mdlstm_load(beside, j, left), i * g));
    vf_store_up_to(gates + j, i, left);
    vf_store_up_to(gates + H + j, f, left);
    vf_store_up_to(gates + 2 * H + j, e, left);
    vf_store_up_to(gates + 3 * H + j, g, left);
    vf_store_up_to(gates + 4 * H + j, o, left);
    vf_store_up_to(c + j, cell, left);
    vf_store_up_to(y + j, o * vf_tanh(cell), left);
  }
}

/* What a row backwards reads and writes. Of the cells that waited for this one, NULL where there is none: */
typedef struct mdlstm_row_backward {
  const float *gates, *c, *above, *beside, *dy;
  const float *down_gates, *down_dc, *down_dh, *right_gates, *right_dc, *right_dh;
  float *dc, *dx;
} mdlstm_row_backward;

static void mdlstm_backward(isize H, bool stable, const mdlstm_row_backward *row) {
  const vf one = vf_splat(1.0f), zero = vf_splat(0.0f);
  const float *gates = row->gates;
  float *dx = row->dx;
  SWEEP_VECTORS(j, left, H) {
    vf dh = row->dy ? vf_load_up_to(row->dy + j, left) : zero, dc = zero;
    if (row->down_dc) {
      const vf f = vf_load_up_to(row->down_gates + H + j, left), e = vf_load_up_to(row->down_gates + 2 * H + j, left);
      dh = dh + vf_load_up_to(row->down_dh + j, left);
      dc = mdlstm_shares_of(f, e, stable).up * vf_load_up_to(row->down_dc + j, left);
    }
    if (row->right_dc) {
      const vf f = vf_load_up_to(row->right_gates + H + j, left), e = vf_load_up_to(row->right_gates + 2 * H + j, left);
      dh = dh + vf_load_up_to(row->right_dh + H + j, left);
      dc = vf_fma(mdlstm_shares_of(f, e, stable).left, vf_load_up_to(row->right_dc + j, left), dc);
    }
    const vf i = vf_load_up_to(gates + j, left), f = vf_load_up_to(gates + H + j, left);
    const vf e = vf_load_up_to(gates + 2 * H + j, left), g = vf_load_up_to(gates + 3 * H + j, left);
    const vf o = vf_load_up_to(gates + 4 * H + j, left), t = vf_tanh(vf_load_up_to(row->c + j, left));
    const vf above = mdlstm_load(row->above, j, left), beside = mdlstm_load(row->beside, j, left);
    dh = sweep_flush(dh);
    dc = sweep_flush(vf_fma(dh * o, one - t * t, dc));
    const vf df = stable ? vf_fma(e, above - beside, beside) : above;
    const vf de = stable ? f * (above - beside) : beside;
    vf_store_up_to(row->dc + j, dc, left);
    vf_store_up_to(dx + j, dc * g * i * (one - i), left);
    vf_store_up_to(dx + H + j, dc * df * f * (one - f), left);
    vf_store_up_to(dx + 2 * H + j, dc * de * e * (one - e), left);
    vf_store_up_to(dx + 3 * H + j, dc * i * (one - g * g), left);
    vf_store_up_to(dx + 4 * H + j, dh * t * o * (one - o), left);
  }
}

KERNEL(mdlstmForward) {
  const isize H = N(args->hidden), GH = 5 * H, rows = N(args->rows);
  const bool stable = args->stable != 0;
  const int32_t *up = I(args->up), *left = I(args->left);
  float *packed = F(args->packed), *y = F(args->y), *c = F(args->c);
  float *gates = F(args->gates), *inputs = F(args->recurrentInput);
  float *scratch[4];
  sweep_scratch(team, 4,
                (size_t[]){packed ? 0 : sweep_packed_size(2 * H, H, 5), gates ? 0 : sweep_block_size(team, rows, GH),
                           inputs ? 0 : sweep_block_size(team, rows, 2 * H), SWEEP_SOURCE_SIZE(args, H, 5)},
                scratch);
  sweep_source source = SWEEP_SOURCE(team, args, scratch[3], H, 5);
  sweep_weight weight =
      sweep_pack(team, args->isPacked == 1, packed ? packed : scratch[0], F(args->weight), 2 * H, true, 2 * H, H, 5);
  team_barrier(team);

  for (diagonals d = DIAGONALS(team, args, rows, GH * 2 * H, true); diagonals_next(&d, team);) {
    sweep s = {.row = d.from, .slot = team->index};
    for (; s.row < d.to; s.row += s.count) {
      s.count = min_size(SWEEP_ROWS, d.to - s.row);
      float *input = sweep_rows(&s, rows, inputs, scratch[2], 2 * H);
      float *gate_rows = sweep_rows(&s, rows, gates, scratch[1], GH);
      for (isize r = 0; r < s.count; r++) {
        sweep_copy(mdlstm_at(y, up[s.row + r], H), input + r * 2 * H, 0, H);
        sweep_copy(mdlstm_at(y, left[s.row + r], H), input + r * 2 * H + H, 0, H);
      }
      for (isize first = 0, last; first < H; first = last) {
        last = sweep_units_end(first, H);
        const float *sums = sweep_sums(&source, &s, first, last, gate_rows, GH);
        sweep_product(&weight, first, last, s.count, input, 2 * H, sums, GH, gate_rows, GH);
        for (isize r = 0; r < s.count; r++) {
          const isize row = s.row + r;
          mdlstm_row(H, stable, gate_rows + r * GH, mdlstm_at(c, up[row], H), mdlstm_at(c, left[row], H), c + row * H,
                     y + row * H, first, last);
        }
      }
    }
    if (d.together) team_barrier(team);
  }
}

KERNEL(mdlstmBackward) {
  const isize H = N(args->hidden), GH = 5 * H, rows = N(args->rows);
  const bool stable = args->stable != 0;
  const int32_t *up = I(args->up), *left = I(args->left), *down = I(args->down), *right = I(args->right);
  const float *gates = F(args->gates), *c = F(args->c), *dy = F(args->dy);
  float *dx = F(args->dx), *dc = F(args->dc), *dinput = F(args->drecurrent);
  float *panels = team_scratch(team, sweep_packed_size(GH, 2 * H, 1));
  sweep_weight weight = sweep_pack(team, false, panels, F(args->weight), 2 * H, false, GH, 2 * H, 1);
  team_barrier(team);

  for (diagonals d = DIAGONALS(team, args, rows, GH * 2 * H, false); diagonals_next(&d, team);) {
    for (isize from = d.from, count; from < d.to; from += count) {
      count = min_size(SWEEP_ROWS, d.to - from);
      for (isize row = from; row < from + count; row++) {
        const int32_t below = down[row], beyond = right[row];
        const mdlstm_row_backward one = {gates + row * GH,
                                         c + row * H,
                                         mdlstm_at(c, up[row], H),
                                         mdlstm_at(c, left[row], H),
                                         dy ? dy + row * H : NULL,
                                         mdlstm_at(gates, below, GH),
                                         mdlstm_at(dc, below, H),
                                         mdlstm_at(dinput, below, 2 * H),
                                         mdlstm_at(gates, beyond, GH),
                                         mdlstm_at(dc, beyond, H),
                                         mdlstm_at(dinput, beyond, 2 * H),
                                         dc + row * H,
                                         dx + row * GH};
        mdlstm_backward(H, stable, &one);
      }
      sweep_product(&weight, 0, 2 * H, count, dx + from * GH, GH, NULL, 0, dinput + from * 2 * H, 2 * H);
    }
    if (d.together) team_barrier(team);
  }
}
