/*
 * What the sweeps of all recurrent cells share: time, threads, products, and what happens to a state on its way from
 * step to step. lstm.c, gru.c, rnn.c and slstm.c hold what a cell does to a row.
 *
 * Rows are packed: step t holds its batch_sizes[t] sequences one after another. The work is cut in one of two ways. By
 * sequences: a thread takes sequences of its own through all steps and waits for nobody. By units: every thread
 * computes some units of all sequences, and the threads meet once in every step; this is for few sequences, and for
 * weights that no processor's own cache holds whole. Within a step a thread goes from a few units to the next, so that
 * their gates are computed while their sums are in the cache. The running states, hn and cn (backwards: their
 * gradients), are rows by sequence, which each step overwrites.
 */
#ifndef SWEEP_H
#define SWEEP_H
#include "gemm.h"
#include "vector-math.h"

/* For every vector j of a row of `size` floats, of which `left` remain from j on. */
#define SWEEP_VECTORS(j, left, size) SWEEP_RANGE(j, left, 0, size)
/* For every vector j from `from` (a multiple of LANES) to `to`. */
#define SWEEP_RANGE(j, left, from, to) for (isize j = (from), left = (to) - j; left > 0; j += LANES, left -= LANES)

/* ---- Time and threads ---- */

/* Multiply-adds of a step that are worth meeting for; some 2 microseconds of one thread. */
enum { SWEEP_ROWS = 128, SWEEP_OWN_CACHE = 1 << 18, SWEEP_LEAST_STEP = 1 << 16 };

/* What one thread does. */
typedef struct sweep_share {
  const int32_t *batch_sizes;
  isize steps;
  bool reverse, together;
  isize from, to;    /* its sequences; all of them where threads work together */
  isize first, last; /* its units; all of them where they do not */
} sweep_share;

/* The first sequence of which the sequences before it have together `rows` rows or more. */
static isize sweep_boundary(const int32_t *batch_sizes, isize steps, isize sequences, isize rows) {
  isize length = steps, before = 0, sequence = 0;
  for (; sequence < sequences && before < rows; sequence++) {
    while (length > 0 && batch_sizes[length - 1] <= sequence) length--;
    before += length;
  }
  return sequence;
}

/*
 * Cuts by units, where the cell allows it and a step is worth it, if the sequences of a thread would not fill a tile, or if `weights` floats
 * are more than a processor's own cache holds and half of it would still be reused by many rows.
 */
static bool sweep_together(const team *team, isize sequences, isize units, isize weights) {
  if (team->count == 1 || sequences > SWEEP_ROWS || units < team->count * 2 * LANES) return false;
  if (sequences * weights < SWEEP_LEAST_STEP) return false;
  return sequences < team->count * MOST_ROWS || weights > SWEEP_OWN_CACHE;
}

/* Threads have contiguous sequences of about equal length in all, or contiguous units. */
static sweep_share sweep_share_of(const team *team, bool together, const int32_t *batch_sizes, isize steps,
                                  bool reverse, isize sequences, isize rows, isize units) {
  const isize i = team->index, n = team->count;
  sweep_share share = {batch_sizes, steps, reverse, together, 0, sequences, 0, units};
  if (together) {
    team_range(team, units, 2 * LANES, &share.first, &share.last);
  } else {
    if (i > 0) share.from = sweep_boundary(batch_sizes, steps, sequences, rows * i / n);
    if (i + 1 < n) share.to = sweep_boundary(batch_sizes, steps, sequences, rows * (i + 1) / n);
  }
  return share;
}

typedef enum { SWEEP_FORWARD, SWEEP_BACKWARD, SWEEP_BY_ROW } sweep_order;

/* Where a sweep stands: a block of `count` sequences from `sequence`, in packed rows from `row`. */
typedef struct sweep {
  isize row, sequence, count;
  isize t, step_row;           /* the step, and its first row */
  isize previous_row, carried; /* first row of the step before, and how many sequences had one */
  isize block, blocks;
  isize slot;                  /* which of the buffers for blocks: one for each thread, or by turns */
  bool ascending;
  sweep_share share;
} sweep;

static sweep sweep_begin(const team *team, const sweep_share *share, sweep_order order) {
  sweep s = {.share = *share, .slot = share->together ? 0 : team->index};
  s.ascending = order == SWEEP_BY_ROW || (order == SWEEP_BACKWARD) == share->reverse;
  s.t = s.ascending ? -1 : share->steps;
  if (!s.ascending)
    for (isize t = 0; t < share->steps; t++) s.step_row += share->batch_sizes[t];
  return s;
}

