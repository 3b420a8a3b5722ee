/*
 * Attention over sources of different lengths. A thread has sources of its own, with all their query rows: what is
 * summed over these has one order. Query rows are read where they lie.
 */
#include "softmax.h"

/* Who reads what: see forEachReader in attention.ts. */
typedef struct attention {
  const int32_t *starts, *groups, *rows, *weights_at;
  const float *centre;
  isize sources, queries;
  float reach;
  bool gaussian;
} attention;

#define ATTENTION_OF(args) \
  attention_of(I((args)->table), F((args)->centre), N((args)->sources), N((args)->queries), (float)(args)->reach, (args)->gaussian != 0)

static attention attention_of(const int32_t *table, const float *centre, isize sources, isize queries, float reach,
                              bool gaussian) {
  const int32_t *groups = table + sources + 1, *rows = groups + sources + 1;
  return (attention){table, groups, rows, rows + queries, centre, sources, queries, reach, gaussian};
}

static inline isize attention_length(const attention *a, isize source) { return a->starts[source + 1] - a->starts[source]; }
static inline isize attention_readers(const attention *a, isize source) { return a->groups[source + 1] - a->groups[source]; }

/* The first source of which those before it have `share` of `count` parts of all pairs of a query row and a position. */
static isize attention_boundary(const attention *a, isize share, isize count) {
  double all = 0, before = 0;
  for (isize k = 0; k < a->sources; k++) all += (double)(attention_length(a, k) * (attention_readers(a, k) + 1));
  isize source = 0;
  for (; source < a->sources && before * (double)count < all * (double)share; source++)
    before += (double)(attention_length(a, source) * (attention_readers(a, source) + 1));
  return source;
}

/* This thread's sources: contiguous, with about equally many pairs. */
static void attention_range(const team *team, const attention *a, isize *from, isize *to) {
  *from = team->index == 0 ? 0 : attention_boundary(a, team->index, team->count);
  *to = team->index + 1 == team->count ? a->sources : attention_boundary(a, team->index + 1, team->count);
}

/* The positions [*from, *to) that a query row reads; all where there is no centre, or it is not a number. */
static void attention_window(const attention *a, isize query, isize length, isize *from, isize *to) {
  *from = 0;
  *to = length;
  if (!a->centre) return;
  const double low = __builtin_ceil((double)a->centre[query] - (double)a->reach);
  const double high = __builtin_floor((double)a->centre[query] + (double)a->reach) + 1;
  if (low > 0) *from = low < (double)length ? (isize)low : length;
  if (high < (double)length) *to = high > 0 ? (isize)high : 0;
}