/* Goes on to the next block; false at the end. */
static bool sweep_next(sweep *s) {
  const sweep_share *share = &s->share;
  const int32_t *sizes = share->batch_sizes;
  isize running = 0;
  if (++s->block < s->blocks) {
    running = min_size(sizes[s->t], share->to) - share->from;
  } else {
    while (running <= 0) {
      if (s->ascending && s->t >= 0) s->step_row += sizes[s->t];
      s->t += s->ascending ? 1 : -1;
      if (s->t < 0 || s->t >= share->steps) return false;
      if (!s->ascending) s->step_row -= sizes[s->t];
      running = min_size(sizes[s->t], share->to) - share->from;
    }
    s->block = 0;
    s->blocks = (running + SWEEP_ROWS - 1) / SWEEP_ROWS;
    const isize before = share->reverse ? s->t + 1 : s->t - 1;
    s->carried = before < 0 || before >= share->steps ? 0 : sizes[before];
    s->previous_row = share->reverse ? s->step_row + sizes[s->t] : s->step_row - s->carried;
    if (share->together) s->slot = !s->slot;
  }
  const isize first = running * s->block / s->blocks;
  s->count = running * (s->block + 1) / s->blocks - first;
  s->sequence = share->from + first;
  s->row = s->step_row + s->sequence;
  return true;
}

/* Where threads work together: waits until all have written what the others read. */
static inline void sweep_meet(const team *team, const sweep *s) {
  if (s->share.together) team_barrier(team);
}

/* The state before row r of the block, from the packed rows of all states or the initial ones by sequence. */
ALWAYS_INLINE const float *sweep_previous(const sweep *s, isize r, const float *states, const float *initial,
                                          isize size) {
  const isize sequence = s->sequence + r;
  return sequence < s->carried ? states + (s->previous_row + sequence) * size : initial + sequence * size;
}

/* Row r of the block in a buffer of packed rows, or of rows by sequence; NULL where there is no buffer. */
#define SWEEP_ROW(s, r, buffer, size) ((buffer) ? (buffer) + ((s).row + (r)) * (size) : NULL)
#define SWEEP_STATE(s, r, buffer, size) ((buffer) ? (buffer) + ((s).sequence + (r)) * (size) : NULL)

/* Copies a row from column `first` to `last`; zeros where there is nothing to copy. */
static void sweep_copy(const float *from, float *to, isize first, isize last) {
  SWEEP_RANGE(j, left, first, last) vf_store_up_to(to + j, from ? vf_load_up_to(from + j, left) : vf_splat(0.0f), left);
}

/* The units first..last of this thread's sequences of the initial states become the running ones; zeros where there are none. */
static void sweep_start(const sweep_share *share, float *running, const float *initial, isize size, isize first,
                        isize last) {
  for (isize sequence = share->from; sequence < share->to; sequence++)
    sweep_copy(initial ? initial + sequence * size : NULL, running + sequence * size, first, last);
}

/* ---- Scratch and products ---- */

/* Lays out scratch memory: parts[k] has sizes[k] floats, NULL where that is 0. Once per call. */
static void sweep_scratch(const team *team, isize count, const size_t *sizes, float **parts) {
  size_t total = 0;
  for (isize k = 0; k < count; k++) total += (sizes[k] + 15) / 16 * 16;
  float *next = team_scratch(team, total);
  for (isize k = 0; k < count; k++) {
    parts[k] = sizes[k] ? next : NULL;
    next += (sizes[k] + 15) / 16 * 16;
  }
}

/* Floats of scratch for blocks of rows. */
static size_t sweep_block_size(const team *team, isize sequences, isize size) {
  return (size_t)(max_size(2, team->count) * min_size(sequences, SWEEP_ROWS) * size);
}

/* The block's rows in a buffer of packed rows; where there is none, in scratch for blocks. */
static float *sweep_rows(const sweep *s, isize sequences, float *buffer, float *scratch, isize size) {
  return buffer ? buffer + s->row * size : scratch + s->slot * min_size(sequences, SWEEP_ROWS) * size;
}

/* A weight that rows of k floats are multiplied by, to give `parts` gates of n each: the panels of all gates by turns. */
typedef struct sweep_weight {
  isize k, n, parts;
  float *panels;
  bool half; /* as gemm_pack_half lays them out */
  bool turn; /* few rows: from the last gate to the first, since the last ones were read last */
} sweep_weight;

static size_t sweep_packed_size(isize k, isize n, isize parts) { return gemm_packed_size(k, n) * (size_t)parts; }

/*
 * Packs this thread's share to `panels`, unless it `is_packed` there; all must have met at a barrier before the weight
 * is used. `transposed`: it is stored [parts * n, k] with rows of ldb, else [k, n].
 */
static sweep_weight sweep_pack(const team *team, bool is_packed, float *panels, const float *weight, isize ldb,
                               bool transposed, isize k, isize n, isize parts) {
  isize from, to;
  team_range(team, n, PANEL, &from, &to);
  for (isize part = 0; part < parts && !is_packed; part++)
    gemm_pack(panels + part * PANEL * k, parts * PANEL * k, weight + part * n * ldb, ldb, transposed, k, from, to);
  return (sweep_weight){k, n, parts, panels, false, false};
}

/* The same for [parts * n, k] where the caller keeps it, as bfloat16 if it `is_half`; in scratch where it does not. */
static sweep_weight sweep_pack_kept(const team *team, bool is_packed, bool is_half, float *kept, float *scratch,
                                    const float *weight, isize k, isize n, isize parts) {
  if (!is_half) return sweep_pack(team, is_packed, kept ? kept : scratch, weight, k, true, k, n, parts);
  isize from, to;
  team_range(team, n, PANEL, &from, &to);
  for (isize part = 0; part < parts && !is_packed; part++)
    gemm_pack_half(kept + part * HALF_PANEL * k, parts * HALF_PANEL * k, weight + part * n * k, k, k, from, to);
  return (sweep_weight){k, n, parts, kept, true, false};
}

/* c = start + a weight, for `count` rows and the columns first..last of every gate; see gemm_packed. */
static void sweep_product(sweep_weight *weight, isize first, isize last, isize count, const float *a, isize lda,
                          const float *start, isize lds, float *c, isize ldc) {
  const isize k = weight->k, n = weight->n, parts = weight->parts;
  const isize width = weight->half ? HALF_PANEL : PANEL;
  const gemm_shape *shapes = weight->half ? gemm_half_shapes : gemm_shapes;
  const gemm_shape *shape = &shapes[count <= MOST_ROWS ? count : 0];
  if (shape->wide && parts > 1 && parts % shape->panels == 0) {
    /* Few rows: one tile for the same units of several gates. */
    for (isize column = first, columns; column < last; column += columns) {
      const isize into = column % PANEL;
      columns = min_size(PANEL - into, last - column);
      const gemm_tile_place place = {k, lda, 1, width * k, lds, ldc, n, columns, 0};
      const float *panels = weight->panels + column / PANEL * parts * width * k + into * width / PANEL;
      for (isize done = 0; done < parts; done += shape->panels) {
        const isize part = weight->turn ? parts - shape->panels - done : done;
        shape->wide(&place, a, panels + part * width * k, start ? start + part * n + column : NULL,
                    c + part * n + column, columns, panels + (part + shape->panels) * width * k);
      }
    }
    weight->turn = !weight->turn;
    return;
  }
  for (isize part = 0; part < parts; part++)
    gemm_panels(shapes, width, count, first, last, k, (gemm_rows){a, lda, 1}, weight->panels + part * width * k,
                parts * width * k, start ? start + part * n : NULL, lds, c + part * n, ldc);
}

/*
 * How many of the block's rows have a state before them. The others begin here; where sequences begin `fresh`, from
 * zero, nothing need be multiplied for them.
 */
static inline isize sweep_running(const sweep *s, bool fresh) {
  return fresh ? min_size(max_size(s->carried - s->sequence, 0), s->count) : s->count;
}

/* Like sweep_product for the first `running` of `count` rows; the others are what they start from. */
static void sweep_product_running(sweep_weight *weight, isize first, isize last, isize count, isize running,
                                  const float *a, isize lda, const float *start, isize lds, float *c, isize ldc) {
  if (running > 0) sweep_product(weight, first, last, running, a, lda, start, lds, c, ldc);
  if (start == c) return;
  for (isize r = running; r < count; r++)
    for (isize part = 0; part < weight->parts; part++)
      sweep_copy(start + r * lds + part * weight->n, c + r * ldc + part * weight->n, first, last);
}

/* The input's share of the sums inside the gates: made for all rows before the sweep, or from the input, step by step. */
typedef struct sweep_source {
  const float *x; /* the sums; NULL: input[N, weight.k] times the weight, plus a bias */
  const float *input, *bias;
  sweep_weight weight;
} sweep_source;

#define SWEEP_SOURCE(team, args, panels, n, parts)                                                                  \
  ((sweep_source){F((args)->x), F((args)->input), F((args)->inputBias),                                             \
                  F((args)->x) ? (sweep_weight){0}                                                                  \
                               : sweep_pack_kept(team, (args)->isInputPacked == 1, (args)->isInputHalf == 1,        \
                                                 F((args)->packedInput), panels, F((args)->inputWeight),            \
                                                 N((args)->inputSize), n, parts)})