/* How far LANES positions from s on are from a query row's centre. */
ALWAYS_INLINE vf attention_away(const attention *a, isize query, isize s) {
  static const float numbers[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return vf_load(numbers) + vf_splat((float)s) - vf_splat(a->centre[query]);
}

ALWAYS_INLINE vf attention_gaussian(const attention *a, vf away) {
  return vf_exp(away * away * vf_splat(-2.0f / (a->reach * a->reach)));
}

/* For every vector j of a row of `size` floats, of which `left` remain from j on. */
#define ATTENTION_VECTORS(j, left, size) for (isize j = 0, left = (size); left > 0; j += LANES, left -= LANES)

/* Positions that are compared side by side, so that their sums do not wait for themselves. */
enum { ATTENTION_AT_ONCE = 4 };

/* scores[p] = q · keys[p] for `count` rows p. */
ALWAYS_INLINE void attention_dot_tile(int count, const float *q, const float *keys, isize size, float *scores) {
  vf sums[ATTENTION_AT_ONCE] = {{0}};
  ATTENTION_VECTORS(j, left, size) {
    const vf own = vf_load_up_to(q + j, left);
    for (int p = 0; p < count; p++) sums[p] = vf_fma(own, vf_load_up_to(keys + p * size + j, left), sums[p]);
  }
  for (int p = 0; p < count; p++) scores[p] = vf_sum(sums[p]);
}

static void attention_dots(const float *q, const float *keys, isize size, isize n, float *scores) {
  isize s = 0;
  for (; s + ATTENTION_AT_ONCE <= n; s += ATTENTION_AT_ONCE)
    attention_dot_tile(ATTENTION_AT_ONCE, q, keys + s * size, size, scores + s);
  for (; s < n; s++) attention_dot_tile(1, q, keys + s * size, size, scores + s);
}

/* An additive score: v · tanh(q + k + coverage * weight); weight may be NULL. */
typedef struct attention_score {
  const float *v, *weight;
  isize size;
} attention_score;

ALWAYS_INLINE void attention_additive_tile(int count, bool covered, const attention_score *score, const float *q,
                                           const float *keys, const float *coverage, float *scores) {
  const isize size = score->size;
  vf sums[ATTENTION_AT_ONCE] = {{0}};
  ATTENTION_VECTORS(j, left, size) {
    const vf own = vf_load_up_to(q + j, left), v = vf_load_up_to(score->v + j, left);
    const vf weight = covered ? vf_load_up_to(score->weight + j, left) : vf_splat(0.0f);
    for (int p = 0; p < count; p++) {
      vf x = own + vf_load_up_to(keys + p * size + j, left);
      if (covered) x = vf_fma(vf_splat(coverage[p]), weight, x);
      sums[p] = vf_fma(v, vf_tanh(x), sums[p]);
    }
  }
  for (int p = 0; p < count; p++) scores[p] = vf_sum(sums[p]);
}

static void attention_additive(const attention_score *score, const float *q, const float *keys, const float *coverage,
                               isize n, float *scores) {
  const isize size = score->size;
  isize s = 0;
  for (; s + ATTENTION_AT_ONCE <= n; s += ATTENTION_AT_ONCE) {
    if (coverage)
      attention_additive_tile(ATTENTION_AT_ONCE, true, score, q, keys + s * size, coverage + s, scores + s);
    else
      attention_additive_tile(ATTENTION_AT_ONCE, false, score, q, keys + s * size, NULL, scores + s);
  }
  for (; s < n; s++)
    attention_additive_tile(1, coverage != NULL, score, q, keys + s * size, coverage ? coverage + s : NULL, scores + s);
}

/*
 * y[0..width) = the sum over t < n of weights[t * step] times a row: row t of `base`, or rows[t] of it. `add`: begins at what y holds.
 */
static void attention_sum(const float *weights, isize step, isize n, const float *base, const int32_t *rows,
                          isize width, bool add, float *y) {
  enum { VECTORS = 4 };
  for (isize j = 0; j < width; j += VECTORS * LANES) {
    vf sums[VECTORS] = {{0}};
    const isize left = width - j;
    if (left >= VECTORS * LANES) {
      if (add)
        for (int u = 0; u < VECTORS; u++) sums[u] = vf_load(y + j + u * LANES);
      for (isize t = 0; t < n; t++) {
        const float *row = base + (rows ? rows[t] : t) * width + j;
        const vf weight = vf_splat(weights[t * step]);
        for (int u = 0; u < VECTORS; u++) sums[u] = vf_fma(weight, vf_load(row + u * LANES), sums[u]);
      }
      for (int u = 0; u < VECTORS; u++) vf_store(y + j + u * LANES, sums[u]);
      continue;
    }
    for (isize i = j; i < width; i += LANES) {
      vf sum = add ? vf_load_up_to(y + i, width - i) : vf_splat(0.0f);
      for (isize t = 0; t < n; t++) {
        const float *row = base + (rows ? rows[t] : t) * width + i;
        sum = vf_fma(vf_splat(weights[t * step]), vf_load_up_to(row, width - i), sum);
      }
      vf_store_up_to(y + i, sum, width - i);
    }
  }
}

static void attention_clear(float *x, isize n) {
  for (isize j = 0; j < n; j += LANES) vf_store_up_to(x + j, vf_splat(0.0f), n - j);
}

/* Makes n scores weights: their softmax, times the Gaussian around the centre, the first being position `from`. */
static void attention_weigh(const attention *a, isize query, isize from, isize n, float *weights) {
  const vf sum = vf_splat(softmax_sum(weights, softmax_top(weights, n), weights, n));
  for (isize j = 0; j < n; j += LANES) {
    vf share = vf_load_up_to(weights + j, n - j) / sum;
    if (a->gaussian) share = share * attention_gaussian(a, attention_away(a, query, from + j));
    vf_store_up_to(weights + j, share, n - j);
  }
}

KERNEL(attentionForward) {
  const attention a = ATTENTION_OF(args);
  const isize size = N(args->size), width = N(args->width);
  const attention_score score = {F(args->v), F(args->coverageWeight), size};
  const float *coverage = F(args->coverage);
  isize source, end;
  attention_range(team, &a, &source, &end);
  for (; source < end; source++) {
    const isize length = attention_length(&a, source);
    const float *keys = F(args->keys) + a.starts[source] * size, *values = F(args->values) + a.starts[source] * width;
    for (isize k = a.groups[source]; k < a.groups[source + 1]; k++) {
      const isize query = a.rows[k];
      const float *q = F(args->query) + query * size;
      float *weights = F(args->weights) + a.weights_at[query];
      isize from, to;
      attention_window(&a, query, length, &from, &to);
      const isize n = max_size(0, to - from);
      attention_clear(weights, length);
      if (score.v)
        attention_additive(&score, q, keys + from * size, coverage ? coverage + a.weights_at[query] + from : NULL, n,
                           weights + from);
      else
        attention_dots(q, keys + from * size, size, n, weights + from);
      attention_weigh(&a, query, from, n, weights + from);
      attention_sum(weights + from, 1, n, values + from * width, NULL, width, false, F(args->context) + query * width);
    }
  }
}

/*
 * From the gradients of n weights those of the scores, in place; `shares` gets the weights. Gives the gradient of the centre.
 */
static float attention_weigh_back(const attention *a, isize query, isize from, isize n, const float *weights,
                                  float *shares, float *slopes) {
  vf mean = vf_splat(0.0f), pulled = vf_splat(0.0f);
  for (isize j = 0; j < n; j += LANES) {
    const vf weight = vf_load_up_to(weights + j, n - j);
    const vf product = weight * vf_load_up_to(slopes + j, n - j); /* lanes past the end are zero */
    mean = mean + product;
    if (a->gaussian) pulled = vf_fma(product, attention_away(a, query, from + j), pulled);
    vf_store_up_to(shares + j, weight, n - j);
  }
  /* With g the Gaussian and p = weight / g: p (g slope - sum of p g slope). */
  const vf all = vf_splat(vf_sum(mean));
  for (isize j = 0; j < n; j += LANES) {
    vf scale = vf_splat(1.0f);
    if (a->gaussian) scale = attention_gaussian(a, attention_away(a, query, from + j));
    const vf share = vf_load_up_to(weights + j, n - j) / scale;
    vf_store_up_to(slopes + j, share * (scale * vf_load_up_to(slopes + j, n - j) - all), n - j);
  }
  return a->gaussian ? vf_sum(pulled) * (4.0f / (a->reach * a->reach)) : 0.0f;
}

/* Where the gradients of an additive score go; each may be NULL, `parts` hold LANES sums for each position. */
typedef struct attention_slopes {
  float *dquery, *dkeys, *dv, *dweight, *parts;
} attention_slopes;

/* One query row: dquery is written, all others are added to. */
ALWAYS_INLINE void attention_additive_back(bool covered, const attention_score *score, const float *q,
                                           const float *keys, const float *coverage, const float *slopes, isize n,
                                           const attention_slopes *to) {
  const isize size = score->size;
  ATTENTION_VECTORS(j, left, size) {
    const vf own = vf_load_up_to(q + j, left), v = vf_load_up_to(score->v + j, left);
    const vf weight = covered ? vf_load_up_to(score->weight + j, left) : vf_splat(0.0f);
    vf dquery = vf_splat(0.0f), dv = vf_load_up_to(to->dv + j, left);
    vf dweight = covered ? vf_load_up_to(to->dweight + j, left) : vf_splat(0.0f);
    for (isize s = 0; s < n; s++) {
      const vf slope = vf_splat(slopes[s]);
      vf x = own + vf_load_up_to(keys + s * size + j, left);
      if (covered) x = vf_fma(vf_splat(coverage[s]), weight, x);
      const vf y = vf_tanh(x);
      const vf inner = slope * v * (vf_splat(1.0f) - y * y);
      dv = vf_fma(slope, y, dv);
      dquery = dquery + inner;
      if (to->dkeys) {
        float *dkey = to->dkeys + s * size + j;
        vf_store_up_to(dkey, vf_load_up_to(dkey, left) + inner, left);
      }
      if (covered) {
        dweight = vf_fma(inner, vf_splat(coverage[s]), dweight);
        vf_store(to->parts + s * LANES, vf_fma(inner, weight, vf_load(to->parts + s * LANES)));
      }
    }
    if (to->dquery) vf_store_up_to(to->dquery + j, dquery, left);
    vf_store_up_to(to->dv + j, dv, left);
    if (covered) vf_store_up_to(to->dweight + j, dweight, left);
  }
}

/* y[size] = the sum over sources of rows of `parts`, in their order; threads share the columns. */
static void attention_collect(const team *team, const float *parts, isize sources, isize size, float *y) {
  isize from, to;
  team_range(team, size, 16, &from, &to);
  for (isize j = from; j < to; j += LANES) {
    vf sum = vf_splat(0.0f);
    for (isize k = 0; k < sources; k++) sum = sum + vf_load_up_to(parts + k * size + j, to - j);
    vf_store_up_to(y + j, sum, to - j);
  }
}

KERNEL(attentionBackward) {
  const attention a = ATTENTION_OF(args);
  const isize size = N(args->size), width = N(args->width);
  const attention_score score = {F(args->v), F(args->coverageWeight), size};
  const float *dcontext = F(args->dcontext), *dweights = F(args->dweights), *coverage = F(args->coverage);
  const bool add_keys = args->addKeys != 0, add_values = args->addValues != 0;

  isize most_pairs = 0, longest = 0;
  for (isize k = 0; k < a.sources; k++) {
    most_pairs = max_size(most_pairs, attention_length(&a, k) * attention_readers(&a, k));
    longest = max_size(longest, attention_length(&a, k));
  }
  /* A source's own sums of dv and of dcoverageWeight; then for each thread slopes and shares of its pairs. */
  const isize sums = score.v ? a.sources * size : 0;
  const isize own = (2 * most_pairs + longest * LANES + 15) / 16 * 16;
  float *dv = team_scratch(team, (size_t)(2 * sums + team->count * own)), *dweight = dv + sums;
  float *slopes = dv + 2 * sums + team->index * own, *shares = slopes + most_pairs, *parts = shares + most_pairs;

  isize source, end;
  attention_range(team, &a, &source, &end);
  for (; source < end; source++) {
    const isize length = attention_length(&a, source), readers = attention_readers(&a, source), row = a.starts[source];
    const int32_t *rows = a.rows + a.groups[source];
    const float *keys = F(args->keys) + row * size, *values = F(args->values) + row * width;
    float *dkeys = args->dkeys < 0 ? NULL : F(args->dkeys) + row * size;
    float *dvalues = args->dvalues < 0 ? NULL : F(args->dvalues) + row * width;
    attention_clear(slopes, length * readers);
    attention_clear(shares, length * readers);
    if (score.v) {
      attention_clear(dv + source * size, size);
      attention_clear(dweight + source * size, size);
      if (dkeys && !add_keys) attention_clear(dkeys, length * size);
    }
    for (isize k = 0; k < readers; k++) {
      const isize query = rows[k], at = a.weights_at[query];
      const float *q = F(args->query) + query * size;
      float *dquery = args->dquery < 0 ? NULL : F(args->dquery) + query * size;
      float *dcoverage = args->dcoverage < 0 ? NULL : F(args->dcoverage) + at;
      isize from, to;
      attention_window(&a, query, length, &from, &to);
      const isize n = max_size(0, to - from);
      float *slope = slopes + k * length + from;
      if (dcontext) attention_dots(dcontext + query * width, values + from * width, width, n, slope);
      if (dweights)
        for (isize s = 0; s < n; s++) slope[s] += dweights[at + from + s];
      const float dcentre = attention_weigh_back(&a, query, from, n, F(args->weights) + at + from,
                                                 shares + k * length + from, slope);
      if (args->dcentre >= 0) F(args->dcentre)[query] = dcentre;
      if (!score.v) {
        if (dquery) attention_sum(slope, 1, n, keys + from * size, NULL, size, false, dquery);
        continue;
      }
      const attention_slopes into = {dquery, dkeys ? dkeys + from * size : NULL, dv + source * size,
                                     dweight + source * size, parts};
      if (coverage) {
        attention_clear(parts, n * LANES);
        attention_additive_back(true, &score, q, keys + from * size, coverage + at + from, slope, n, &into);
      } else {
        attention_additive_back(false, &score, q, keys + from * size, NULL, slope, n, &into);
      }
      if (!dcoverage) continue;
      attention_clear(dcoverage, length);
      for (isize s = 0; s < n; s++) dcoverage[from + s] = vf_sum(vf_load(parts + s * LANES));
    }
    for (isize s = 0; s < length; s++) {
      if (!score.v && dkeys)
        attention_sum(slopes + s, length, readers, F(args->query), rows, size, add_keys, dkeys + s * size);
      if (dvalues && (dcontext || !add_values))
        attention_sum(shares + s, length, dcontext ? readers : 0, dcontext, rows, width, add_values, dvalues + s * width);
    }
  }
  if (!score.v || (args->dv < 0 && args->dcoverageWeight < 0)) return;
  team_barrier(team);
  if (args->dv >= 0) attention_collect(team, dv, a.sources, size, F(args->dv));
  if (args->dcoverageWeight >= 0) attention_collect(team, dweight, a.sources, size, F(args->dcoverageWeight));
}