/* Floats of scratch that SWEEP_SOURCE packs to. */
#define SWEEP_SOURCE_SIZE(args, n, parts) \
  (F((args)->x) || F((args)->packedInput) ? 0 : sweep_packed_size(N((args)->inputSize), n, parts))

/* Where the block's sums lie, for the units first..last of all gates, in rows of `width`: in the gates' own rows, unless made before. */
static inline const float *sweep_sums(sweep_source *source, const sweep *s, isize first, isize last, float *gates,
                                      isize width) {
  if (source->x) return source->x + s->row * width;
  const isize size = source->weight.k;
  sweep_product(&source->weight, first, last, s->count, source->input + s->row * size, size, source->bias, 0, gates, width);
  return gates;
}

/* Units whose gates are computed together: whole panels, and enough that what is done for each row costs little. */
enum { SWEEP_UNITS = 64 };

/* The end of the units that a thread computes together with unit `first`. */
static inline isize sweep_units_end(isize first, isize last) {
  return min_size(last, first / SWEEP_UNITS * SWEEP_UNITS + SWEEP_UNITS);
}

/* ---- States from step to step ---- */

/* What multiplies the recurrent weight: input = mask * h. */
static void sweep_input(const float *h, const float *mask, float *input, isize first, isize last) {
  SWEEP_RANGE(j, left, first, last) {
    vf value = vf_load_up_to(h + j, left);
    if (mask) value = value * vf_load_up_to(mask + j, left);
    vf_store_up_to(input + j, value, left);
  }
}

/* Zoneout: the new value and the state h before become the state, which goes to y and h. */
ALWAYS_INLINE void sweep_keep_vector(vf value, float *y, float *h, const float *keep, isize j, isize left) {
  if (keep) {
    const vf share = vf_load_up_to(keep + j, left);
    value = vf_fma(share, vf_load_up_to(h + j, left), (vf_splat(1.0f) - share) * value);
  }
  vf_store_up_to(y + j, value, left);
  vf_store_up_to(h + j, value, left);
}

/* The same for a row y, which holds the new values. */
static void sweep_keep(float *y, float *h, const float *keep, isize size) {
  SWEEP_VECTORS(j, left, size) sweep_keep_vector(vf_load_up_to(y + j, left), y, h, keep, j, left);
}

/* Gradients vanish on their way back, soon enough for their products with slopes and weights to be no denormals. */
ALWAYS_INLINE vf sweep_flush(vf gradient) { return vf_flush(gradient, -110); }

/*
 * The opposite: `state`, the gradient from the step after, and dy make the whole gradient of a state, which goes to
 * `whole`, if that is wanted. Gives the gradient of the new value; `state` becomes what skips the step by zoneout,
 * and is left as it is where there is none.
 */
ALWAYS_INLINE vf sweep_keep_backward(float *state, const float *dy, const float *keep, float *whole, isize j,
                                     isize left) {
  vf value = vf_load_up_to(state + j, left);
  if (dy) value = value + vf_load_up_to(dy + j, left);
  value = sweep_flush(value);
  if (whole) vf_store_up_to(whole + j, value, left);
  if (keep) {
    const vf share = vf_load_up_to(keep + j, left);
    vf_store_up_to(state + j, share * value, left);
    value = (vf_splat(1.0f) - share) * value;
  }
  return value;
}

/*
 * The gradient passes through the recurrent product: state = kept + mask * (du weight) for the block's rows and the
 * units first..last; `kept` tells whether `state` holds what goes past the product. It ends at sequences that began
 * `fresh`: zero.
 */
static void sweep_product_backward(const sweep *s, sweep_weight *weight, isize first, isize last, bool fresh,
                                   const float *du, isize ldu, const float *mask, bool kept, float *state,
                                   float *scratch) {
  const isize size = weight->n, running = sweep_running(s, fresh);
  float *to = state + s->sequence * size;
  for (isize r = running; r < s->count; r++) sweep_copy(NULL, to + r * size, first, last);
  if (running == 0) return;
  if (!mask) {
    sweep_product(weight, first, last, running, du, ldu, kept ? to : NULL, kept ? size : 0, to, size);
    return;
  }
  sweep_product(weight, first, last, running, du, ldu, NULL, 0, scratch, size);
  for (isize r = 0; r < running; r++) {
    const float *share = SWEEP_STATE(*s, r, mask, size);
    float *row = to + r * size;
    SWEEP_RANGE(j, left, first, last) {
      const vf past = kept ? vf_load_up_to(row + j, left) : vf_splat(0.0f);
      vf_store_up_to(row + j, vf_fma(vf_load_up_to(share + j, left), vf_load_up_to(scratch + r * size + j, left), past), left);
    }
  }
}
#endif
